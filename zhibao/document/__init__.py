"""文档: one tree in the middle; readers and writers never meet each other."""
