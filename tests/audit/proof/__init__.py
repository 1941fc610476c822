"""What the proofs of the audit count, tested on texts of known truth."""
