"""Word 模板: a user's own Word file, read safely and searched for placeholders."""
