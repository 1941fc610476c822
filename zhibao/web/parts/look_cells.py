"""格的去处: the cells behind a number, each leading to the cell of the grid where it was filled in."""

from dataclasses import dataclass

from django.urls import reverse

from zhibao.web.bridge.cells_behind import Source, sources
from zhibao.web.bridge.figures import About
from zhibao.web.bridge.forms import FORM_LINE, Form, form, last_texts
from zhibao.web.parts.sheet import Sheet, sheet
from zhibao.web.records.revision import content_of
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class CellBehind:
    """一格: its text, its name in the sheet, and where it is; '' for what is not on the site."""

    text: str
    ref: str
    address: str


@dataclass(frozen=True)
class RegisterBehind:
    """一张表: what was used of it, its rows, and where it was filled in."""

    source: Source
    address: str
    rows: tuple[tuple[CellBehind, ...], ...]

    @property
    def more(self) -> int:
        """Return how many rows are not listed."""
        return self.source.count - len(self.rows)

    @property
    def lines(self) -> list[tuple[str, CellBehind]]:
        """Return head and cell of a form, one under the other."""
        return list(zip(self.source.heads, self.rows[0], strict=True)) if self.rows else []


def registers_behind(school: School, about: About, year: int) -> list[RegisterBehind]:
    """Return the registers behind an indicator of a school; those of the collection's own year lead to their grids."""
    campaign = school.campaign
    found = []
    for one in sources(campaign.path, about, school.code, year):
        here = (
            Submission.objects.filter(school=school, register=one.register).first() if year == campaign.year else None
        )
        found.append(_register(school, one, here))
    return found


def _register(school: School, one: Source, here: Submission | None) -> RegisterBehind:
    if here is None:
        return RegisterBehind(one, "", tuple(tuple(CellBehind(text, "", "") for text in row.texts) for row in one.rows))
    campaign = school.campaign
    address = reverse("grid", args=(campaign.slug, school.code, one.register))
    asked = form(campaign.path, school, one.register)
    laid = sheet(asked, content_of(here), last_texts(campaign.path, school, one.register))
    lines = _lines(asked, laid)

    def cell(key: str, field: str, text: str) -> CellBehind:
        ref = laid.ref(lines.get(key, ""), field)
        return CellBehind(text, ref, f"{address}#{ref}" if ref else address)

    rows = tuple(
        tuple(cell(row.key, field, text) for field, text in zip(one.fields, row.texts, strict=True)) for row in one.rows
    )
    return RegisterBehind(one, address, rows)


def _lines(asked: Form, laid: Sheet) -> dict[str, str]:
    """Return key of a row → its line in the sheet as it stands on the site."""
    if not asked.is_list:
        return {"": FORM_LINE}
    keys = [column.name for column in asked.columns if column.is_key]
    found = {}
    for row in laid.rows:
        texts = {cell.column.name: cell.text.partition(" ")[0] for cell in row.cells}
        found["｜".join(texts.get(name, "") for name in keys)] = row.id
    return found
