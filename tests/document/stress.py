"""A fictional report of some 200 pages: every kind of node, wide tables, long captions, heads of three levels."""

from collections.abc import Iterator

from tests.document.sample import cell, number, paragraph
from zhibao.document.charts import svg_png
from zhibao.document.nodes import (
    Block,
    BulletList,
    Caption,
    Cell,
    Chart,
    Contents,
    Cover,
    Document,
    Emphasis,
    Entry,
    Figure,
    Footnote,
    Heading,
    Inline,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Picture,
    Reference,
    Strong,
    Table,
    Text,
    plain,
)
from zhibao.document.specs import Series, composition, ranked_bars, year_bars

CHAPTERS, SECTIONS = 12, 5
_TEXT = (
    "示例市坚持把职业教育摆在经济社会发展的突出位置，统筹推进学校布局调整、专业结构优化和教师队伍建设，"
    "办学条件持续改善，人才培养质量稳步提升，为区域产业转型升级提供了有力支撑。"
)
_LONG = "（含普通中专、职业高中、成人中专及附设中职班，不含技工学校，统计时点为每年9月1日，比上年口径有调整）"
_PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="320"><rect width="{w}" height="320" fill="#9bc0d0"/>'
    '<text x="120" y="160" font-family="Noto Sans SC" font-size="20">示意图{n}，非真实照片</text></svg>'
)


def stress_report() -> Document:
    """Return the report; equal every time."""
    body = [block for chapter in range(1, CHAPTERS + 1) for block in _chapter(chapter)]
    body += _annexes()
    return Document(
        Cover(("2022年示例市中等职业教育", "质量年度报告"), "示例市教育局编", "二〇二一年十一月", ("示例数据",)),
        (*_lists(body), *body),
        {"author": "示例市教育局", "subject": "压力测试", "declaration": "示例数据，虚构学校"},
    )


def _chapter(chapter: int) -> Iterator[Block]:
    yield Heading(1, str(chapter), (Text(f"第{chapter}部分的情况"),), f"ch{chapter}")
    yield paragraph(_TEXT * 3)
    for section in range(1, SECTIONS + 1):
        yield from _section(chapter, section)
    yield PageBreak()


def _section(chapter: int, section: int) -> Iterator[Block]:
    name, place = f"{chapter}-{section}", (chapter - 1) * SECTIONS + section
    yield Heading(2, f"{chapter}.{section}", (Text("规模、结构与质量"),), f"s{name}")
    yield paragraph(
        "2021年招生", number(str(10000 + 37 * place)), "人，在校生",
        Strong((number(str(30000 + 41 * place)), Text("人"))),
        "（见", Reference(f"图{name}", f"fig-{name}"), "），", Emphasis((Text("规模保持稳定"),)),
        Footnote((Text(f"统计时点为2021年9月1日；来源：示例系统第{place}表。"),)), "。口径见",
        Link((Text("口径说明"),), "https://example.cn/definitions"), "。",
    )  # fmt: skip
    for turn in range(3):
        yield paragraph(f"（{turn + 1}）" + _TEXT * (2 + (place + turn) % 3))
    yield _figure(chapter, section, place)
    yield Heading(3, f"{chapter}.{section}.1", (Text("培训、考核与成效"),), f"s{name}-1")
    yield BulletList(((paragraph(_TEXT), OrderedList(((paragraph("企业实践；"),), (paragraph("骨干研修。"),)))),) * 2)
    yield _table(chapter, section, place)
    yield Note((paragraph("数据来源：示例系统，发布前逐个核对。"),))
    yield Heading(4, f"{chapter}.{section}.1.1", (Text("细目"),), f"s{name}-1-1")
    yield paragraph(_TEXT * 4)
    if section == SECTIONS:
        yield from _case(chapter)


def _case(chapter: int) -> Iterator[Block]:
    title = (Text("劳动中促成长，实践中育新人"),)
    yield Heading(4, f"案例{chapter}：", title, f"case-{chapter}", "case")
    yield paragraph("示例市第一职业技术学校" + _TEXT * 2)
    for turn in range(1 + chapter % 3):
        picture = Picture(svg_png(_PHOTO.format(w=480, n=f"{chapter}-{turn}"), 1.0), 480, 320)
        anchor = f"photo-{chapter}-{turn}"
        yield Figure(anchor, anchor, Caption("图", "", f"学生在实训基地参加劳动教育（{turn + 1}）"), picture, "示意图")


def _figure(chapter: int, section: int, place: int) -> Figure:
    text = f"近两年示例市中等职业学校第{place}项指标对比{_LONG if place % 4 == 0 else ''}"
    caption = Caption("图", f"{chapter}-{section}", text)
    notes = ((Text(f"注：第{place}图的口径有变化。"),),) if place % 5 == 0 else ()
    kinds = (_standing, _lying, _parts, _ranked, _panels)
    return Figure(f"f{place}", f"fig-{chapter}-{section}", caption, kinds[place % 5](place), f"统计图{place}", notes)


def _series(label: str, *values: str) -> Series:
    bare = [value.rstrip("%") for value in values]
    return Series(label, tuple(number(value).exact for value in bare), values)


def _chart(panels: tuple[str, ...], names: tuple[str, ...], years: tuple[Series, ...]) -> Chart:
    head = (cell("项目"), *(cell(year.label, align="right") for year in years))
    rows = [
        (cell(name), *(cell(number(year.texts[row], period=year.label[:4]), align="right") for year in years))
        for row, name in enumerate(names)
    ]
    return Chart(panels, head, tuple(rows))


def _standing(place: int) -> Chart:
    names = ("招生", "在校生", "毕业生")
    years = tuple(
        _series(f"{year}年", *(str(8000 + 13 * place + 100 * turn + year) for turn in range(3)))
        for year in (2019, 2020, 2021)
    )
    return _chart((year_bars(names, years, title="单位：人"),), names, years)


def _lying(place: int) -> Chart:
    names = tuple(f"示例市第{turn}职业技术学校的在校学生" for turn in range(1, 7 + place % 5))
    years = tuple(_series(f"{year}年", *(f"{900 + place + 7 * turn}.{turn}5" for turn in range(len(names))))
                  for year in (2020, 2021))  # fmt: skip
    return _chart((year_bars(names, years, title="单位：万元"),), names, years)


def _parts(place: int) -> Chart:
    names = ("直接就业", "升学", "其他")
    low = 50 + place % 30
    years = tuple(_series(f"{year}年", f"{low}.25%", f"{98 - low}.50%", "1.25%") for year in (2020, 2021))
    return _chart((composition(names, years),), names, years)


def _ranked(place: int) -> Chart:
    names = tuple(f"第{turn}专业大类" for turn in range(1, 6))
    years = (_series("2021年", *(str(place + 3 * turn) for turn in range(5))),)
    return _chart((ranked_bars(names, years[0], title="专业点（个）"),), names, years)


def _panels(place: int) -> Chart:
    names = ("校舍建筑面积", "占地面积")
    years = tuple(_series(f"{year}年", f"13.{place:02}", f"22.{place:02}") for year in (2020, 2021))
    panel = year_bars(names, years, title="生均面积（平方米）")
    return _chart((panel, panel), names, years)


def _table(chapter: int, section: int, place: int) -> Table:
    text = f"2020和2021年示例市第{place}项情况{_LONG if place % 3 == 0 else ''}"
    caption = Caption("表", f"{chapter}-{section}", text)
    head = (
        (cell("学校", rows=3), cell("学生", align="center", columns=4)),
        (cell("2020年", align="center", columns=2), cell("2021年", align="center", columns=2)),
        tuple(cell(one, align="right") for one in ("人数", "占比（%）") * 2),
    )
    rows = [_row(f"示例市第{turn}职业技术学校", place, turn, 4) for turn in range(1, 6 + place % 20)]
    total = (cell("合计"), *(cell(number(str(1000 + turn)), align="right") for turn in range(4)))
    notes = ((Text("注：占比以在校生为底。"),),) if place % 2 else ()
    return Table(f"t{place}", f"tab-{chapter}-{section}", caption, head, (*rows, total), total=True, notes=notes)


def _row(name: str, place: int, turn: int, columns: int) -> tuple[Cell, ...]:
    values = (number(f"{100 + place * turn + column}.{column:02}") for column in range(columns))
    return (cell(name), *(cell(value, align="right") for value in values))


def _annexes() -> list[Block]:
    months = tuple(cell(f"{month}月", align="right") for month in range(1, 13))
    year: tuple[Inline | str, ...] = ("2021年",)
    head = ((cell("学校", rows=2), cell(*year, align="center", columns=12), cell("合计", rows=2)), months)
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


def _lists(body: list[Block]) -> list[Block]:
    heads = [one for one in body if isinstance(one, Heading)]
    exhibits = [one for one in body if isinstance(one, Table | Figure) and one.caption and one.caption.number]
    listed = [Entry(one.level, f"{one.number} {plain(one.content)}".strip(), one.anchor) for one in heads
              if one.role != "case" and one.level <= 3]  # fmt: skip
    cases = [Entry(1, one.number + plain(one.content), one.anchor) for one in heads if one.role == "case"]
    return [
        Contents("headings", "目录", tuple(listed)),
        Contents("cases", "案例目录", tuple(cases)),
        Contents("exhibits", "图表目录", tuple(
            Entry(1, f"{one.caption.name} {one.caption.text}", one.anchor) for one in exhibits if one.caption
        )),
    ]  # fmt: skip
