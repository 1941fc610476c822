"""表: a grid of labels and numbers with the equations between its cells, and the ways it is set in a text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from zhibao.audit.proof.matrix.laws import LAWS
from zhibao.audit.proof.matrix.printing import Printed
from zhibao.audit.proof.matrix.span import Span
from zhibao.audit.proof.matrix.template import Mark

Setting = Literal["tab", "pipe", "space"]
ARROWS = {"↑": 1, "↓": -1}


@dataclass(frozen=True, slots=True)
class Field:
    """格: a number in a table; `arrow` stands before the size of a change that has no sign."""

    name: str
    number: Printed
    arrow: str = ""

    @property
    def text(self) -> str:
        """Return what the cell shows."""
        return self.arrow + self.number.digits

    def span(self, wide: bool) -> Span:
        """Return what the cell can mean, a fall negative."""
        span = self.number.wide if wide else self.number.span
        return span.negative() if ARROWS.get(self.arrow, 1) < 0 else span


@dataclass(frozen=True, slots=True)
class Equation:
    """等式: a law and which cell plays which part in it."""

    law: str
    cells: tuple[tuple[str, str], ...]
    result: str

    def holds(self, fields: Mapping[str, Field], wide: bool) -> bool:
        """Say whether the cells keep it."""
        spans = {part: fields[name].span(wide) for part, name in self.cells}
        match self.law:
            case "change":
                return (spans["c"] - spans["p"]).meets(spans["d"])
            case "grown":
                return (spans["c"] / spans["p"]).plus(-1).times(100).meets(spans["g"])
            case "sum":
                parts = [span for part, span in spans.items() if part != "T"]
                return sum(parts, Span(Fraction(0), Fraction(0))).meets(spans["T"])
            case law:
                return LAWS[law].holds(spans, ())


@dataclass(frozen=True)
class Grid:
    """表: rows of labels and fields, the first row its headers, and what holds between the fields."""

    relation: str
    caption: str
    rows: tuple[tuple[str | Field, ...], ...]
    equations: tuple[Equation, ...]
    changed: str = ""

    @property
    def fields(self) -> dict[str, Field]:
        """Return the fields by name."""
        return {cell.name: cell for row in self.rows for cell in row if isinstance(cell, Field)}

    def is_right(self) -> bool:
        """Say whether every equation holds, each number rounded half up."""
        return all(one.holds(self.fields, wide=False) for one in self.equations)

    def broken(self) -> tuple[Equation, ...]:
        """Return the equations that fail however the numbers were rounded."""
        fields = self.fields
        return tuple(one for one in self.equations if not one.holds(fields, wide=True))

    def transposed(self) -> "Grid":
        """Return the grid with rows and columns exchanged."""
        return replace(self, rows=tuple(zip(*self.rows, strict=True)))

    def with_field(self, field: Field) -> "Grid":
        """Return the grid with one field replaced."""
        rows = tuple(
            tuple(field if isinstance(cell, Field) and cell.name == field.name else cell for cell in row)
            for row in self.rows
        )
        return replace(self, rows=rows, changed=field.name)


def set_in_text(grid: Grid, setting: Setting, start: int) -> tuple[str, tuple[Mark, ...]]:
    """Return caption and table as text, and the marks of the fields, counted from `start`."""
    lines = [f"{grid.caption}\n"]
    marks: list[Mark] = []
    at = start + len(lines[0])
    widths = [max(_width(_text(row[column])) for row in grid.rows) + 3 for column in range(len(grid.rows[0]))]
    for number, row in enumerate(grid.rows):
        line = "| " if setting == "pipe" else ""
        for column, cell in enumerate(row):
            text = _text(cell)
            if isinstance(cell, Field):
                skip = len(text) - len(cell.number.digits)
                marks.append(Mark(cell.name, at + len(line) + skip, at + len(line) + len(text)))
            last = column == len(row) - 1
            line += text + _gap(setting, widths[column] - _width(text), last)
        lines.append(line.rstrip(" ") + "\n" if setting == "space" else line + "\n")
        if setting == "pipe" and number == 0:
            lines.append("|" + " --- |" * len(row) + "\n")
        at = start + sum(map(len, lines))
    return "".join(lines), tuple(marks)


def _gap(setting: Setting, room: int, last: bool) -> str:
    if setting == "pipe":
        return " |" if last else " | "
    if last:
        return ""
    return "\t" if setting == "tab" else " " * room


def _text(cell: str | Field) -> str:
    return cell if isinstance(cell, str) else cell.text


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
