"""记录: who said what, when, in which state; one model per file, append-only where it says so."""
