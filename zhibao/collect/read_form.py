"""读一校一行的表: the rows of a form are found by their labels, the columns by their place."""

from zhibao.collect import errors
from zhibao.collect.blank import Blank
from zhibao.collect.layout import CHANGE, FIRST_ROW, HEAD_ROW, LABEL, THIS_YEAR, field_title, form_head
from zhibao.collect.page import Gathered, Page
from zhibao.snapshot.submission import Cell, Reason


def read_form(page: Page, blank: Blank) -> Gathered:
    """Return the one row of a form; a changed head or a lost line leaves it without."""
    gathered = Gathered()
    lines = _lines(page, blank, gathered)
    if gathered.findings:
        return gathered
    last = page.last.get("", {})
    row: dict[str, Cell] = {}
    for name in page.sheet.typed:
        line = lines[name]
        gathered.spots.cells[name] = (line, THIS_YEAR)
        row[name], findings = page.read(line, THIS_YEAR, name)
        reason = page.text(line, CHANGE)
        if reason:
            gathered.reasons.append(Reason(page.sheet.register.name, "", name, reason))
        gathered.findings += findings
        gathered.findings += page.magnitude((line, THIS_YEAR), name, row[name], last.get(name), reason)
    gathered.take_form(page, row)
    return gathered


def _lines(page: Page, blank: Blank, gathered: Gathered) -> dict[str, int]:
    """Return field → row of the sheet; what does not match the form goes to the findings."""
    for column, header in enumerate(form_head(blank, page.sheet.register)):
        said = page.text(HEAD_ROW, column)
        if said != header:
            gathered.findings.append(errors.column_missing(page.place(HEAD_ROW, column), header, said))
    titles = {field_title(page.sheet.definition(name)): name for name in page.sheet.typed}
    lines: dict[str, int] = {}
    for row in range(FIRST_ROW, page.height):
        said = page.text(row, LABEL)
        name = titles.get(said)
        if name is not None and name in lines:
            first = page.place(lines[name], LABEL)
            gathered.findings.append(errors.line_repeated(page.place(row, LABEL), said, first))
        elif name is not None:
            lines[name] = row
        elif said or page.is_filled(row, THIS_YEAR):
            said = said or page.text(row, THIS_YEAR)
            gathered.findings.append(errors.line_unknown(page.place(row, LABEL), said))
    for title, name in titles.items():
        if name not in lines:
            expected = FIRST_ROW + page.sheet.typed.index(name)
            gathered.findings.append(errors.line_missing(page.place(expected, LABEL), title))
    return lines
