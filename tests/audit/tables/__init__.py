"""Tests of how tables are read and computed again."""
