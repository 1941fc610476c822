"""零件: what several pages show: a sheet, a finding, a state, a comment."""
