"""动作: one file per change of state; each in one transaction, each leaving its trail."""
