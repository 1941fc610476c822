"""The wording and table matrices, run on the audit."""
