"""读台账: the columns are found by their headers, the rows told apart by their key."""

from collections.abc import Mapping
from dataclasses import replace

from zhibao.catalog.asked import REASONS
from zhibao.collect import errors
from zhibao.collect.codes import shown
from zhibao.collect.layout import FIRST_ROW, HEAD_ROW, LAST, NONE, REASON, row_columns
from zhibao.collect.page import Gathered, Page
from zhibao.collect.quick_row import QuickRow
from zhibao.collect.read_long import read_long
from zhibao.snapshot.submission import Cell, Reason, Row, row_key
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Missing


def read_rows(page: Page) -> Gathered:
    """Return the rows of a register of rows, in the order of the sheet; a changed head leaves it without.

    A row in which nothing but 无 stands says that there is none; it is no row. A table without any says nothing: it
    is not handed in, except that of reasons, of which none need be given.
    """
    gathered = Gathered()
    columns = _columns(page, gathered)
    if any(finding.severity is Severity.ERROR for finding in gathered.findings):
        return gathered
    gathered.spots.columns = columns
    if page.long is not None and read_long(page, page.long, columns, gathered):
        return gathered
    gathered.spots.lines = gathered.lines
    quick = QuickRow(page, columns)
    says_none = False
    for row, ready in quick.rows(page.lines(FIRST_ROW)):
        before = len(gathered.findings)
        cells = ready
        if cells is None:
            filled = [column for column in columns.values() if page.is_filled(row, column)]
            if not filled:
                continue
            if all(page.text(row, column) == NONE for column in filled):
                says_none = True
                continue
            cells = _read_row(page, row, columns, gathered)
        key = _keep(page, row, columns, cells, gathered) if cells else ""
        if len(gathered.findings) > before:
            gathered.findings[before:] = [_of_row(one, key or f"第{row + 1}行") for one in gathered.findings[before:]]
    if not gathered.rows and not says_none and not gathered.findings and page.sheet.register.name != REASONS:
        where = page.place(FIRST_ROW, columns[page.sheet.typed[0]])
        if not page.sheet.asked.may_be_empty:
            gathered.findings.append(errors.nothing_listed(where))
        gathered.handed_in = False
    return gathered


def _read_row(page: Page, line: int, columns: Mapping[str, int], gathered: Gathered) -> dict[str, Cell]:
    """Return a row read cell by cell, with all there is to say about it; none of it when its key is not whole."""
    register = page.sheet.register
    cells: dict[str, Cell] = {}
    for name in page.sheet.typed:
        cells[name], findings = page.read(line, columns[name], name)
        gathered.findings += findings
        if name in register.key and isinstance(cells[name], Missing):
            label = register.fields[name].label
            gathered.findings += (
                [] if findings else [errors.key_missing(page.place(line, columns[name], label, name), label)]
            )
    return {} if any(isinstance(cells[name], Missing) for name in register.key) else cells


def _keep(page: Page, line: int, columns: Mapping[str, int], cells: Mapping[str, Cell], gathered: Gathered) -> str:
    """Take a row in, if it can be told from the others; return its key, '' for one that was left out."""
    register = page.sheet.register
    key = row_key(register, cells)
    if (before := gathered.lines.setdefault(key, line)) != line:
        name = register.key[0]
        where, first = (page.place(one, columns[name], register.fields[name].label, name) for one in (line, before))
        gathered.findings.append(errors.duplicate_row(where, _in_words(page, cells), first))
        return ""
    reason = page.text(line, columns[REASON])
    if reason:
        gathered.reasons.append(Reason(register.name, key, page.sheet.reason_field, reason))
    if last := page.last.get(key):
        for name in page.sheet.numbers:
            gathered.findings += page.magnitude((line, columns[name]), name, cells[name], last.get(name), reason)
    gathered.rows.append(page.with_derived(cells))
    return key


def _of_row(finding: Finding, key: str) -> Finding:
    """Return a finding that says which row it is about; a row that cannot be told by its key is told by its place."""
    return replace(finding, where=replace(finding.where, key=key)) if isinstance(finding.where, CellPlace) else finding


def _in_words(page: Page, row: Row) -> str:
    """Return a row's key as a person reads it."""
    words = []
    for name in page.sheet.register.key:
        codes = page.lists.get(page.sheet.definition(name).list)
        words.append(shown(codes, str(row[name])) if codes else str(row[name]))
    return "，".join(words)


def _columns(page: Page, gathered: Gathered) -> dict[str, int]:
    """Return field → column, and that of the reasons; what does not match the table goes to the findings."""
    wanted = {one.header: one.field or REASON for one in row_columns(page.sheet, with_last=False)}
    head = [(column, page.text(HEAD_ROW, column)) for column in range(_width(page))]
    columns: dict[str, int] = {}
    strangers: list[tuple[int, str]] = []
    for column, said in head:
        name = wanted.get(said)
        if name is not None and name in columns:
            first = page.place(HEAD_ROW, columns[name])
            gathered.findings.append(errors.column_repeated(page.place(HEAD_ROW, column), said, first))
        elif name is not None:
            columns[name] = column
        elif said and not said.startswith(LAST):
            strangers.append((column, said))
    _report(page, wanted, columns, strangers, gathered)
    return columns


def _report(
    page: Page,
    wanted: Mapping[str, str],
    columns: Mapping[str, int],
    strangers: list[tuple[int, str]],
    gathered: Gathered,
) -> None:
    """Add what is missing and what is strange; a strange header where a missing one stood is the same fault."""
    end = max(columns.values(), default=0)
    # 表头行里可能混进了人名，有个人信息的表不复述。
    is_told = not page.sheet.register.personal
    strange = {column: said if is_told else errors.NOT_TOLD for column, said in strangers}
    order = list(wanted.values())
    for header, name in wanted.items():
        if name in columns:
            continue
        before = max((columns[other] for other in order[: order.index(name)] if other in columns), default=-1)
        column = next((one for one in strange if one > before), None)
        said = strange.pop(column) if column is not None else ""
        where = page.place(HEAD_ROW, before + 1 if column is None else column)
        gathered.findings.append(errors.column_missing(where, header, said))
    for column, said in strange.items():
        where = page.place(HEAD_ROW, column)
        if column < end:
            gathered.findings.append(errors.column_unknown(where, said))
        else:
            gathered.findings.append(errors.column_ignored(where, said))


def _width(page: Page) -> int:
    try:
        return len(page.grid[HEAD_ROW])
    except IndexError:
        return 0
