"""诊断与改进: a school, the city itself, the board of all."""
