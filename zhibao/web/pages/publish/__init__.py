"""发布: what a city signs and everybody reads."""
