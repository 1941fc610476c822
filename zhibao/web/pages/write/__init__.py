"""编制: the report is written, section by section, and compiled; cases are handed in and chosen."""
