"""公开版: a report as the public reads it, without counts of so few persons that somebody could be recognised."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zhibao.catalog.load import Catalog
from zhibao.document.lineage import Behind, Lineage
from zhibao.document.nodes import (
    Block,
    BulletList,
    Cell,
    Chart,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    Number,
    OrderedList,
    Paragraph,
    Strong,
    Table,
    Text,
    inlines,
    plain,
    walk,
)
from zhibao.document.writers.measures import column_count, head_grid
from zhibao.publish.counts import PERSONS, Count, Within, count_named, counted
from zhibao.publish.suppression import SIGN, Tie, hidden, sum_of
from zhibao.terms.value import Known, Value, ValueKey, Values

_BETWEEN = "比"
_COUNT = re.compile(r"\d{1,9}")
NOTE = f"{SIGN}：不足 5 人的数不予公布；为使它推算不出，另有少数格一并隐去。"
Fact = tuple[str, str, str, Fraction]
"""Indicator, place, member, number: a number wherever and of whichever year it is printed."""
Spot = tuple[str, int, int]
"""Table, row, column: a number that is printed as it was typed."""


@dataclass(frozen=True)
class Protection:
    """隐去的数: values by what they say, and cells of tables that hold typed numbers."""

    facts: frozenset[Fact]
    spots: frozenset[Spot]
    touched: frozenset[tuple[str, str]]
    """Indicators and places with a hidden value: what is worked out of their values is not shown either."""
    units: Mapping[str, str]

    def __bool__(self) -> bool:
        """Say whether anything is hidden."""
        return bool(self.facts or self.spots)

    @property
    def count(self) -> int:
        """Return how many numbers are hidden."""
        return len(self.facts) + len(self.spots)

    def hides(self, one: Number) -> bool:
        """Say whether a printed number is not shown: it is hidden, or a change or share of what is."""
        is_worked_out = _BETWEEN in one.period or one.unit != self.units.get(one.indicator, one.unit)
        if is_worked_out and (one.indicator, one.place) in self.touched:
            return True
        return one.exact is not None and (one.indicator, one.place, one.member, one.exact) in self.facts

    def hides_value(self, key: ValueKey, value: Value) -> bool:
        """Say whether a computed value is not shown."""
        return isinstance(value, Known) and _fact(key, value) in self.facts


def protection(document: Document, values: Values, catalog: Catalog, within: Within) -> Protection:
    """Return what a report and its values must not show: small counts, what gives them away, and shares of them."""
    found = counted(values, catalog, within)
    printed: dict[Fact, Count] = {}
    for table in walk(document.blocks):
        if isinstance(table, Table):
            cells = _persons(table, catalog)
            found.counts |= dict(cells.values())
            found.ties += _sums_of_table(table, cells)
    for one in inlines(document.blocks):
        if isinstance(one, Number) and _is_count(one):
            name = _count(one, catalog)
            found.counts[name] = name[3]
            printed[one.indicator, one.place, one.member, name[3]] = name
    gone = hidden(found.counts, found.ties)
    spots = frozenset(name.at for name in gone if isinstance(name, _Typed))
    facts = {fact for fact, name in printed.items() if name in gone}
    for key, counts in found.behind.items():
        value = values[key].value
        if isinstance(value, Known) and not gone.isdisjoint(counts):
            facts.add(_fact(key, value))
    units = {name: one.term.label for name, one in catalog.indicators.items()}
    return Protection(frozenset(facts), spots, frozenset((one[0], one[1]) for one in facts), units)


def protected(document: Document, hides: Protection) -> Document:
    """Return the report with the sign in the place of everything hidden; a chart that draws it becomes a table."""
    if not hides:
        return document
    blocks = tuple(_block(one, hides) for one in document.blocks)
    return replace(document, blocks=blocks, lineage=_lineage(document.lineage, hides))


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed number, named by its cell."""

    at: Spot


def _fact(key: ValueKey, value: Known) -> Fact:
    return (key.indicator, key.place, key.member, value.number)


def _is_count(one: Number) -> bool:
    return one.unit == PERSONS and one.exact is not None and _BETWEEN not in one.period


def _count(one: Number, catalog: Catalog) -> Count:
    return count_named(one.indicator, one.place, one.member, one.exact or Fraction(0), catalog)


def _persons(table: Table, catalog: Catalog) -> dict[tuple[int, int], tuple[Hashable, Fraction]]:
    """Return the cells of a table that count persons: computed ones, and typed ones below a head that says so."""
    count = column_count(table)
    grid = head_grid(table.head, count)
    heads = ["".join(plain(table.head[y][x].content) for y, x in dict.fromkeys(line[at] for line in grid) if y >= 0)
             for at in range(count)]  # fmt: skip
    found: dict[tuple[int, int], tuple[Hashable, Fraction]] = {}
    for y, row in enumerate(table.body):
        for x, cell in enumerate(row):
            number = next((one for one in cell.content if isinstance(one, Number)), None)
            text = plain(cell.content).strip()
            if number is not None:
                if _is_count(number):
                    name = _count(number, catalog)
                    found[y, x] = (name, name[3])
            elif _COUNT.fullmatch(text) and x < count and re.search(r"人数|[（/(]人[）)]?", heads[x]):
                found[y, x] = (_Typed((table.anchor, y, x)), Fraction(text))
    return found


def _sums_of_table(table: Table, cells: Mapping[tuple[int, int], tuple[Hashable, Fraction]]) -> Iterator[Tie]:
    """Yield the sums that hold in a table: a last row of totals, and a first or last cell that adds its row up."""
    height = len(table.body)
    for x in range(column_count(table)) if table.total else ():
        column = [cells[y, x] for y in range(height) if (y, x) in cells]
        yield from _sum(column[:-1], column[-1:]) if (height - 1, x) in cells else ()
    for y in range(height):
        row = [cells[at] for at in sorted(cells) if at[0] == y]
        yield from _sum(row[:-1], row[-1:])
        yield from _sum(row[1:], row[:1])


def _sum(parts: list[tuple[Hashable, Fraction]], total: list[tuple[Hashable, Fraction]]) -> Iterator[Tie]:
    if len(parts) > 1 and total and sum(number for _, number in parts) == total[0][1]:
        yield sum_of(total[0][0], [name for name, _ in parts])


def _block(block: Block, hides: Protection) -> Block:
    match block:
        case Paragraph(content):
            return replace(block, content=_inlines(content, hides))
        case Heading(content=content):
            return replace(block, content=_inlines(content, hides))
        case BulletList(items):
            return BulletList(tuple(tuple(_block(one, hides) for one in item) for item in items))
        case OrderedList(items):
            return OrderedList(tuple(tuple(_block(one, hides) for one in item) for item in items))
        case Note(content):
            return Note(tuple(_block(one, hides) for one in content))
        case Table():
            return _table(block, hides)
        case Figure(content=Chart() as chart):
            return _figure(block, chart, hides)
        case _:
            return block


def _table(table: Table, hides: Protection) -> Table:
    body = tuple(
        tuple(_cell(cell, hides, (table.anchor, y, x)) for x, cell in enumerate(row))
        for y, row in enumerate(table.body)
    )
    if body == table.body:
        return table
    return replace(table, body=body, notes=(*table.notes, (Text(NOTE),)))


def _figure(figure: Figure, chart: Chart, hides: Protection) -> Block:
    body = tuple(tuple(_cell(cell, hides) for cell in row) for row in chart.body)
    if body == chart.body:
        return figure
    notes = (*figure.notes, (Text(f"{NOTE}此图因此只列数，不画。"),))
    return Table(figure.name, figure.anchor, figure.caption, (chart.head,), body, notes=notes)


def _cell(cell: Cell, hides: Protection, spot: Spot | None = None) -> Cell:
    if spot in hides.spots:
        return replace(cell, content=(Text(SIGN),))
    return replace(cell, content=_inlines(cell.content, hides))


def _inlines(content: Inlines, hides: Protection) -> Inlines:
    return tuple(_inline(one, hides) for one in content)


def _inline(inline: Inline, hides: Protection) -> Inline:
    match inline:
        case Number():
            return replace(inline, text=SIGN, exact=None) if hides.hides(inline) else inline
        case Strong(content) | Emphasis(content) | Link(content=content) | Footnote(content):
            return replace(inline, content=_inlines(content, hides))
        case _:
            return inline


def _lineage(lineage: Lineage, hides: Protection) -> Lineage:
    """Return what stands behind the numbers, without the schools' values of an indicator of which any is hidden."""
    indicators = {indicator for indicator, _ in hides.touched}

    def kept(name: tuple[str, str, str, str], behind: Behind) -> Behind:
        if (name[0], name[1]) in hides.touched:
            return Behind(SIGN, origin=behind.origin)
        return replace(behind, shares=()) if name[0] in indicators else behind

    return replace(lineage, values={name: kept(name, one) for name, one in lineage.values.items()})
