"""示例江门: figures, prints and cases of the first example city, and how its totals are cut into schools."""
