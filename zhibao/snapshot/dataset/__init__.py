"""数据集: snapshots of many places, loose or packed, in which every original proves itself."""
