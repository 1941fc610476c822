"""表样: which sheet and which cell holds what; writing and reading both go by this module."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from zhibao.catalog.asked import Asked
from zhibao.catalog.register import Register, RegisterField
from zhibao.collect.blank import Blank
from zhibao.snapshot.submission import Row
from zhibao.terms.period import Period, PeriodType
from zhibao.terms.value import Meaning, Missing

INSTRUCTIONS = "说明"
CODES = "代码"
IDENTITY = "标识"
FEEDBACK = "反馈"
OTHERS = frozenset({INSTRUCTIONS, CODES, IDENTITY, FEEDBACK})
"""Sheets that are no register's."""

REASON = "说明"
LAST = "上年"
NONE = Meaning.NIL.sign

# Rows of every register's sheet, from 0.
TITLE_ROW, WHEN_ROW, HINT_ROW, HEAD_ROW, FIRST_ROW = range(5)
# Columns of a form, from 0.
LABEL, UNIT, LAST_YEAR, THIS_YEAR, CHANGE, NOTE = range(6)
SPARE_ROWS = 30


class Role(Enum):
    """栏目的用途."""

    ENTRY = "entry"
    LAST = "last"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Column:
    """栏目: a column of a sheet of rows."""

    header: str
    role: Role
    field: str = ""


@dataclass(frozen=True)
class Sheet:
    """工作表: a register with its sheet name and the fields that somebody types."""

    name: str
    asked: Asked
    typed: tuple[str, ...]

    @property
    def register(self) -> Register:
        """Return the register."""
        return self.asked.register

    def definition(self, field: str) -> RegisterField:
        """Return a field of the register."""
        return self.register.fields[field]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the typed fields that hold numbers."""
        return tuple(field for field in self.typed if self.definition(field).type.is_number)

    @property
    def reason_field(self) -> str:
        """Return the field that the one 说明 of a row speaks of: the only number, or '' for the whole row."""
        return self.numbers[0] if len(self.numbers) == 1 else ""


def sheets_of(blank: Blank) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook's registers, in the order they are asked for."""
    taken = {*OTHERS}
    sheets = []
    for asked in blank.asked:
        name = _sheet_name(asked.register.label, taken)
        taken.add(name.casefold())
        typed = tuple(field for field in asked.fields if not asked.register.fields[field].derived_from)
        sheets.append(Sheet(name, asked, typed))
    return tuple(sheets)


def field_title(definition: RegisterField) -> str:
    """Return a field's label as its row or column is headed, without the unit."""
    return definition.label if definition.required else f"{definition.label}（选填）"


def column_title(definition: RegisterField) -> str:
    """Return a field's label as a column of rows is headed, with the unit."""
    return field_title(definition) + (f"（{definition.unit}）" if definition.unit else "")


def form_head(blank: Blank, register: Register) -> tuple[str, ...]:
    """Return the headers of a form, by column."""
    this = Period(blank.year, register.period)
    return ("指标", "单位", f"{LAST}（{this.shifted(-1).label}）", f"本年（{this.label}）", "变化说明", "口径")


def row_columns(sheet: Sheet, *, with_last: bool) -> tuple[Column, ...]:
    """Return the columns of a sheet of rows; last year's numbers stand beside this year's when there are any."""
    columns = []
    for name in sheet.typed:
        title = column_title(sheet.definition(name))
        if with_last and name in sheet.numbers:
            columns.append(Column(f"{LAST}{title}", Role.LAST, name))
        columns.append(Column(title, Role.ENTRY, name))
    return (*columns, Column(REASON, Role.REASON))


def when(blank: Blank, register: Register) -> str:
    """Return which time the numbers speak of, and as of which day."""
    period = Period(blank.year, register.period)
    if register.period is PeriodType.POINT_IN_TIME:
        return f"统计时点：{period.label}{register.as_of}"
    return f"统计期间：{period.label}" + (f"（截至{register.as_of}）" if register.as_of else "")


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as people say it, as in D7; row and column count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def rows_of(blank: Blank, sheet: Sheet) -> Sequence[Row]:
    """Return the rows that a sheet of rows shows from the start.

    Without rows of this year, last year's keys are offered where numbers belong to them; a list without numbers is
    not offered, since nobody could tell a row that was confirmed from one that was overlooked.
    """
    given = blank.now.get(sheet.register.name)
    if given is not None:
        return given or (_nothing(sheet),)
    if not sheet.numbers:
        return ()
    return tuple(
        {name: row[name] for name in sheet.register.key if name in row}
        for row in blank.last.get(sheet.register.name, ())
    )


def reference_rows(blank: Blank, sheet: Sheet) -> Sequence[Row]:
    """Return last year's rows of a list that lasts, as majors do, to be shown beside for copying."""
    if sheet.numbers or sheet.register.period is not PeriodType.POINT_IN_TIME:
        return ()
    return blank.last.get(sheet.register.name, ())


def _nothing(sheet: Sheet) -> Row:
    """Return the row that says in words that there is no row."""
    return {sheet.typed[0]: Missing(Meaning.NIL)}


def _sheet_name(label: str, taken: set[str]) -> str:
    """Return a label as Excel allows it for a sheet, different from those taken."""
    plain = "".join("" if mark in "[]:*?/\\" else mark for mark in label).strip("'")[:31] or "表"
    return next(name for name in _candidates(plain) if name.casefold() not in taken)


def _candidates(plain: str) -> Iterator[str]:
    yield plain
    for number in range(2, 1000):
        yield f"{plain[:27]}{number}"
