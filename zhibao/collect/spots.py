"""落格: where on its sheet each cell of a register stands, so that what is found later can be put back there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhibao.collect.layout import cell_name


@dataclass
class Spots:
    """落格: rows and columns of one sheet, from 0, growing while it is read.

    A form has its `cells` by field; a register of rows its `lines` by key and its `columns` by field.
    """

    sheet: str = ""
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)

    def cell(self, key: str, name: str) -> str:
        """Return the name of a cell, as in D7; of a row without that field its first; '' when it is not there."""
        if name in self.cells and not key:
            return cell_name(*self.cells[name])
        if self.columns and key in self.lines:
            return cell_name(self.lines[key], self.columns.get(name, min(self.columns.values())))
        return ""
