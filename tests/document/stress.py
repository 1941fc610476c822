"""A fictional report of some 200 pages: every kind of node, wide tables, long captions, heads of three levels."""

from collections.abc import Iterator

from tests.document.writing import COVER, FULL_TEXT, amount, cell, chart, lists_of, number, paragraph, series
from zhibao.document import nodes
from zhibao.document.charts import svg_png
from zhibao.document.nodes import Block, Caption, Cell, Chart, Document, Figure, Heading, Link, Table, Text
from zhibao.document.specs import composition, parts_pie, ranked_bars, year_bars, year_lines

CHAPTERS, SECTIONS = 12, 5
_LONG = "（含普通中专、职业高中、成人中专及附设中职班，不含技工学校，统计时点为每年9月1日，比上年口径有调整）"
_PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="320"><rect width="{w}" height="320" fill="#9bc0d0"/>'
    '<text x="120" y="160" font-family="Noto Sans SC" font-size="20">示意图{n}，非真实照片</text></svg>'
)


def stress_report() -> Document:
    """Return the report; equal every time."""
    body = [block for chapter in range(1, CHAPTERS + 1) for block in _chapter(chapter)]
    body += _annexes()
    properties = {"author": "示例市教育局", "subject": "压力测试", "declaration": "示例数据，虚构学校"}
    return Document(COVER, (*lists_of(body), *body), properties)


def _chapter(chapter: int) -> Iterator[Block]:
    yield Heading(1, str(chapter), (Text(f"第{chapter}部分的情况"),), f"ch{chapter}")
    yield paragraph(FULL_TEXT * 3)
    for section in range(1, SECTIONS + 1):
        yield from _section(chapter, section)
    yield nodes.PageBreak()


def _section(chapter: int, section: int) -> Iterator[Block]:
    name, place = f"{chapter}-{section}", (chapter - 1) * SECTIONS + section
    yield Heading(2, f"{chapter}.{section}", (Text("规模、结构与质量"),), f"s{name}")
    yield paragraph(
        "2021年招生", number(str(10000 + 37 * place)), "人，在校生",
        nodes.Strong((number(str(30000 + 41 * place)), Text("人"))),
        "（见", nodes.Reference(f"图{name}", f"fig-{name}"), "），", nodes.Emphasis((Text("规模保持稳定"),)),
        nodes.Footnote((Text(f"统计时点为2021年9月1日；来源：示例系统第{place}表。"),)), "。口径见",
        Link((Text("口径说明"),), "https://example.cn/definitions"), "。",
    )  # fmt: skip
    for turn in range(3):
        yield paragraph(f"（{turn + 1}）" + FULL_TEXT * (2 + (place + turn) % 3))
    yield _figure(chapter, section, place)
    yield Heading(3, f"{chapter}.{section}.1", (Text("培训、考核与成效"),), f"s{name}-1")
    yield nodes.BulletList(
        ((paragraph(FULL_TEXT), nodes.OrderedList(((paragraph("企业实践；"),), (paragraph("骨干研修。"),)))),) * 2
    )
    yield _table(chapter, section, place)
    yield nodes.Note((paragraph("数据来源：示例系统，发布前逐个核对。"),))
    yield Heading(4, f"{chapter}.{section}.1.1", (Text("细目"),), f"s{name}-1-1")
    yield paragraph(FULL_TEXT * 4)
    if section == SECTIONS:
        yield from _case(chapter)


def _case(chapter: int) -> Iterator[Block]:
    title = (Text("劳动中促成长，实践中育新人"),)
    yield Heading(4, f"案例{chapter}：", title, f"case-{chapter}", "case")
    yield paragraph("示例市第一职业技术学校" + FULL_TEXT * 2)
    for turn in range(1 + chapter % 3):
        picture = nodes.Picture(svg_png(_PHOTO.format(w=480, n=f"{chapter}-{turn}"), 1.0), 480, 320)
        anchor = f"photo-{chapter}-{turn}"
        yield Figure(anchor, anchor, Caption("图", "", f"学生在实训基地参加劳动教育（{turn + 1}）"), picture, "示意图")


def _figure(chapter: int, section: int, place: int) -> Figure:
    text = f"近两年示例市中等职业学校第{place}项指标对比{_LONG if place % 4 == 0 else ''}"
    caption = Caption("图", f"{chapter}-{section}", text)
    notes = ((Text(f"注：第{place}图的口径有变化。"),),) if place % 5 == 0 else ()
    kinds = (_standing, _lying, _parts, _ranked, _panels, _lines, _pie)
    made = kinds[place % 7](place)
    return Figure(f"f{place}", f"fig-{chapter}-{section}", caption, made, f"统计图{place}", notes)


def _standing(place: int) -> Chart:
    names = ("招生", "在校生", "毕业生")
    years = tuple(
        series(f"{year}年", *(str(8000 + 13 * place + 100 * turn + year) for turn in range(3)))
        for year in (2019, 2020, 2021)
    )
    return chart((year_bars(names, years, title="单位：人"),), names, years)


def _lying(place: int) -> Chart:
    names = tuple(f"示例市第{turn}职业技术学校的在校学生" for turn in range(1, 7 + place % 5))
    years = tuple(
        series(f"{year}年", *(f"{900 + place + 7 * turn}.{turn}5" for turn in range(len(names))))
        for year in (2020, 2021)
    )
    return chart((year_bars(names, years, title="单位：万元"),), names, years)


def _parts(place: int) -> Chart:
    names, low = ("直接就业", "升学", "其他", "境外"), 50 + place % 30
    years = tuple(series(f"{year}年", f"{low}.25%", f"{98 - low}.50%", "1.25%", "0.00%") for year in (2020, 2021))
    return chart((composition(names, years),), names, years)


def _ranked(place: int) -> Chart:
    names = tuple(f"第{turn}专业大类" for turn in range(1, 6))
    year = series("2021年", *(str(place + 3 * turn) for turn in range(5)))
    return chart((ranked_bars(names, year, title="专业点（个）"),), names, (year,))


def _panels(place: int) -> Chart:
    """Return two drawings side by side and one table behind them."""
    names, years = ("校舍建筑面积", "教学仪器设备值"), ("2020年", "2021年")
    areas = tuple(series(year, f"13.{place:02}") for year in years)
    values = tuple(series(year, f"22{place:02}.5") for year in years)
    panels = (
        year_bars(names[:1], areas, title="生均面积（平方米）"), year_bars(names[1:], values, title="生均设备（元）")
    )  # fmt: skip
    both = tuple(series(year, f"13.{place:02}", f"22{place:02}.5") for year in years)
    return chart(panels, names, both)


def _lines(place: int) -> Chart:
    years = tuple(f"{year}年" for year in range(2017, 2022))
    rates = tuple(
        series(name, *(f"{low + turn}.{place:02}%" for turn in range(5)))
        for name, low in (("就业率", 91), ("对口就业率", 71))
    )
    return chart((year_lines(years, rates, title="占比"),), years, rates)


def _pie(place: int) -> Chart:
    names, low = ("本地就业", "异地就业", "境外就业"), 60 + place % 20
    year = series("2021年", f"{low}.00%", f"{100 - low}.00%", "0.00%")
    return chart((parts_pie(names, year),), names, (year,))


def _table(chapter: int, section: int, place: int) -> Table:
    text = f"2020和2021年示例市第{place}项情况{_LONG if place % 3 == 0 else ''}"
    caption = Caption("表", f"{chapter}-{section}", text)
    head = (
        (cell("学校", rows=3), cell("学生", align="center", columns=4)),
        (cell("2020年", align="center", columns=2), cell("2021年", align="center", columns=2)),
        tuple(cell(one, align="right") for one in ("人数", "占比（%）") * 2),
    )
    rows = [_row(f"示例市第{turn}职业技术学校", place, turn, 4) for turn in range(1, 6 + place % 20)]
    total = (cell("合计"), *(amount(str(1000 + turn)) for turn in range(4)))
    notes = ((Text("注：占比以在校生为底。"),),) if place % 2 else ()
    return Table(f"t{place}", f"tab-{chapter}-{section}", caption, head, (*rows, total), total=True, notes=notes)


def _row(name: str, place: int, turn: int, columns: int) -> tuple[Cell, ...]:
    return (cell(name), *(amount(f"{100 + place * turn + column}.{column:02}") for column in range(columns)))


def _annexes() -> list[Block]:
    months = tuple(cell(f"{month}月", align="right") for month in range(1, 13))
    head = ((cell("学校", rows=2), cell("2021年", align="center", columns=12), cell("合计", rows=2)), months)
    wide = [
        Table(
            f"wide{turn}", f"tab-a-{turn}", Caption("表", f"13-{turn}", f"各校分月实习人数（第{turn}组）{_LONG}"), head,
            tuple(_row(f"示例市第{row}职业技术学校", turn, row, 13) for row in range(1, 61)),
        )
        for turn in (1, 2)
    ]  # fmt: skip
    long_head = (tuple(cell(one) for one in ("序号", "学校名称", "人数", "经费", "占比", "备注")),)
    rows = tuple(
        (
            cell(str(row), align="center"),
            *_row(f"示例市第{row}职业技术学校", 7, row, 3),
            cell("示范校" if row % 3 else ""),
        )
        for row in range(1, 601)
    )
    long = Table("long", "tab-a-3", Caption("表", "13-3", "各校名单"), long_head, rows)
    last = Heading(1, "", (Text("附件二"),), "annex-2", "annex")
    return [Heading(1, "", (Text("附件一"),), "annex-1", "annex"), *wide, last, long]
