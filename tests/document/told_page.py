"""A small report with numbers whose lineage is known, and tables that can and cannot be sorted."""

from fractions import Fraction

from tests.document.writing import cell, paragraph
from zhibao.document.lineage import Behind, Explanation, Lineage, Share
from zhibao.document.nodes import (
    Block,
    Caption,
    Cell,
    Chart,
    Contents,
    Cover,
    Document,
    Entry,
    Figure,
    Heading,
    Number,
    Row,
    Strong,
    Table,
    Text,
)
from zhibao.document.specs import Series, year_bars

HASH = "9f3a61d7" * 8
RATIO = Explanation(
    "生师比", "全日制在校生数与专任教师总数之比。",
    "（“学生规模”全日制在校生数）÷（“教职工”专任教师总数）", "x:1", "统计时点",
    "“学生规模”全日制在校生数", "“教职工”专任教师总数", ("学生规模", "教职工"), ("《设置标准》第七条",),
)  # fmt: skip
STUDENTS = Explanation(
    "在校生数", "全日制在校生数。", "“学生规模”全日制在校生数", "人", "统计时点", registers=("学生规模",)
)
SHARES = (Share("a1", "19.33", "4600", "238"), Share("b2", "缺", "缺", "192"))


def told_report() -> Document:
    """Return the report; equal every time."""
    return Document(Cover(("2021年度示例市", "质量报告"), "示例市教育局", "二〇二一年十二月"), tuple(_blocks()),
                    {"author": "示例市教育局"}, _lineage())  # fmt: skip


def _lineage() -> Lineage:
    this, last = (("ratio", "city", period, "") for period in ("2021年", "2020年"))
    return Lineage(
        {"ratio": RATIO, "students": STUDENTS},
        {
            this: Behind("18.28", "30150", "1649", "由台账得出", SHARES),
            last: Behind("17.74", "28771", "1622", "由台账得出"),
        },
        {("ratio", "city", "2021年比2020年", ""): (this, last)},
        {"city": "示例市", "a1": "示例甲校", "b2": "示例乙校"},
        {},
        {HASH: "示例市数据集，2021年度"},
    )


def ratio(text: str, exact: Fraction, period: str = "2021年") -> Number:
    """Return a printed ratio of pupils to teachers."""
    return Number(text, exact, "x:1", "ratio", "city", period, snapshots=(HASH,))


def _students(place: int, text: str) -> Cell:
    exact = Fraction(text) if text.isdigit() else None
    return cell(Number(text, exact, "人", "students", f"s{place}", "2021年", snapshots=(HASH,)), align="right")


def _blocks() -> list[Block]:
    chapters: list[Block] = []
    for chapter in range(1, 5):
        chapters.append(Heading(1, str(chapter), (Text(f"第{chapter}部分"),), f"ch{chapter}"))
        chapters.append(paragraph("持续改善办学条件，" * 60))
    chapters[2:2] = [_prose(), _schools(), _mixed(), _figure()]
    entries = tuple(Entry(1, f"{n} 第{n}部分", f"ch{n}") for n in range(1, 5))
    return [Contents("headings", "目录", entries), *chapters]


def _prose() -> Block:
    return paragraph(
        "生师比为", Strong((ratio("18.28", Fraction(30150, 1649)),)), "，上年为",
        ratio("17.74", Fraction(28771, 1622), "2020年"), "，上升",
        ratio("0.54", Fraction(54, 100), "2021年比2020年"), "。\uff21\uff22\uff23 编号",
    )  # fmt: skip


def _schools() -> Table:
    texts = ("900", "1200", "－", "88", "缺", "1000")
    names = ("乙校", "甲校", "丁校", "丙校", "戊校", "己校")
    body: list[Row] = [
        (cell(name), _students(place, text), cell(f"{place + 1}.5%" if place else "／"))
        for place, (name, text) in enumerate(zip(names, texts, strict=True))
    ]
    total = (cell("合计"), _students(99, "3188"), cell("100%"))
    head = ((cell("学校", rows=2), cell("2021年", align="center", columns=2)), (cell("在校生"), cell("占比")))
    caption = Caption("表", "1-1", "各校在校生")
    return Table("schools", "tab-1", caption, head, (*body, total), total=True)


def _mixed() -> Table:
    head = ((cell("指标"), cell("2021年")),)
    rows: list[Row] = [(cell("生师比"), cell(ratio("18.28", Fraction(30150, 1649)))) for _ in range(2)]
    rows += [(cell("在校生"), _students(1, "30150")) for _ in range(2)]
    return Table("mixed", "tab-2", Caption("表", "1-2", "各项指标"), head, tuple(rows))


def _figure() -> Figure:
    years = (
        Series("2020年", (Fraction(9), None), ("9", "缺")),
        Series("2021年", (Fraction(12), Fraction(7)), ("12", "7")),
    )
    head = (cell("项目"), *(cell(year.label) for year in years))
    rows = tuple(
        (cell(name), *(_students(at, year.texts[at]) for year in years)) for at, name in enumerate(("招生", "毕业"))
    )
    chart = Chart((year_bars(("招生", "毕业"), years, title="人"),), head, rows)
    return Figure("fig", "fig-1", Caption("图", "1-1", "招生与毕业"), chart, "年度对比")
