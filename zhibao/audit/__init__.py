"""核验: a finished report read claim by claim: what is verified, what is contradicted, what nobody can check."""
