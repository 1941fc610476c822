"""手册: the definitions as pages that one opens by a double click: registers, indicators, rules, lists, editions."""
