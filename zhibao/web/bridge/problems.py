"""诊断的发现: what is below a standard, short of a target or worse than last year; each can become a problem."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhibao.web.bridge.diagnosing import Line, Measured, Reading, lines, measured, readings
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.target import Direction, Target, in_force, targets_said

_TOPICS = (
    ("教师队伍", ("教师", "师比", "职称", "双师", "班主任", "编制")),
    ("经费投入", ("经费", "拨款", "投入", "公用")),
    ("学校布局与办学条件", ("用地", "占地", "校舍", "建筑", "图书", "设备", "计算机", "工位", "带宽")),
    ("招生与就业", ("就业", "招生", "录取", "升学", "起薪", "毕业生", "在校生")),
    ("校企合作与产教融合", ("企业", "合作", "实习", "学徒", "产业")),
    ("学生资助", ("资助", "助学", "免学费")),
    ("专业与教学", ("专业", "课程", "教材", "学时", "合格率", "证书", "竞赛")),
)
OTHER_TOPIC = "其他"


@dataclass(frozen=True)
class Found:
    """一条发现: what may become a problem; `line` and `direction` say what must be reached, if anything must.

    `far` is how far from the line the value is, as a share of it: findings are listed by it.
    """

    origin: str
    indicator: str
    named: str
    title: str
    fact: str
    number: Fraction | None
    line: Fraction | None
    direction: str
    change: str
    far: Fraction
    is_error: bool

    @property
    def topic(self) -> str:
        """Return the topic that the words of the indicator suggest."""
        return next((topic for topic, words in _TOPICS if any(one in self.named for one in words)), OTHER_TOPIC)


@kept_in_chinese
def found(campaign: Campaign, place: str) -> tuple[Found, ...]:
    """Return what was found of a place: below a standard first, then short of a target, then worse than last year."""
    folder, about = campaign.path, measured(campaign.path)
    by_indicator: dict[str, list[Line]] = {}
    for one in lines(folder, place):
        if one.indicator in about:
            by_indicator.setdefault(one.indicator, []).append(one)
    targets = in_force(targets_said(campaign.city, place), place)
    listed = [
        *_below(campaign, by_indicator),
        *_short(campaign, place, about, targets),
        *_worse(campaign, by_indicator),
    ]
    # 一个指标只列一次：低于标准的先于没到目标的，再先于比上年差的。
    first = {one.indicator: one for one in reversed(listed)}
    return tuple(one for one in listed if first[one.indicator] is one)


def found_by(campaign: Campaign, place: str, origin: str) -> Found | None:
    """Return one finding of a place, None when there is none of that name any more."""
    return next((one for one in found(campaign, place) if one.origin == origin), None)


def _below(campaign: Campaign, by_indicator: dict[str, list[Line]]) -> list[Found]:
    below = []
    for indicator, those in by_indicator.items():
        wanting = [one for one in those if one.is_below and one.number is not None and one.limit is not None]
        if not wanting:
            continue
        one = max(wanting, key=_far)
        is_low = one.low is not None and one.number is not None and one.number <= one.low
        said = "；".join(dict.fromkeys(f"{each.group}{each.requires}，{each.gap}" for each in wanting))
        lacks = f"。其他不变，缺{one.lacks}" if one.lacks else ""
        fact = f"{campaign.year}年{one.named}{one.printed}{one.unit}。{said}{lacks}。"
        title = f"{one.named}{'低于' if is_low else '高于'}标准"
        direction = Direction.AT_LEAST if is_low else Direction.AT_MOST
        below.append(
            Found(f"standard:{indicator}", indicator, one.named, title, fact, one.number, one.limit, direction,
                  one.change, _far(one), is_error=True)
        )  # fmt: skip
    return sorted(below, key=lambda one: -one.far)


def _far(one: Line) -> Fraction:
    if one.number is None or one.limit is None:
        return Fraction(0)
    return abs(one.number - one.limit) / abs(one.limit) if one.limit else abs(one.number)


def _short(
    campaign: Campaign, place: str, about: dict[str, Measured], targets: dict[tuple[str, int], Target]
) -> Iterator[Found]:
    for (indicator, year), target in targets.items():
        if year != campaign.year or indicator not in about:
            continue
        now, before = _both(readings([campaign.path], indicator, place), year)
        if now is None or now.number is None or target.is_met(now.number):
            continue
        one = about[indicator]
        change = one.change(now.number, before.number) if before is not None and before.number is not None else ""
        fact = (
            f"{year}年{one.label}{now.printed}{one.unit}，目标{target.direction_label}{target.number}{one.unit}，"
            f"差{one.printed(abs(now.number - target.exact))}{'个百分点' if one.unit == '%' else ''}。"
        )
        far = abs(now.number - target.exact) / (abs(target.exact) or 1)
        yield Found(
            f"target:{indicator}", indicator, one.label, f"{one.label}没有达到目标", fact, now.number, target.exact,
            target.direction, change, far, is_error=False,
        )  # fmt: skip


def _both(through: tuple[Reading, ...], year: int) -> tuple[Reading | None, Reading | None]:
    by_year = {one.year: one for one in through}
    return by_year.get(year), by_year.get(year - 1)


def _worse(campaign: Campaign, by_indicator: dict[str, list[Line]]) -> Iterator[Found]:
    for indicator, those in by_indicator.items():
        judged = [one for one in those if not one.is_advisory and one.number is not None and one.limit is not None]
        worse = next((one for one in judged if one.is_worse), None)
        if worse is None or any(one.is_below for one in those):
            continue
        direction = Direction.AT_LEAST if worse.low is not None else Direction.AT_MOST
        fact = (
            f"{campaign.year}年{worse.named}{worse.printed}{worse.unit}，比上年{worse.change}；"
            f"仍达到{worse.group}（{worse.requires}）。"
        )
        title = f"{worse.named}比上年{'下降' if direction == Direction.AT_LEAST else '上升'}"
        yield Found(
            f"trend:{indicator}", indicator, worse.named, title, fact, worse.number, worse.limit, direction,
            worse.change, Fraction(0), is_error=False,
        )  # fmt: skip
