"""断言的读取: numerals in their sentences become claims with roles, labels, periods and directions."""
