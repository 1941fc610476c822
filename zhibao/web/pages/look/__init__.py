"""看数: what was frozen, as indicators of a city and its schools, compared and followed down to the cells."""
