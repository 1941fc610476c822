"""表单: what a page shows of a register: its columns with their words, and last year's texts beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.register import FieldType
from zhibao.collect.cells import digits_of, typed
from zhibao.collect.codes import choices
from zhibao.collect.layout import Sheet, field_title, when
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.numeral import read_number
from zhibao.terms.place import Place
from zhibao.terms.value import Known
from zhibao.web.bridge.ground import Ground, ground, kept
from zhibao.web.bridge.places import place_of
from zhibao.web.records.school import School

FORM_LINE = "form"
"""The one row of a register that is a form."""


@dataclass(frozen=True)
class Column:
    """栏: a field as somebody fills it in."""

    name: str
    title: str
    unit: str
    note: str
    type: FieldType
    choices: tuple[str, ...]
    is_required: bool
    is_key: bool

    @property
    def is_number(self) -> bool:
        """Say whether numbers stand in it."""
        return self.type.is_number


@dataclass(frozen=True)
class Form:
    """表单: a register as somebody fills it in; `is_list` when it has many rows."""

    name: str
    label: str
    owner: str
    when: str
    is_list: bool
    columns: tuple[Column, ...]
    reason_field: str
    may_be_empty: bool

    def column(self, name: str) -> Column | None:
        """Return a column, None when there is none of that name."""
        return next((one for one in self.columns if one.name == name), None)


def forms(folder: Path, school: School) -> Mapping[str, Form]:
    """Return register → form, in the order in which they are asked for."""
    return _forms(ground(folder), place_of(school))


def form(folder: Path, school: School, register: str) -> Form:
    """Return the form of one register; raises KeyError when it is not asked for."""
    return _forms(ground(folder), place_of(school))[register]


@kept(64)
def _forms(base: Ground, place: Place) -> Mapping[str, Form]:
    return {name: _form(base, sheet, place) for name, sheet in base.sheets.items()}


def may_be_empty(school: School) -> frozenset[str]:
    """Return the registers that a school with nothing to enter leaves as they are."""
    sheets = ground(school.campaign.path).sheets
    return frozenset(name for name, sheet in sheets.items() if sheet.asked.may_be_empty)


def last_texts(folder: Path, school: School, register: str) -> Mapping[str, Mapping[str, str]]:
    """Return what stood in a register a year before: texts by field, by the key of the row ('' in a form)."""
    base = ground(folder)
    sheet = base.sheets[register]
    rows: Sequence[Row] = base.last_rows(school.code).get(register, ())
    return {row_key(sheet.register, row): texts_of(base, sheet, row) for row in rows}


def past_texts(folder: Path, school: School, register: str, years: int = 3) -> dict[int, dict[str, dict[str, str]]]:
    """Return year → what stood in a register then, as `last_texts` has it, the latest first, where anything did."""
    base = ground(folder)
    sheet, found = base.sheets[register], {}
    for year in range(base.edition.this - 1, base.edition.this - 1 - years, -1):
        rows: Sequence[Row] = base.rows_in(school.code, year).get(register, ())
        if rows:
            found[year] = {row_key(sheet.register, row): texts_of(base, sheet, row) for row in rows}
    return found


def texts_of(base: Ground, sheet: Sheet, row: Row) -> dict[str, str]:
    """Return a row as it would be typed; empty cells are left out."""
    texts = {}
    for name in sheet.typed:
        if name in row:
            definition = sheet.definition(name)
            stands = typed(row[name], definition, base.catalog.lists.get(definition.list))
            text = _text(stands)
            if text:
                texts[name] = text
    return texts


def difference(now: str, last: str) -> str:
    """Return by how much a typed number differs from last year's, with its sign; '' where either is none."""
    read = [read_number(text) if text else None for text in (now, last)]
    numbers = [one.value.number for one in read if one is not None and isinstance(one.value, Known)]
    if len(numbers) < len(read):
        return ""
    change = numbers[0] - numbers[1]
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + digits_of(abs(change), FieldType.MEASURE)


def _text(stands: object) -> str:
    if isinstance(stands, float):
        return str(int(stands)) if stands == int(stands) else repr(stands)
    return "" if stands is None else str(stands)


def _form(base: Ground, sheet: Sheet, place: Place) -> Form:
    register = sheet.register
    columns = []
    for name in sheet.typed:
        definition = sheet.definition(name)
        codes = base.catalog.lists.get(definition.list)
        offered = choices(codes) if codes is not None and definition.type is FieldType.CODE else ()
        columns.append(
            Column(
                name=name,
                title=field_title(definition),
                unit=definition.unit,
                note=definition.note,
                type=definition.type,
                choices=offered,
                is_required=definition.required,
                is_key=name in register.key,
            )
        )
    return Form(
        name=register.name,
        label=register.label,
        owner=register.owner,
        when=when(base.blank(place), register),
        is_list=register.shape == "rows",
        columns=tuple(columns),
        reason_field=sheet.reason_field,
        may_be_empty=sheet.asked.may_be_empty,
    )
