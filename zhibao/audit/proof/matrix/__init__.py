"""措辞矩阵与表格矩阵: sentences and tables of known truth, and what breaks them, for measuring the audit."""
