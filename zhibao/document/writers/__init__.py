"""文档的写出: one module per format; a writer places and escapes, and decides nothing about content."""
