"""封存: immutable sets of register tables, addressed by their hash."""
