"""总分的识别: which numbers are a total and which its parts, by words and series, before anything is added."""
