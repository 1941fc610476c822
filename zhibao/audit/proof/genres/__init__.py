"""自编的报告: whole reports of several genres, written from invented data, every checkable number known."""
