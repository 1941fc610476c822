"""表中的格: which cells of the document's tables a label of the running text speaks of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from zhibao.audit.claim import Claim
from zhibao.audit.claims.changes import Change
from zhibao.audit.claims.labels import key_of, shares_word
from zhibao.audit.claims.lexicon import Lexicon
from zhibao.audit.tables.head import TOTALS, Head, Sense
from zhibao.audit.tables.table import ReadTable
from zhibao.terms.numerals.noun import Sort

_LONGEST_NAME = 24
_PLAIN_HEADS = frozenset(
    (
        "数量 人数 数 合计 本年 上年 今年 去年 本期 上期 绝对数 绝对额 绝对值 绝对量 数值 数额 实绩 完成数 总量 指标值 "
        "全年"
    ).split()
)
_PLAIN = re.compile("(?:总人数|总数|人数|数量|数)$|[“”]|（[^（）]*）|^其中:?")


@dataclass(frozen=True, slots=True)
class _Line:
    """One row or column under its name."""

    table: ReadTable
    head: Head
    is_row: bool


@dataclass(slots=True, eq=False)
class Cells:
    """格的索引: rows and columns by name, and the totals of each table."""

    lines: dict[str, list[_Line]] = field(default_factory=lambda: defaultdict(list))
    totals: list[_Line] = field(default_factory=list)
    values: dict[tuple[str, object], list[tuple[_Line, Claim]]] = field(default_factory=lambda: defaultdict(list))

    def found(self, label: str, year: int | None, like: Claim, lex: Lexicon) -> list[Claim]:
        """Return the cells that a label names for a year, in the unit of a claim; the best named first."""
        if label.startswith(("占", "最")) or "最" in label[-2:]:
            return []
        names = _names_in(label, self.lines)
        cells: list[Claim] = []
        for name in names:
            rest = key_of(label.replace(name, "", 1), lex).strip("数的之")
            for line in self.lines[name]:
                cells += _pick(line, rest, year, like)
            if cells:
                break
        return list({id(cell): cell for cell in cells}.values())

    def total_cells(self, label: str, year: int | None, like: Claim, lex: Lexicon) -> list[Claim]:
        """Return the cells of total rows whose table is about the label (各校毕业生数合计)."""
        rest = key_of(label, lex).strip("数的之")
        return [cell for line in self.totals for cell in _pick(line, rest, year, like)] if len(rest) >= 2 else []

    def growths(self, label: str) -> list[Claim]:
        """Return the cells of a growth column in the row that a label names."""
        for name in _names_in(label, self.lines):
            rows = [line for line in self.lines[name] if line.is_row]
            cells = [cell for line in rows for _, cell in _of_line(line, changes=True)]
            cells = [cell for cell in cells if cell.numeral.sort is Sort.RATE]
            if cells:
                return cells
        return []

    def loosely(self, label: str, year: int | None, like: Claim) -> list[Claim]:
        """Return the cells of a year in any row or column whose name ends the label; never for accusing."""
        cells: list[Claim] = []
        for name in _names_in(label, self.lines):
            if label.endswith(name):
                for line in self.lines[name]:
                    cells += [
                        cell
                        for head, cell in _of_line(line)
                        if _may_be(cell, like) and year is not None and year in (cell.year, head.year)
                    ]
                    cells += _total_of(line, like) if not line.is_row else ()
        return cells


def _total_of(line: _Line, like: Claim) -> Iterator[Claim]:
    """Yield the total of a column that a label names as a whole."""
    totals = [head for head in line.table.rows if head.sense is Sense.TOTAL]
    for head in totals[-1:]:
        cell = line.table.cells.get((head.index, line.head.index))
        if cell is not None and _may_be(cell, like):
            yield cell


def _may_be(cell: Claim, like: Claim) -> bool:
    """Say whether a cell may be stated in the unit of a claim; a bare number in a cell may be any count."""
    return cell.is_like(like) or (cell.numeral.sort is Sort.PLAIN and like.numeral.sort is Sort.COUNT)


def index_cells(tables: Iterable[ReadTable]) -> Cells:
    """Return the index of the tables' rows and columns by their names."""
    index = Cells()
    for table in tables:
        for head in table.rows:
            for other in table.columns:
                cell = table.cells.get((head.index, other.index))
                if (
                    cell is not None
                    and cell.numeral.value is not None
                    and len(cell.numeral.printed.replace(".", "")) >= 3
                ):
                    is_row = any(column.year is not None or column.before is not None for column in table.columns)
                    line = _Line(table, head, True) if is_row else _Line(table, other, False)
                    index.values[cell.numeral.unit, cell.numeral.value].append((line, cell))
        for heads, is_row in ((table.rows, True), (table.columns, False)):
            for head in heads:
                name = head.core.strip("：: ")
                line = _Line(table, head, is_row)
                if head.sense in TOTALS:
                    index.totals.append(line)
                elif 2 <= len(name) <= _LONGEST_NAME and head.sense in (
                    Sense.VALUE,
                    Sense.OF_WHICH,
                    Sense.RATE,
                    Sense.SHARE,
                    Sense.PER_HEAD,
                ):
                    for form in {name, _PLAIN.sub("", name) or name}:
                        index.lines[form].append(line)
    return index


def _names_in(label: str, lines: dict[str, list[_Line]]) -> list[str]:
    """Return the names that stand in a label, the longest first."""
    found = {label[i:j] for i in range(len(label)) for j in range(i + 2, min(len(label), i + _LONGEST_NAME) + 1)}
    return sorted((name for name in found if name in lines), key=lambda name: (-len(name), name))


def _pick(line: _Line, rest: str, year: int | None, like: Claim) -> Iterator[Claim]:
    table, cross = line.table, line.table.columns if line.is_row else line.table.rows
    about = table.caption
    fitting = []
    for other in cross:
        key = (line.head.index, other.index) if line.is_row else (other.index, line.head.index)
        cell = table.cells.get(key)
        if cell is None or not cell.is_like(like) or other.sense in (Sense.CHANGE, Sense.RANK, Sense.CODE, *TOTALS):
            continue
        if not _is_year(cell, other, year):
            continue
        named = (
            bool(other.core) and bool(rest) and (other.core in rest or rest in other.core or _nearly(rest, other.core))
        )
        plain = not other.core or other.core in _PLAIN_HEADS
        added = rest == "增加值" and "生产总值" in about
        if named or (
            plain and (not rest or added or rest in about or (len(rest) >= 3 and shares_word(rest, about, 3)))
        ):
            fitting.append((named, cell))
    best = any(named for named, _ in fitting)
    yield from (cell for named, cell in fitting if named or not best)


def _nearly(rest: str, core: str) -> bool:
    """Say whether what is left of a label is the other head but for a sign or two."""
    return shares_word(rest, core, max(2, len(rest) - 2))


def _is_year(cell: Claim, head: Head, year: int | None) -> bool:
    if cell.year is not None and year is not None:
        return cell.year == year
    return head.before is not True


def with_cells(changes: Iterable[Change], cells: Cells, lex: Lexicon, year: int | None) -> Iterator[Change]:
    """Yield the changes; one that prints no value before, or none at all, gets both from the table row it names."""
    for change in changes:
        follower, now = change.follower, change.now
        if change.before is not None or follower.thing or (now is not None and now.label == ""):
            yield change
            continue
        label = now.label if now is not None else follower.noun
        own = now.year if now is not None and now.year is not None else follower.year or year
        pair = _pair(cells, label, own, now, lex) or (_pair_by_value(cells, now, own, lex) if now is not None else None)
        if pair is None:
            yield change
        elif now is None:
            yield replace(change, now=pair[0], before=pair[1]) if _same_measure(follower, pair[0]) else change
        elif pair[0].numeral.value == now.numeral.value:
            yield replace(change, before=pair[1])
        else:
            yield change


def _same_measure(follower: Claim, cell: Claim) -> bool:
    return follower.numeral.sort.value in ("rate", "points") or cell.is_like(follower)


def _pair(cells: Cells, label: str, year: int | None, like: Claim | None, lex: Lexicon) -> tuple[Claim, Claim] | None:
    """Return the cells of one row for a year and the year before, where they are unique."""
    for name in _names_in(label, cells.lines):
        for line in cells.lines[name]:
            row = _of_line(line)
            rest = key_of(label.replace(name, "", 1), lex).strip("数的之")
            if rest and not shares_word(rest, line.table.caption + line.head.rest) and rest not in line.table.caption:
                continue
            now, before = _two_periods(row, year)
            if now is not None and before is not None and (like is None or now.is_like(like)):
                return now, before
        break
    return None


def _pair_by_value(cells: Cells, now: Claim, year: int | None, lex: Lexicon) -> tuple[Claim, Claim] | None:
    """Return the two years of the one row that holds the very value, under a name like the claim's."""
    found = [
        line
        for line, cell in cells.values.get((now.numeral.unit, now.numeral.value), ())
        if shares_word(key_of(now.label, lex), line.head.rest + line.head.core)
        or (line.head.core and line.head.core in now.label)
    ]
    if len(found) != 1:
        return None
    latest, before = _two_periods(_of_line(found[0]), year)
    return (
        (latest, before)
        if latest is not None and before is not None and latest.numeral.value == now.numeral.value
        else None
    )


def _of_line(line: _Line, *, changes: bool = False) -> list[tuple[Head, Claim]]:
    """Return the cells of a line with their other head: its values, or its changes."""
    cross = line.table.columns if line.is_row else line.table.rows
    keys = [
        (other, (line.head.index, other.index) if line.is_row else (other.index, line.head.index)) for other in cross
    ]
    return [
        (other, line.table.cells[key])
        for other, key in keys
        if key in line.table.cells and (other.sense is Sense.CHANGE) is changes
    ]


def _two_periods(row: Sequence[tuple[Head, Claim]], year: int | None) -> tuple[Claim | None, Claim | None]:
    years = {cell.year: cell for _, cell in row if cell.year is not None}
    if years:
        last = year if year in years else max(years)
        return years.get(last), years.get(last - 1)
    now = [cell for head, cell in row if head.before is False]
    before = [cell for head, cell in row if head.before is True]
    return (now[0] if len(now) == 1 else None), (before[0] if len(before) == 1 else None)
