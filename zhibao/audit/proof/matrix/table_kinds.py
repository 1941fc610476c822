"""表的种类: small tables of known truth, one builder for each relation that headers announce."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeVar

from zhibao.audit.proof.matrix.grids import Equation, Field, Grid
from zhibao.audit.proof.matrix.printing import Printed, Slot

HUNDRED = Fraction(100)
Ordered = TypeVar("Ordered")
NAMES = {
    "系部": ("机电工程系", "信息技术系", "财经商贸系", "旅游管理系", "艺术设计系", "汽车工程系"),
    "学校": ("青石职业技术学校", "白沙中等专业学校", "柳河技工学校", "石门卫生学校", "东岭艺术学校", "南塘农业学校"),
    "县区": ("云台区", "青浦县", "石桥镇", "东平县", "海宁区", "长岭县"),
    "产品": ("数控机床", "减速机", "液压泵", "伺服电机", "传感器", "控制柜"),
}  # fmt: skip
MEASURES = {
    "系部": ("招生数", "毕业生数"),
    "学校": ("招生数", "毕业生数"),
    "县区": ("小学招生", "初中招生", "高中招生"),
    "产品": ("产量", "销量"),
}
UNITS = {"系部": "人", "学校": "人", "县区": "人", "产品": "台"}
# Every list of header words is open first, held out second.
TOTALS = (("合计", "总计", "合 计"), ("小计", "总数", "全部"))
SHARES = (("占比（%）", "比重（%）", "占比"), ("所占比例（%）", "占总数的比例（%）"))
DIFFERENCES = (("增减", "比上年增减", "增减数"), ("变化", "同比增减", "较上年变化"))
GROWTHS = (("增长率（%）", "同比增长（%）", "增幅（%）"), ("比上年增长（%）", "增长（%）", "增减幅度（%）"))
POINTS = (("增减（百分点）", "变化（百分点）"), ("比上年增减（个百分点）", "升降（个百分点）"))
YEARS = ((("2021年", "2022年"), ("上年", "本年"), ("2021", "2022")), (("上年同期", "本期"), ("2021学年", "2022学年")))
CLOSED = (
    (("男生", "女生"), ("一等奖", "二等奖", "三等奖"), ("公办", "民办")),
    (("国家级", "省级", "市级"), ("上半年", "下半年"), ("城镇", "农村")),
)


@dataclass(frozen=True, slots=True)
class Draw:
    """取样: a random generator, which half of the header words, and how the years are ordered."""

    rng: Random
    held_out: bool
    newer_first: bool

    def word(self, words: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
        """Return one header word of the half."""
        return self.rng.choice(words[self.held_out])

    def years(self) -> tuple[str, str]:
        """Return the headers of the year before and of this year."""
        return self.rng.choice(YEARS[self.held_out])

    def ordered(self, before: Ordered, now: Ordered) -> tuple[Ordered, Ordered]:
        """Return two columns in the order of the years."""
        return (now, before) if self.newer_first else (before, now)


def _count(name: str, value: Fraction, unit: str = "人") -> Field:
    slot = Slot(name, unit)
    return Field(name, Printed(slot, slot.printed(value)))


def _rate(name: str, value: Fraction, decimals: int = 2) -> Field:
    slot = Slot(name, "%", decimals)
    return Field(name, Printed(slot, slot.printed(value)))


def _thing(draw: Draw) -> tuple[str, tuple[str, ...]]:
    thing = draw.rng.choice(list(NAMES))
    return thing, tuple(draw.rng.sample(NAMES[thing], draw.rng.randint(4, 6)))


def total_row(draw: Draw) -> Grid:
    """Return counts of several units of a kind with a total row, last or first."""
    thing, names = _thing(draw)
    unit = UNITS[thing]
    columns = MEASURES[thing]
    values = {(i, j): Fraction(draw.rng.randint(38, 980)) for i in range(len(names)) for j in range(len(columns))}
    body: list[tuple[str | Field, ...]] = []
    for i, name in enumerate(names):
        body.append((name, *(_count(f"v{i}_{j}", values[i, j], unit) for j in range(len(columns)))))
    wholes = [sum((values[i, j] for i in range(len(names))), Fraction(0)) for j in range(len(columns))]
    sums: tuple[str | Field, ...] = (
        draw.word(TOTALS),
        *(_count(f"T{j}", whole, unit) for j, whole in enumerate(wholes)),
    )
    rows = [sums, *body] if draw.rng.random() < 0.25 else [*body, sums]
    equations = tuple(
        Equation("sum", (*((str(i), f"v{i}_{j}") for i in range(len(names))), ("T", f"T{j}")), f"T{j}")
        for j in range(len(columns))
    )
    return Grid("table_total_row", f"表1 各{thing}基本情况（单位：{unit}）", ((thing, *columns), *rows), equations)


def total_column(draw: Draw) -> Grid:
    """Return counts by a closed series of columns, with the total column last or first."""
    thing, names = _thing(draw)
    unit = UNITS[thing]
    columns = draw.rng.choice(CLOSED[draw.held_out])
    first = draw.rng.random() < 0.4
    total = draw.word(TOTALS)
    rows: list[tuple[str | Field, ...]] = []
    equations = []
    for i, name in enumerate(names):
        values = [Fraction(draw.rng.randint(24, 640)) for _ in columns]
        parts = [_count(f"v{i}_{j}", value, unit) for j, value in enumerate(values)]
        result = _count(f"T{i}", sum(values, Fraction(0)), unit)
        rows.append((name, result, *parts) if first else (name, *parts, result))
        equations.append(
            Equation("sum", (*((str(j), part.name) for j, part in enumerate(parts)), ("T", f"T{i}")), f"T{i}")
        )
    header = (thing, total, *columns) if first else (thing, *columns, total)
    return Grid("table_total_column", f"表1 各{thing}分类情况（单位：{unit}）", (header, *rows), tuple(equations))


def share_column(draw: Draw) -> Grid:
    """Return counts with their shares of the total, and a total row."""
    thing, names = _thing(draw)
    unit = UNITS[thing]
    values = [Fraction(draw.rng.randint(38, 980)) for _ in names]
    whole = sum(values, Fraction(0))
    decimals = draw.rng.choice((1, 2))
    rows: list[tuple[str | Field, ...]] = [
        (name, _count(f"v{i}", value, unit), _rate(f"x{i}", HUNDRED * value / whole, decimals))
        for i, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    rows.append((draw.word(TOTALS), _count("T", whole, unit), _rate("X", HUNDRED, decimals)))
    equations = [Equation("share", (("b", "T"), ("p", f"v{i}"), ("x", f"x{i}")), f"x{i}") for i in range(len(names))]
    equations.append(Equation("sum", (*((str(i), f"v{i}") for i in range(len(names))), ("T", "T")), "T"))
    header = (thing, f"{MEASURES[thing][0]}（{unit}）", draw.word(SHARES))
    return Grid("table_share", f"表1 {thing}分布情况", (header, *rows), tuple(equations))


def _two_years(
    draw: Draw, change: Callable[[int, Fraction, Fraction], Field], law: str, head: str, relation: str
) -> Grid:
    """Return counts of two years and a third column that follows from them."""
    thing, names = _thing(draw)
    unit = UNITS[thing]
    before, now = draw.years()
    rows: list[tuple[str | Field, ...]] = []
    for i, name in enumerate(names):
        old = Fraction(draw.rng.randint(180, 9800))
        new = old + round(old * Fraction(draw.rng.uniform(-0.16, 0.24))) + draw.rng.choice((-3, 4))
        two = draw.ordered(_count(f"p{i}", old, unit), _count(f"c{i}", new, unit))
        rows.append((name, *two, change(i, old, new)))
    part = "d" if law == "change" else "g"
    equations = tuple(
        Equation(law, (("c", f"c{i}"), ("p", f"p{i}"), (part, f"r{i}")), f"r{i}") for i in range(len(names))
    )
    header = (thing, *draw.ordered(before, now), head)
    return Grid(relation, f"表1 各{thing}{MEASURES[thing][0]}变化情况（单位：{unit}）", (header, *rows), equations)


def difference_column(draw: Draw) -> Grid:
    """Return two years and their difference."""
    return _two_years(
        draw, lambda i, old, new: _count(f"r{i}", new - old), "change", draw.word(DIFFERENCES), "table_difference"
    )


def growth_column(draw: Draw) -> Grid:
    """Return two years and the growth in per cent."""
    decimals = draw.rng.choice((1, 2))
    return _two_years(
        draw,
        lambda i, old, new: _rate(f"r{i}", HUNDRED * (new / old - 1), decimals),
        "grown",
        draw.word(GROWTHS),
        "table_growth",
    )


RATES = ("就业率", "对口就业率", "升学率", "毕业率", "满意率", "双师型教师占比", "高级职称占比")


def _rates(draw: Draw, arrows: bool) -> Grid:
    names = draw.rng.sample(RATES, draw.rng.randint(4, 6))
    before, now = draw.years()
    rows: list[tuple[str | Field, ...]] = []
    for i, name in enumerate(names):
        old = Fraction(draw.rng.randint(5200, 9300), 100)
        new = old + Fraction(draw.rng.choice((-1, 1)) * draw.rng.randint(12, 640), 100)
        change = _rate(f"r{i}", abs(new - old) if arrows else new - old)
        if arrows:
            change = Field(change.name, change.number, "↑" if new > old else "↓")
        two = draw.ordered(_rate(f"p{i}", old), _rate(f"c{i}", new))
        rows.append((f"{name}（%）", *two, change))
    equations = tuple(
        Equation("change", (("c", f"c{i}"), ("p", f"p{i}"), ("d", f"r{i}")), f"r{i}") for i in range(len(names))
    )
    header = ("指标", *draw.ordered(before, now), draw.word(POINTS))
    return Grid("table_arrows" if arrows else "table_points", "表1 主要比率变化情况", (header, *rows), equations)


def points_column(draw: Draw) -> Grid:
    """Return rates of two years and their difference in points."""
    return _rates(draw, arrows=False)


def arrow_column(draw: Draw) -> Grid:
    """Return rates of two years and the change as an arrow with its size."""
    return _rates(draw, arrows=True)


PER_HEAD = (
    (
        ("在校生数（人）", "纸质图书（册）", "生均图书（册）", 1, (18, 62)),
        ("在校生数（人）", "校舍面积（平方米）", "生均校舍面积（平方米）", 2, (12, 34)),
    ),
    (
        ("员工数（人）", "培训学时（学时）", "人均培训学时", 1, (18, 92)),
        ("在校生数（人）", "占地面积（平方米）", "生均占地（平方米）", 2, (22, 74)),
    ),
)


def per_head_column(draw: Draw) -> Grid:
    """Return heads, an amount and the amount per head."""
    heads, amount, result, decimals, (low, high) = draw.rng.choice(PER_HEAD[draw.held_out])
    names = draw.rng.sample(NAMES["学校"], draw.rng.randint(4, 6))
    rows: list[tuple[str | Field, ...]] = []
    for i, name in enumerate(names):
        number = Fraction(draw.rng.randint(820, 5800))
        total = Fraction(round(number * Fraction(draw.rng.uniform(low, high))))
        slot = Slot(f"x{i}", "平方米", decimals)
        rows.append(
            (
                name,
                _count(f"h{i}", number),
                _count(f"a{i}", total),
                Field(f"x{i}", Printed(slot, slot.printed(total / number))),
            )
        )
    equations = tuple(
        Equation("per_head", (("a", f"a{i}"), ("h", f"h{i}"), ("x", f"x{i}")), f"x{i}") for i in range(len(names))
    )
    return Grid("table_per_head", "表1 各单位人均情况", (("单位名称", heads, amount, result), *rows), equations)


def to_one_column(draw: Draw) -> Grid:
    """Return students, teachers and students per teacher."""
    names = draw.rng.sample(NAMES["学校"], draw.rng.randint(4, 6))
    decimals = draw.rng.choice((1, 2))
    rows: list[tuple[str | Field, ...]] = []
    for i, name in enumerate(names):
        students = Fraction(draw.rng.randint(820, 5800))
        teachers = Fraction(round(students / Fraction(draw.rng.uniform(10, 23))))
        slot = Slot(f"x{i}", "比", decimals)
        ratio = Field(f"x{i}", Printed(slot, slot.printed(students / teachers)))
        rows.append((name, _count(f"s{i}", students), _count(f"t{i}", teachers), ratio))
    equations = tuple(
        Equation("to_one", (("s", f"s{i}"), ("t", f"t{i}"), ("r", f"x{i}")), f"x{i}") for i in range(len(names))
    )
    head = draw.rng.choice(
        (("在校生（人）", "专任教师（人）", "生师比（x:1）"), ("学生数", "教师数", "生师比"))[
            draw.held_out : draw.held_out + 1
        ]
    )
    return Grid("table_n_to_one", "表1 各校生师比情况", (("学校名称", *head), *rows), equations)


KINDS: Mapping[str, Callable[[Draw], Grid]] = {
    "table_total_row": total_row,
    "table_total_column": total_column,
    "table_share": share_column,
    "table_difference": difference_column,
    "table_growth": growth_column,
    "table_points": points_column,
    "table_arrows": arrow_column,
    "table_per_head": per_head_column,
    "table_n_to_one": to_one_column,
}
