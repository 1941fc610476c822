"""对照: what a report is compared with besides itself: the data it was made from, and last year's report."""
