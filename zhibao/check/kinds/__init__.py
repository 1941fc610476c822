"""校验的种类: one kind, one file; a check names the kind that runs it."""
