"""读入: files of many formats into the one tree, every character with the place it came from."""
