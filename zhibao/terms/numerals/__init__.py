"""数字的文法: every numeral of a running text, typed: what it counts, in which unit, how exactly, or why it is none."""
