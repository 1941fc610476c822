"""A report compiled from values that a test writes down, on an outline that it types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.registers import PlainRow, catalog, row
from zhibao.catalog.edition import Edition
from zhibao.catalog.frames import Break
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator, IndicatorExample
from zhibao.catalog.outline import Outline, load_outline
from zhibao.catalog.shape import Cited
from zhibao.compile import Case, compile_report
from zhibao.compile.material import PlaceRows
from zhibao.document.nodes import Block, Document, Figure, Heading, Inline, Paragraph, Table, inlines, plain, walk
from zhibao.snapshot.submission import Row, Rows
from zhibao.terms.period import PeriodType
from zhibao.terms.value import Computed, Known, Value, ValueKey, Values

CITY = "city"
Given = Mapping[Any, str | int | Fraction | Value]
"""(indicator, year) or (indicator, year, member) → value."""

SETTINGS = """
label: 试用提纲
why: 测试
source: [{title: 测试}]
title: ["{label_year}年度", "{place}质量报告"]
heading_style: "1."
case_heading: 【案例{chinese}】{title}
contents: [headings, cases, exhibits]
contents_depth: 2
"""


def indicator(
    name: str, unit: str = "人", decimals: int = 0, *, label: str = "", by: str = "", lag: int = 0
) -> Indicator:
    """Return an indicator of which only the printing matters."""
    return Indicator(
        name=name,
        label=label or name,
        why="测试",
        source=(Cited(title="测试"),),
        definition="测试",
        unit=unit,
        decimals=decimals,
        period=PeriodType.FISCAL_YEAR if lag else PeriodType.CALENDAR_YEAR,
        lag=lag,
        value="SUM(students.full_time)",
        by=by,
        examples=(IndicatorExample(given={}, expect={}),),
    )


def edition(**changes: object) -> Edition:
    """Return the edition that all these reports are of."""
    settings: dict[str, object] = {
        "place": "示例市",
        "code": CITY,
        "outline": "trial",
        "round": "2021年度质量年报",
        "label_year": 2022,
        "data_years": (2020, 2021),
        "issuer": "示例市教育局",
        "issued": "2021-12",
        "declaration": "示例数据，虚构学校。",
    }
    return Edition.model_validate(settings | changes)


def definitions(*indicators: Indicator) -> Catalog:
    """Return the packaged catalog with these indicators only."""
    return replace(catalog(), indicators={one.name: one for one in indicators})


def values(given: Given) -> Values:
    """Return values of the city; texts are exact decimals, `3/7` a fraction."""
    table: dict[ValueKey, Computed] = {}
    members: dict[str, tuple[str, ...]] = {}
    for (name, year, *rest), content in given.items():
        member = rest[0] if rest else ""
        value = content if not isinstance(content, str | int | Fraction) else Known(Fraction(content))
        table[ValueKey(name, CITY, year, member)] = Computed(value, value, None, (f"id-{year}",))
        if member:
            members[name] = tuple(sorted({*members.get(name, ()), member}))
    return Values(table, CITY, members)


def write_outline(folder: Path, chapters: str | Mapping[str, str], settings: str = SETTINGS) -> Path:
    """Write an outline's files; one text is the one chapter 01_only.md."""
    home = folder / "trial"
    home.mkdir(parents=True, exist_ok=True)
    (home / "outline.yaml").write_text(settings, encoding="utf-8")
    for name, text in ({"01_only.md": chapters} if isinstance(chapters, str) else chapters).items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def outline(folder: Path, chapters: str | Mapping[str, str], settings: str = SETTINGS) -> Outline:
    """Return an outline of typed chapters."""
    return load_outline(write_outline(folder, chapters, settings))


def compiled(
    folder: Path,
    chapters: str | Mapping[str, str],
    indicators: Sequence[Indicator] = (),
    given: Given | None = None,
    *,
    rows: PlaceRows | None = None,
    cases: Iterable[Case] = (),
    reasons: Mapping[str, str] | None = None,
    settings: str = SETTINGS,
    breaks: Iterable[Break] = (),
    remarks: bool = False,
    **changes: object,
) -> Document:
    """Return the report of typed chapters over given values."""
    return compile_report(
        outline(folder, chapters, settings),
        edition(**changes),
        values(given or {}),
        replace(definitions(*indicators), breaks={one.name: one for one in breaks}),
        rows or {},
        cases,
        reasons,
        remarks=remarks,
    )


def schools(*given: PlainRow) -> Rows:
    """Return the city's rows of a year with a roster."""
    return {"schools": rows("schools", *given)}


def school(code: str, name: str, *, in_scope: str = "是", **more: str) -> PlainRow:
    """Return a roster row."""
    return {
        "code": code,
        "name": name,
        "county": "甲县",
        "ownership": "公办",
        "grade": "其他",
        "in_scope": in_scope,
        **more,
    }


def rows(register: str, *given: PlainRow) -> tuple[Row, ...]:
    """Return full rows of a register."""
    return tuple(row(catalog().registers[register], one) for one in given)


def body(document: Document) -> list[Block]:
    """Return the blocks without the lists of contents."""
    return [block for block in document.blocks if type(block).__name__ != "Contents"]


def prose(document: Document) -> str:
    """Return the text of the first paragraph."""
    return next(plain(block.content) for block in walk(document.blocks) if isinstance(block, Paragraph))


def tables(document: Document) -> list[Table]:
    """Return the tables."""
    return [block for block in walk(document.blocks) if isinstance(block, Table)]


def figures(document: Document) -> list[Figure]:
    """Return the figures."""
    return [block for block in walk(document.blocks) if isinstance(block, Figure)]


def headings(document: Document) -> list[str]:
    """Return the headings as printed, number and title."""
    return [block.number + plain(block.content) for block in walk(document.blocks) if isinstance(block, Heading)]


def cells(table: Table) -> list[list[str]]:
    """Return the printed body of a table."""
    return [[plain(cell.content) for cell in line] for line in table.body]


def flat(document: Document) -> list[Inline]:
    """Return every inline of a report."""
    return list(inlines(document.blocks))
