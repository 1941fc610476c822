"""读表样: the cells of a printed table are found by the labels of their rows and columns."""

from fractions import Fraction

from zhibao.collect import errors
from zhibao.collect.cells import blank as empty
from zhibao.collect.layout import FIRST_ROW, HEAD_ROW
from zhibao.collect.page import Gathered, Page
from zhibao.collect.table import FOOTNOTE, LABEL_COLUMN, Square, square_of
from zhibao.snapshot.submission import Cell, Reason
from zhibao.terms import arithmetic
from zhibao.terms.value import Known, Meaning, Missing, Value


def read_table(page: Page) -> Gathered:
    """Return the one row of a form with a layout; a changed head or a lost line leaves it without.

    Missing: a total that stands nowhere is the sum of its parts; over a part that leaves a gap there is no total.
    """
    gathered = Gathered()
    square = square_of(page.sheet)
    lines = _lines(page, square, gathered)
    if gathered.findings:
        return gathered
    last = page.last.get("", {})
    row: dict[str, Cell] = {}
    for (at, column), name in square.cells.items():
        gathered.spots.cells[name] = place = (lines[at], square.place(at, column)[1])
        if name in square.totals:
            continue
        row[name], findings = page.read(*place, name)
        gathered.findings += findings
        reason = page.text(lines[at], square.reason_column)
        if reason:
            gathered.reasons.append(Reason(page.sheet.register.name, "", name, reason))
        gathered.findings += page.magnitude(place, name, row[name], last.get(name), reason)
    for (at, column), name in square.cells.items():
        if name in square.totals:
            _read_total(page, (lines[at], square.place(at, column)[1]), name, square, row, gathered)
    gathered.take_form(page, row)
    return gathered


def _read_total(
    page: Page, place: tuple[int, int], name: str, square: Square, row: dict[str, Cell], gathered: Gathered
) -> None:
    """Take a total as it stands, or as the sum of its parts where nothing usable stands there."""
    parts = [cell for part in square.totals[name] if isinstance(cell := row.get(part), Known | Missing)]
    total = _sum(parts)
    known = [part for part in parts if isinstance(part, Known)]
    # 公式把“约…”当作文字，不加进去。
    sums = {sum((part.number for part in known if rough or not part.estimated), Fraction(0)) for rough in (True, False)}
    said: Cell = empty(square.sheet.definition(name))
    if place not in page.faults:
        said, findings = page.read(*place, name)
        gathered.findings += findings
    row[name] = said if isinstance(said, Known) and said.number not in sums else total


def _sum(parts: list[Known | Missing]) -> Known | Missing:
    """Return the sum of the parts; what is not applicable adds nothing, a gap leaves no total."""
    counted = [part for part in parts if isinstance(part, Known) or part.meaning.leaves_a_gap]
    if not counted:
        return parts[0] if parts else Missing(Meaning.NOT_SUBMITTED)
    total: Value = Known(Fraction(0))
    for part in counted:
        total = arithmetic.combine("+", total, part)
    return total if isinstance(total, Known | Missing) else Missing(Meaning.NOT_SUBMITTED)


def _lines(page: Page, square: Square, gathered: Gathered) -> dict[str, int]:
    """Return row → line of the sheet; what does not match the table goes to the findings."""
    for column, header in enumerate(square.head()):
        said = page.text(HEAD_ROW, column)
        if said != header:
            gathered.findings.append(errors.column_missing(page.place(HEAD_ROW, column), header, said))
    titles = {square.layout.rows[row]: row for row in square.rows}
    lines: dict[str, int] = {}
    for line in range(FIRST_ROW, page.height):
        said = page.text(line, LABEL_COLUMN)
        row = titles.get(said)
        if row is not None and row in lines:
            first = page.place(lines[row], LABEL_COLUMN)
            gathered.findings.append(errors.line_repeated(page.place(line, LABEL_COLUMN), said, first))
        elif row is not None:
            lines[row] = line
        elif said and not said.startswith(FOOTNOTE):
            gathered.findings.append(errors.line_unknown(page.place(line, LABEL_COLUMN), said))
    for title, row in titles.items():
        if row not in lines:
            expected = page.place(FIRST_ROW + square.rows.index(row), LABEL_COLUMN)
            gathered.findings.append(errors.line_missing(expected, title))
    return lines
