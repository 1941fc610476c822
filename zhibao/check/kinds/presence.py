"""齐全: every school in scope has handed in, and every required cell says something."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.asked import REASONS
from zhibao.catalog.expression import FieldName
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, finding
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Meaning, Missing, Value


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every school without a submission, every register without a row and every empty cell."""
    for year, schools in context.expected.items():
        handed_in = {one.place.code for one in context.handed if one.year == year}
        for school in schools:
            if school.code not in handed_in:
                where = CellPlace(f"{school.name}{year}年")
                yield finding(check, where, f"没有读到这所学校{year}年的工作簿。", said="未报送", expected="一份工作簿")
    for handed in context.handed:
        yield from _blanks(check, context.catalog, handed)


def speaks(check: Check, row: Mapping[FieldName, Value], catalog: Catalog) -> bool:
    """Say whether the check speaks on one example: a cell that is not submitted."""
    return any(_is_blank(value) for value in row.values())


def _blanks(check: Check, catalog: Catalog, handed: Handed) -> Iterator[Finding]:
    for asked in handed.asked:
        register = asked.register
        if register.name not in handed.rows and register.name != REASONS:
            where = CellPlace(f"{handed.place.name}{handed.year}年", register.label)
            yield finding(check, where, f"“{register.label}”一行也没有填。", said="空", expected="内容或“无”")
        for row in handed.rows.get(register.name, ()):
            key = "｜".join(str(row[name]) for name in register.key)
            for name in asked.fields:
                if register.fields[name].required and _is_blank(row.get(name)):
                    where = handed.where(catalog, register.name, name, key)
                    yield finding(
                        check,
                        where,
                        f"“{register.fields[name].label}”没有填写。",
                        said="空",
                        expected="一个值或缺失的含义",
                    )


def _is_blank(cell: object) -> bool:
    return isinstance(cell, Missing) and cell.meaning is Meaning.NOT_SUBMITTED
