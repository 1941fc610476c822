"""齐全: every school in scope has handed in, and every required cell says something."""

from collections.abc import Iterator, Mapping, Sequence

from zhibao.catalog.asked import REASONS
from zhibao.catalog.expression import FieldName
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, finding
from zhibao.check.reach import Reach
from zhibao.snapshot.long_rows import LongRows
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Meaning, Missing, Value

REACH = Reach.PLACE


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every school without a submission, every register without a row and every empty cell."""
    for year, schools in context.expected.items():
        handed_in = {one.place.code for one in context.handed if one.year == year}
        for school in schools:
            if school.code not in handed_in:
                where = CellPlace(f"{school.name}{year}年", place=school.code, year=year)
                yield finding(check, where, f"没有读到这所学校{year}年的工作簿。", said="未报送", expected="一份工作簿")
    for handed in context.spoken_of:
        yield from _blanks(check, context.catalog, handed)


def speaks(check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
    """Say whether the check speaks on one example: a cell that is not submitted."""
    return any(_is_blank(value) for value in row.values())


def _blanks(check: Check, catalog: Catalog, handed: Handed) -> Iterator[Finding]:
    for asked in handed.asked:
        register = asked.register
        if register.name not in handed.rows and register.name != REASONS and not asked.may_be_empty:
            where = handed.where(catalog, register.name, "")
            yield finding(check, where, f"“{register.label}”一行也没有填。", said="空", expected="内容或“无”")
        rows = handed.rows.get(register.name, ())
        required = [name for name in asked.fields if register.fields[name].required]
        for row in (rows[number] for number in _with_gaps(rows, required)):
            key = "｜".join(str(row[name]) for name in register.key)
            for name in required:
                if _is_blank(row.get(name)):
                    where = handed.where(catalog, register.name, name, key)
                    yield finding(
                        check,
                        where,
                        f"“{register.fields[name].label}”没有填写。",
                        said="空",
                        expected="一个值或缺失的含义",
                    )


def _with_gaps(rows: Sequence[Row], required: Sequence[str]) -> Sequence[int]:
    """Return the rows, from 0, in which some required cell may be blank."""
    if isinstance(rows, LongRows):
        return rows.blank(required)
    return sorted({
        number for name in required for number, row in enumerate(rows) if isinstance(row.get(name), Missing)
    })  # fmt: skip


def _is_blank(cell: object) -> bool:
    return isinstance(cell, Missing) and cell.meaning is Meaning.NOT_SUBMITTED
