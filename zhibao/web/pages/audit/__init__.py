"""核验台: any report dropped on the desk, every number of it accounted for."""
