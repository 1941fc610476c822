"""A small fictional report with every kind of block and inline, and charts of every kind."""

from tests.document.writing import COVER, FULL_TEXT, amount, cell, chart, lists_of, number, paragraph, series
from zhibao.document.charts import svg_png
from zhibao.document.nodes import (
    Block,
    BulletList,
    Caption,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Picture,
    Reference,
    Strong,
    Table,
    Text,
)
from zhibao.document.specs import Series, composition, ranked_bars, year_bars

_PLACEHOLDER = """<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320">
<rect width="480" height="320" fill="#e9edef"/><path d="M0 250 150 130 260 220 340 160 480 260V320H0Z" fill="#9bc0d0"/>
<circle cx="380" cy="80" r="30" fill="#ffffff"/>
<text x="240" y="300" text-anchor="middle" font-family="Noto Sans SC" font-size="20">示意图，非真实照片</text>
</svg>"""


def _scale_chart() -> Figure:
    categories = ("招生", "在校生")
    years = (series("2020年", "11731", "28771"), series("2021年", "13930", "30150"))
    drawn = chart([year_bars(categories, years, title="单位：人")], categories, years)
    alt = "两年招生和在校生对比条形图"
    notes = ((Text("来源：高中阶段招生服务平台，招生在校表"),),)
    return Figure("scale", "fig-scale", Caption("图", "1-1", "近两年示例市中等职业学校学生规模对比"), drawn, alt, notes)


def _panel_chart() -> Figure:
    areas = (series("2020年", "13.01", "22.36"), series("2021年", "13.52", "21.98"))
    money = (series("2020年", "7320.11"), series("2021年", "7520.55"))
    panels = [
        year_bars(("校舍建筑面积", "占地面积"), areas, title="生均面积（平方米）"),
        year_bars(("教学仪器设备值",), money, title="生均设备（元）"),
    ]
    names = ("校舍建筑面积", "占地面积", "教学仪器设备值")
    years = [
        Series(one.label, (*one.values, *two.values), (*one.texts, *two.texts))
        for one, two in zip(areas, money, strict=True)
    ]
    caption = Caption("图", "1-2", "近两年示例市中等职业学校办学条件对比")
    return Figure("conditions", "fig-conditions", caption, chart(panels, names, years), "两年办学条件，两幅")


def _composition_chart() -> Figure:
    parts = ("直接就业", "升学", "其他")
    years = (series("2020年", "78.49%", "20.51%", "1.00%"), series("2021年", "67.17%", "30.79%", "2.04%"))
    caption = Caption("图", "2-1", "近两年示例市中等职业学校毕业生去向构成")
    return Figure("paths", "fig-paths", caption, chart([composition(parts, years)], parts, years), "毕业生去向构成")


def _ranked_chart() -> Figure:
    names = ("农林牧渔大类", "装备制造大类", "电子与信息大类", "交通运输大类（含轨道交通运输类）", "财经商贸大类")
    year = series("2021年", "3", "11", "13", "4", "9")
    drawn = chart([ranked_bars(names, year, title="专业点（个）")], names, (year,))
    return Figure("majors", "fig-majors", Caption("图", "2-2", "2021年示例市专业点数排名前五的专业大类"), drawn, "排名")


def _teachers() -> Table:
    head = (
        (cell("指标", rows=2), cell("2020年", align="center", columns=2), cell("2021年", align="center", columns=2)),
        tuple(cell(text, align="right") for text in ("人数", "占比（%）", "人数", "占比（%）")),
    )
    rows = (("硕士以上", "157", "9.68", "171", "10.37"), ("高级职称", "402", "24.78", "431", "26.14"))
    total = (cell("合计"), *(amount(text) for text in ("559", "34.46", "602", "36.51")))
    body = tuple((cell(name), *(amount(text) for text in texts)) for name, *texts in rows)
    notes = ((Text("注：占比以专任教师为底。"),),)
    return Table(
        "teachers",
        "tab-teachers",
        Caption("表", "1-1", "2020和2021年示例市专任教师学历职称情况"),
        head,
        (*body, total),
        total=True,
        notes=notes,
    )


def _schools() -> Table:
    head = (tuple(cell(text) for text in ("序号", "学校名称", "发布时间", "发布网址", "备注")),)
    body = tuple(
        (
            cell(str(place), align="center"),
            cell(f"示例市第{place}职业技术学校"),
            cell("2021-11-30"),
            cell(
                Link((Text(f"http://school{place}.example.edu.cn/zlnb/2021/index-{place}.html"),), "http://example.cn")
            ),
            cell("国家级重点" if place % 3 == 0 else ""),
        )
        for place in range(1, 31)
    )
    return Table("register", "tab-register", Caption("表", "2-1", "各校质量年度报告发布情况"), head, body)


def _first_chapter() -> list[Block]:
    return [
        Heading(1, "1", (Text("基本情况"),), "ch1"),
        paragraph(FULL_TEXT),
        Heading(2, "1.1", (Text("规模和结构"),), "s1-1"),
        paragraph(
            "2021年招生",
            number("13930"),
            "人，在校生",
            Strong((number("30150"), Text("人"))),
            "（见",
            Reference("图1-1", "fig-scale"),
            "），",
            Emphasis((Text("规模保持稳定"),)),
            Footnote((Text("统计时点为2021年9月1日，不含技工学校。"),)),
            "。口径见",
            Link((Text("口径说明"),), "https://example.cn/definitions"),
            "，教师见",
            Reference("第1.2节", "s1-2"),
            "。",
        ),
        _scale_chart(),
        _panel_chart(),
        Heading(2, "1.2", (Text("教师队伍"),), "s1-2"),
        paragraph("生师比为", number("18.28", "∶1"), "∶1，教师学历职称见", Reference("表1-1", "tab-teachers"), "。"),
        _teachers(),
        Note((paragraph("数据来源：中等职业学校状态数据，本报告发布前逐个核对。"), paragraph("占比之差称百分点。"))),
        Heading(3, "1.2.1", (Text("师资培训"),), "s1-2-1"),
        BulletList(
            (
                (paragraph("国家级培训", number("86", "人次"), "人次；" + FULL_TEXT),),
                (
                    paragraph("省级培训，其中："),
                    OrderedList(((paragraph("企业实践；"),), (paragraph("骨干教师研修。"),))),
                ),
            )
        ),
        Heading(4, "1.2.1.1", (Text("培训成效"),), "s1-2-1-1"),
        OrderedList(((paragraph("获奖增加。"),), (paragraph("教师满意度提高。"),))),
    ]


def _case() -> list[Block]:
    picture = Picture(svg_png(_PLACEHOLDER, 1.0), 480, 320)
    return [
        Heading(4, "案例1：", (Text("劳动中促成长，实践中育新人"),), "case-1", "case"),
        paragraph("示例市第一职业技术学校" + FULL_TEXT),
        Figure("case-1-1", "case-1-1", Caption("图", "", "学生在实训基地参加劳动教育"), picture, "示意图：实训基地"),
        PageBreak(),
    ]


def _second_chapter() -> list[Block]:
    return [
        PageBreak(),
        Heading(1, "2", (Text("学生发展"),), "ch2"),
        paragraph(*[FULL_TEXT] * 3),
        Heading(2, "2.1", (Text("就业质量"),), "s2-1"),
        _composition_chart(),
        _ranked_chart(),
        *_case(),
        Heading(1, "", (Text("附件"),), "annex", "annex"),
        _schools(),
    ]


def sample() -> Document:
    """Return the report."""
    body: list[Block] = [*_first_chapter(), *_second_chapter()]
    return Document(COVER, (*lists_of(body), *body), {"author": "示例市教育局", "subject": "中等职业教育质量年度报告"})
