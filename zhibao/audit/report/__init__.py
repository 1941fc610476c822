"""核验结果的各种形式: plain data that other programs read, and what is compared between audits and reports."""
