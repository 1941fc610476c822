"""变动的来历: two releases beside each other: why each number changed, down to the cell."""

from zhibao.lineage.changes import changes

__all__ = ["changes"]
