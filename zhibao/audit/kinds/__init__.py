"""规则的种类: one engine per algebraic form or pattern; rules name their kind, the kind's module is found by it."""
