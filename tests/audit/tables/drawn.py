"""Tables drawn from known truth: wordings of heads, orientation, order of years, units; a cell may be made wrong."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from zhibao.audit.facts import Facts
from zhibao.audit.run import audit, gather
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.finding import Finding, Severity

Row = list[str]


@dataclass
class Drawn:
    """A table of right numbers, and the cells (row, column) that follow from others."""

    rows: list[Row]
    checked: list[tuple[int, int]] = field(default_factory=list)
    before: str = ""


@cache
def book() -> RuleBook:
    return load_rulebook()


def text_of(rows: Sequence[Sequence[str]], before: str = "") -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return (before + "\n\n" if before else "") + "\n".join(lines) + "\n"


def turned(drawn: Drawn) -> Drawn:
    """Return the table with rows and columns changed."""
    rows = [list(row) for row in zip(*drawn.rows, strict=True)]
    return Drawn(rows, [(column, row) for row, column in drawn.checked], drawn.before)


def facts_of(text: str) -> Facts:
    return gather(read_text(text), book())


def serious(text: str) -> list[Finding]:
    """Return the errors and warnings in a text."""
    return [one for one in audit(read_text(text), book()).findings if one.severity is not Severity.NOTE]


def slipped(cell: str, draw: random.Random) -> str:
    """Return a number with one digit changed."""
    places = [i for i, sign in enumerate(cell) if sign.isdigit()]
    at = draw.choice(places)
    other = draw.choice([digit for digit in "123456789" if digit != cell[at]])
    return cell[:at] + other + cell[at + 1 :]


def far(cell: str, draw: random.Random) -> str:
    """Return a number of the same form that is far off."""
    digits = "".join(sign if not sign.isdigit() else draw.choice("123456789") for sign in cell)
    return digits if digits != cell else far(cell, draw)


def scrambled(rows: Sequence[Row], heads: int, labels: int, draw: random.Random) -> list[Row]:
    """Return the table with every digit of every number replaced."""
    return [
        row
        if r < heads
        else [cell if c < labels or not any(map(str.isdigit, cell)) else far(cell, draw) for c, cell in enumerate(row)]
        for r, row in enumerate(rows)
    ]


# -- tables of known truth -----------------------------------------------------------------------------------------
_SCHOOLS = ["东湖职校", "西岭职校", "南山职校", "北川职校", "中江职校", "云台职校"]
_TOTALS = ["合计", "总计", "共计", "合 计", "总 计"]
_SERIES = [
    ["一等奖", "二等奖", "三等奖"],
    ["男", "女"],
    ["国家级", "省级", "市级"],
    ["甲类项目", "乙类项目", "丙类项目", "丁类项目"],
    ["第一季度", "第二季度", "第三季度", "第四季度"],
]
_CHANGES = [
    "变化情况",
    "增减",
    "变化",
    "增减情况",
    "同比增减",
    "比上年增减",
    "较上年变化",
    "对比情况",
    "增减数",
    "差额",
]
_GROWTHS = [
    "增长率（%）",
    "增幅",
    "同比增长（%）",
    "增减率（%）",
    "比上年增长（%）",
    "变动比例（%）",
    "增长率",
    "增减%",
]
_YEARS = [
    ("2023年", "2024年"),
    ("2023", "2024"),
    ("上年", "本年"),
    ("2022-2023学年", "2023-2024学年"),
    ("去年", "今年"),
    ("上年同期", "本期"),
    ("2023年度", "2024年度"),
    ("2023年末", "2024年末"),
]
_COUNTS = [
    "招生数（人）",
    "在校生数（人）",
    "毕业生数（人）",
    "教职工数（人）",
    "图书（册）",
    "计算机（台）",
    "实训室（个）",
    "培训人次",
]
_RATES = ["就业率（%）", "合格率", "双师型教师占比（%）", "获证率（%）"]


def signed(value: float, style: str, decimals: int) -> str:
    text = f"{abs(value):.{decimals}f}"
    if float(text) == 0:
        return text
    if style == "arrow":
        return ("↑" if value > 0 else "↓") + text
    return ("+" if style == "plus" and value > 0 else "-" if value < 0 else "") + text


def total_table(draw: random.Random) -> Drawn:
    series = draw.choice(_SERIES)
    schools = draw.sample(_SCHOOLS, draw.randint(2, 5))
    total = draw.choice(_TOTALS)
    numbers = [[draw.randint(11, 980) for _ in series] for _ in schools]
    rows = [["学校", *series, total]]
    rows += [[school, *map(str, line), str(sum(line))] for school, line in zip(schools, numbers, strict=True)]
    sums = [sum(column) for column in zip(*numbers, strict=True)]
    rows.append([draw.choice(_TOTALS), *map(str, sums), str(sum(sums))])
    last = len(series) + 1
    return Drawn(rows, [(r, c) for r in range(1, len(rows)) for c in range(1, last + 1)])


def change_table(draw: random.Random) -> Drawn:
    before, now = draw.choice(_YEARS)
    labels = draw.sample(_COUNTS, draw.randint(2, 5))
    style = draw.choice(["plus", "minus", "arrow"])
    rows = []
    for label in labels:
        old = draw.randint(120, 9000)
        new = old + draw.choice([-1, 1]) * draw.randint(11, 99)
        rows.append([label, str(old), str(new), signed(new - old, style, 0)])
    for label in draw.sample(_RATES, draw.randint(0, 2)):
        low, high = draw.uniform(60, 80), draw.uniform(80, 97)
        rows.append([label, f"{low:.2f}", f"{high:.2f}", signed(round(high, 2) - round(low, 2), style, 2)])
    head = ["指标", before, now, draw.choice(_CHANGES[:8])]
    rows = [head, *rows]
    if draw.random() < 0.4:
        rows = [[row[0], row[2], row[1], row[3]] for row in rows]
    return Drawn(rows, [(r, c) for r in range(1, len(rows)) for c in range(1, 4)])


def growth_table(draw: random.Random) -> Drawn:
    before, now = draw.choice(_YEARS)
    rows = [["项目", before, now, draw.choice(_GROWTHS)]]
    marked = "%" if "%" not in rows[0][3] and draw.random() < 0.5 else ""
    for label in draw.sample(_COUNTS, draw.randint(2, 5)):
        old = draw.randint(520, 9000)
        new = round(old * draw.uniform(0.8, 1.4))
        rows.append([label, str(old), str(new), f"{100 * (new - old) / old:.2f}{marked}"])
    return Drawn(rows, [(r, c) for r in range(1, len(rows)) for c in range(1, 4)])


def share_table(draw: random.Random) -> Drawn:
    kinds = draw.choice(
        [
            ["正高级", "副高级", "中级", "初级"],
            ["省内升学", "省外升学", "本地就业", "异地就业"],
            ["财政拨款", "学费收入", "其他收入"],
        ]
    )
    while True:
        numbers = [draw.randint(101, 990) for _ in kinds]
        whole = sum(numbers)
        shares = [f"{100 * one / whole:.2f}" for one in numbers]
        if abs(sum(map(float, shares)) - 100) < 0.03:
            break
    marked = draw.random() < 0.5
    head = [
        "类别",
        draw.choice(["人数", "数量", "人数（人）"]),
        draw.choice(["占比", "比例", "比重", "所占比例", "占比（%）", "百分比"]),
    ]
    rows = [
        head,
        *(
            [kind, str(n), share + ("%" if marked and "%" not in head[2] else "")]
            for kind, n, share in zip(kinds, numbers, shares, strict=True)
        ),
    ]
    rows.append([draw.choice(_TOTALS), str(whole), "100" + ("%" if marked and "%" not in head[2] else "")])
    return Drawn(rows, [(r, c) for r in range(1, len(rows) - 1) for c in (1, 2)])


def rate_table(draw: random.Random) -> Drawn:
    base, part, rate = draw.choice(
        [
            ("毕业生数（人）", "就业人数（人）", "就业率（%）"),
            ("参考人数", "合格人数", "合格率"),
            ("报名人数（人）", "获证人数（人）", "获证率（%）"),
            ("计划招生数", "实际报到人数", "报到率"),
        ]
    )
    rows = [["系部", base, part, rate]]
    mark = "" if "%" in rate else "%"
    for name in draw.sample(["机电系", "商贸系", "艺术系", "护理系", "农林系", "信息系"], draw.randint(2, 5)):
        whole = draw.randint(120, 960)
        some = round(whole * draw.uniform(0.7, 0.99))
        rows.append([name, str(whole), str(some), f"{100 * some / whole:.2f}{mark}"])
    return Drawn(rows, [(r, c) for r in range(1, len(rows)) for c in range(1, 4)])


def per_head_table(draw: random.Random) -> Drawn:
    heads, amount, per = draw.choice(
        [
            ("在校生（人）", "图书（册）", "生均图书（册）"),
            ("在校生数（人）", "教学仪器设备值（元）", "生均教学仪器设备值（元）"),
            ("学生数", "校舍建筑面积（平方米）", "生均校舍建筑面积（平方米）"),
        ]
    )
    rows = [["学校", heads, amount, per]]
    for school in draw.sample(_SCHOOLS, draw.randint(2, 5)):
        students = draw.randint(320, 4200)
        whole = students * draw.randint(11, 60) + draw.randint(0, 99)
        rows.append([school, str(students), str(whole), f"{whole / students:.2f}"])
    return Drawn(rows, [(r, c) for r in range(1, len(rows)) for c in range(1, 4)])


def slash_table(draw: random.Random) -> Drawn:
    before, now = draw.choice(_YEARS[:4])
    part, base = draw.choice([("双师型教师", "专业教师"), ("兼职教师", "专任教师"), ("高级技师", "在岗职工")])
    bases, parts = [draw.randint(310, 990) for _ in range(2)], [draw.randint(101, 300) for _ in range(2)]
    rows = [["指标", before, now], [f"{base}（人）", *map(str, bases)], [f"{part}（人）", *map(str, parts)]]
    rows.append([f"{part}/{base}（%）", *(f"{100 * p / b:.2f}" for p, b in zip(parts, bases, strict=True))])
    return Drawn(rows, [(r, c) for r in range(1, 4) for c in (1, 2)])


def rating_table(draw: random.Random) -> Drawn:
    heads = draw.choice(
        [
            ["很满意", "满意", "一般", "不满意"],
            ["优秀", "良好", "合格", "不合格"],
            ["非常满意", "满意", "基本满意", "不满意", "非常不满意"],
        ]
    )
    rows = [["调查对象", *heads]]
    for who in draw.sample(["学生", "家长", "教师", "企业", "校友"], draw.randint(1, 4)):
        rest, shares = 10000, []
        for _ in heads[:-1]:
            one = draw.randint(1, rest * 2 // 3)
            shares.append(one)
            rest -= one
        rows.append([who, *(f"{one / 100:.2f}%" for one in [*shares, rest])])
    return Drawn(rows, [(r, c) for r in range(1, len(rows)) for c in range(1, len(heads) + 1)])


TABLES: dict[str, Callable[[random.Random], Drawn]] = {
    "totals": total_table,
    "changes": change_table,
    "growth": growth_table,
    "shares": share_table,
    "rates": rate_table,
    "per head": per_head_table,
    "A over B": slash_table,
    "ratings": rating_table,
}
