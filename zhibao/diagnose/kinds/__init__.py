"""标准的种类: one module per kind of standard, found by its name."""
