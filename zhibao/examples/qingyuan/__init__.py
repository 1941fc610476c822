"""示例清远: figures, prints and cases of the second example city, and how its totals are cut into schools."""
