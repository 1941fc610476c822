"""示例: two example cities in the shape of two published reports; their workbooks are built, not kept."""

NAMES = ("jiangmen", "qingyuan")
