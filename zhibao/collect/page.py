"""一页: one sheet of a filled workbook, and the reading of its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from zhibao.catalog.model import CodeList
from zhibao.collect import errors
from zhibao.collect.cells import Content, Faults, blank, digits_of, is_empty, plain_text, read_cell
from zhibao.collect.layout import Sheet, cell_name
from zhibao.collect.long_sheet import LongSheet
from zhibao.collect.spots import Spots
from zhibao.snapshot.long_rows import LongRows
from zhibao.snapshot.submission import Cell, Reason, Row
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Missing

# 上年是本年的这么多倍，就像是把元写成了万元。
_LEAST_TIMES, _MOST_TIMES = 5000, 20000


@dataclass(frozen=True)
class Page:
    """一页: the cells of a sheet as found, and what is known of it beforehand.

    `last` holds last year's rows by key.
    """

    file: str
    sheet: Sheet
    grid: Sequence[Sequence[Content]]
    faults: Faults
    lists: Mapping[str, CodeList]
    last: Mapping[str, Row]
    long: LongSheet | None = None

    @property
    def height(self) -> int:
        """Return how many rows have something in them, were it a formula without a value."""
        return max([len(self.grid), *(row + 1 for row, _ in self.faults)])

    def lines(self, first: int) -> Iterator[tuple[int, Sequence[Content]]]:
        """Yield the rows from one on with their numbers, also those with nothing but formulas without a value."""
        yield from enumerate(islice(self.grid, first, None), first)
        yield from ((row, ()) for row in range(max(first, len(self.grid)), self.height))

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell; nothing outside of what is there."""
        try:
            return self.grid[row][column]
        except IndexError:
            return ""

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, as text."""
        return plain_text(self.content(row, column))

    def is_filled(self, row: int, column: int) -> bool:
        """Say whether something stands in a cell, were it a formula without a value."""
        return not is_empty(self.content(row, column)) or (row, column) in self.faults

    def place(self, row: int, column: int, label: str = "", name: str = "", key: str = "") -> CellPlace:
        """Return where a cell is, as findings say it; whose it is and of which year is known to the workbook."""
        register = self.sheet.register.name
        return CellPlace(
            self.file, self.sheet.name, cell_name(row, column), label, register=register, key=key, field=name
        )

    def read(self, row: int, column: int, name: str) -> tuple[Cell, tuple[Finding, ...]]:
        """Return the value of a field's cell and what is wrong with it."""
        definition = self.sheet.definition(name)
        where = self.place(row, column, definition.label, name)
        fault = self.faults.get((row, column))
        if fault is not None:
            return blank(definition), (errors.no_result(where, definition, fault),)
        read = read_cell(self.content(row, column), definition, self.lists.get(definition.list), where)
        if definition.personal:
            return read.cell, tuple(errors.without_content(one, definition) for one in read.findings)
        return read.cell, read.findings

    def magnitude(self, at: tuple[int, int], name: str, this: Cell, last: Cell | None, reason: str) -> list[Finding]:
        """Return a warning when an amount in 元 is about a ten-thousandth of last year's."""
        definition = self.sheet.definition(name)
        match this, last:
            case Known(now), Known(before) if definition.unit == "元" and now > 0:
                if _LEAST_TIMES * now <= before <= _MOST_TIMES * now:
                    where = self.place(*at, definition.label, name)
                    said, said_before = digits_of(now, definition.type), digits_of(before, definition.type)
                    return [errors.looks_like_ten_thousand(where, definition, said, said_before, reason)]
        return []

    def with_derived(self, row: Mapping[str, Cell]) -> Row:
        """Return a row with the fields that a code list gives, in the order of the fields asked for."""
        if len(row) == len(self.sheet.asked.fields):
            return row
        whole = dict(row)
        for name in self.sheet.asked.fields:
            definition = self.sheet.definition(name)
            if definition.derived_from:
                code = row[definition.derived_from]
                codes = self.lists[self.sheet.definition(definition.derived_from).list].items
                whole[name] = code if isinstance(code, Missing) else codes[str(code)].attributes[definition.attribute]
        return {name: whole[name] for name in self.sheet.asked.fields}


@dataclass
class Gathered:
    """读出的一张表: rows, reasons and findings, growing while a sheet is read; `handed_in` unless it says nothing."""

    rows: list[Row] = field(default_factory=list)
    long: LongRows | None = None
    reasons: list[Reason] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    handed_in: bool = True
    spots: Spots = field(default_factory=Spots)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def held(self) -> Sequence[Row]:
        """Return the rows as a submission holds them; those of a long sheet stay with their engine."""
        return tuple(self.rows) if self.long is None else self.long

    def take_form(self, page: Page, row: Mapping[str, Cell]) -> None:
        """Take the one row of a form; one that may be left empty and is was not handed in."""
        empty = all(
            isinstance(cell, Missing) and cell == blank(page.sheet.definition(name)) for name, cell in row.items()
        )
        if empty and page.sheet.asked.may_be_empty:
            self.handed_in = False
        else:
            self.rows.append(page.with_derived(row))
