"""着色: puts findings back into the workbook they were found in, part by part, and leaves the rest as it was."""
