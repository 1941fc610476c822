"""What the fictional reports of these tests are written with: numbers, cells, paragraphs, charts, lists, cover."""

from collections.abc import Sequence
from fractions import Fraction

from zhibao.document.nodes import (
    Align,
    Block,
    Cell,
    Chart,
    Contents,
    Cover,
    Entry,
    Figure,
    Heading,
    Inline,
    Number,
    Paragraph,
    Table,
    Text,
    plain,
)
from zhibao.document.specs import Series

COVER = Cover(
    ("2022年示例市中等职业教育", "质量年度报告"), "示例市教育局编", "二〇二一年十一月", ("示例数据，虚构学校",)
)
FULL_TEXT = (
    "示例市坚持把职业教育摆在经济社会发展的突出位置，统筹推进学校布局调整、专业结构优化和教师队伍建设，"
    "办学条件持续改善，人才培养质量稳步提升，为区域产业转型升级提供了有力支撑。"
)


def number(text: str, unit: str = "人", indicator: str = "students", period: str = "2021") -> Number:
    """Return a number as compile would print it."""
    return Number(text, _exact(text), unit, indicator, "示例市", period, snapshots=("9f3a61d7",))


def _exact(text: str) -> Fraction | None:
    digits = text.rstrip("%").replace("\u2212", "-")
    return Fraction(digits) if digits.replace(".", "").lstrip("-+").isdigit() else None


def cell(*content: Inline | str, align: Align = "left", columns: int = 1, rows: int = 1) -> Cell:
    """Return a cell; strings are texts."""
    return Cell(_inlines(content), align, columns, rows)


def amount(text: str, period: str = "2021") -> Cell:
    """Return a cell with a number."""
    return cell(number(text, period=period), align="right")


def paragraph(*content: Inline | str) -> Paragraph:
    """Return a paragraph; strings are texts."""
    return Paragraph(_inlines(content))


def _inlines(content: Sequence[Inline | str]) -> tuple[Inline, ...]:
    return tuple(Text(one) if isinstance(one, str) else one for one in content)


def series(label: str, *texts: str) -> Series:
    """Return a year's numbers as they are printed."""
    return Series(label, tuple(map(_exact, texts)), texts)


def chart(panels: Sequence[str], categories: Sequence[str], years: Sequence[Series]) -> Chart:
    """Return a chart with the table behind it."""
    head = (cell("项目"), *(cell(year.label, align="right") for year in years))
    body = tuple(
        (cell(name), *(amount(year.texts[place], year.label[:4]) for year in years))
        for place, name in enumerate(categories)
    )
    return Chart(tuple(panels), head, body)


def lists_of(body: Sequence[Block]) -> list[Block]:
    """Return the three lists of contents of a report."""
    heads = [one for one in body if isinstance(one, Heading)]
    headings = [
        Entry(one.level, f"{one.number} {plain(one.content)}".strip(), one.anchor)
        for one in heads
        if one.role != "case" and one.level <= 3
    ]
    cases = [Entry(1, one.number + plain(one.content), one.anchor) for one in heads if one.role == "case"]
    exhibits = [
        Entry(1, f"{one.caption.name} {one.caption.text}", one.anchor)
        for one in body
        if isinstance(one, Table | Figure) and one.caption and one.caption.number
    ]
    return [
        Contents("headings", "目录", tuple(headings)),
        Contents("cases", "案例目录", tuple(cases)),
        Contents("exhibits", "图表目录", tuple(exhibits)),
    ]
