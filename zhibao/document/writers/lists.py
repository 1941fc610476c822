"""清单: lists of findings and of reports as plain rows, before any workbook is made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Tint = Literal["plain", "error", "warning", "note", "ok", "faint", "head"]
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """一列: its head and width; long texts wrap; `upright` writes the head from top to bottom."""

    title: str
    width: float
    wraps: bool = False
    upright: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """一行: its cells, the tints of some of them by column, and the address that a cell leads to by column."""

    cells: tuple[Value, ...]
    tints: Mapping[int, Tint] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    closing: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """一张清单: `frozen` columns stay in view at the left; `remark` stands above the head."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[ListRow]
    remark: str = ""
    frozen: int = 0
