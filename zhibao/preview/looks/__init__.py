"""预览页的样子: the page around the report, its sheet and its script."""
