"""名单表: rows of a register as they were handed in, school by school in the roster's order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhibao.catalog.exhibit import ListingTable, holes
from zhibao.catalog.inline import fill_words
from zhibao.catalog.register import Register
from zhibao.compile.material import ROSTER, Material, cell_text
from zhibao.compile.printing import ESTIMATE
from zhibao.compile.tables.grid import Grid, head_row
from zhibao.document.nodes import Align, Cell, Inline, Inlines, Link, Number, Text
from zhibao.snapshot.submission import Cell as Content
from zhibao.snapshot.submission import Row
from zhibao.terms.period import Period
from zhibao.terms.place import Level
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.value import Known, Meaning, Missing

_ADDRESS = re.compile(r"https?://\S+")
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row to print: the school's code and roster row (empty for the city's registers), the register's row."""

    place: str
    school: Row
    row: Row
    index: int
    first: bool


def listing_table(spec: ListingTable, material: Material) -> Grid:
    """Return the list; each year's rows stand in the roster's order, a school's rows as they were entered."""
    year = material.year(spec.year)
    printer = _Printer(spec, material, year or 0)
    entries = tuple(printer.entries()) if year is not None else ()
    aligns: list[Align] = ["center" if cell == "{index}" else "left" for cell in spec.cells]
    head = head_row([fill_words(text, material.words) for text in spec.columns], aligns)
    body = []
    for group in _groups(entries) if spec.join else [(entry,) for entry in entries]:
        cells = [printer.cell(cell, group[0]) for cell in spec.cells[:-1]]
        cells.append(_joined([printer.cell(spec.cells[-1], entry) for entry in group], spec.join))
        body.append(tuple(Cell(cell, align) for cell, align in zip(cells, aligns, strict=True)))
    return Grid((head,), tuple(body))


class _Printer:
    """Prints the cells of one listing."""

    def __init__(self, spec: ListingTable, material: Material, year: int) -> None:
        self._spec = spec
        self._material = material
        self._year = year
        self._register = material.catalog.registers[spec.register_]

    def entries(self) -> Iterator[_Entry]:
        """Yield the rows to print; the index counts schools where schools are grouped, rows else."""
        by_school = self._spec.first_only or bool(self._spec.join)
        index = 0
        for place, school, rows in self._places():
            for turn, row in enumerate(rows):
                index += 1 if turn == 0 or not by_school else 0
                yield _Entry(place, school, row, index, turn == 0)

    def cell(self, template: str, entry: _Entry) -> Inlines:
        """Return what a cell prints for a row; index and school stand once per school with `first_only`."""
        names = [name for _, name in holes(template) if name]
        once = bool(names) and all(name == "index" or name.split(".")[0] == "school" for name in names)
        if self._spec.first_only and not entry.first and once:
            return ()
        content: list[Inline] = []
        for text, name in holes(template):
            content += [Text(text)] if text else []
            content += self._hole(name, entry) if name else ()
        return tuple(content)

    def _places(self) -> Iterator[tuple[str, Row, Sequence[Row]]]:
        of_year = self._material.rows.get(self._year, {})
        if self._register.level is Level.CITY:
            if self._material.about is not None:
                return
            for code in self._material.edition.region.cities:
                for row in of_year.get(code, {}).get(self._spec.register_, ()):
                    yield code, {}, (row,)
            return
        for school in self._material.schools(self._year):
            code = cell_text(school.get("code"))
            rows = of_year.get(code, {}).get(self._spec.register_, ())
            # A form has a row for every school, handed in or not, so that a gap is seen.
            yield code, school, rows or (({},) if self._register.shape == "form" else ())

    def _hole(self, name: str, entry: _Entry) -> Inlines:
        if name == "index":
            return (Text(str(entry.index)),)
        if name == "city":
            return (Text(self._material.city_name(entry.place, self._year)),)
        if name == "school":
            return self._printed(self._material.catalog.registers[ROSTER], "name", entry.school, entry.place)
        if name.startswith("school."):
            roster = self._material.catalog.registers[ROSTER]
            return self._printed(roster, name.removeprefix("school."), entry.school, entry.place)
        return self._printed(self._register, name, entry.row, entry.place)

    def _printed(self, register: Register, field: str, row: Row, place: str) -> Inlines:
        definition = register.fields[field]
        content: Content = row.get(field, Missing(Meaning.NOT_SUBMITTED))
        match content:
            case Missing() if not (definition.required or definition.type.is_number):
                return ()
            case Missing(meaning) if not definition.type.is_number:
                return (Text(meaning.sign),)
            case Known() | Missing():
                return (self._number(register, field, content, place),)
            case date():
                return (Text(f"{content.year}.{content.month}.{content.day}"),)
            case _:
                text = self._material.code_label(register, field, str(content))
                return (Link((Text(text),), text),) if _ADDRESS.fullmatch(text) else (Text(text),) if text else ()

    def _number(self, register: Register, field: str, content: Known | Missing, place: str) -> Number:
        exact = content.number if isinstance(content, Known) else None
        if isinstance(content, Missing):
            text = content.meaning.sign
        else:
            text = (ESTIMATE if content.estimated else "") + _digits(content.number)
        period = Period(self._year, register.period).label
        return Number(text, exact, register.fields[field].unit, f"{register.name}.{field}", place, period)


def _groups(entries: tuple[_Entry, ...]) -> list[tuple[_Entry, ...]]:
    groups: dict[tuple[str, int], list[_Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.place, entry.index), []).append(entry)
    return [tuple(group) for group in groups.values()]


def _joined(texts: list[Inlines], mark: str) -> Inlines:
    content: list[Inline] = []
    for place, text in enumerate(texts):
        content += [Text(mark)] if place else []
        content += text
    return tuple(content)


def _digits(number: Fraction) -> str:
    """Return a typed number with the decimals it has."""
    return print_number(number, Form(_LONGEST, trim=True))
