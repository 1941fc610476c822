"""表格的读法: what the heads of a table make of its numbers, before anything is computed."""
