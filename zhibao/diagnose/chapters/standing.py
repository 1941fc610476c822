"""达标情况: the city against every standard, the schools below each line, and every school by itself."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.diagnose.cells import (
    NOTHING,
    gap_text,
    limit,
    result_text,
    shortage_text,
    value_cell,
    whole,
    word,
)
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.setter import Setter
from zhibao.diagnose.verdict import Outcome, Verdict
from zhibao.document.nodes import Block, Row
from zhibao.document.specs import Series
from zhibao.terms.place import Level

_COUNTED = ("标准", "要求", "达标学校", "上年达标", "未达标", "不能判断")
_CITY = ("标准", "要求", "全市值", "结果", "差距", "走势")
_BELOW = ("学校", "本校值", "差距", "还缺", "走势")
_CITY_WIDTHS = (0.29, 0.2, 0.12, 0.18, 0.14, 0.07)
_SCHOOL_WIDTHS = (0.23, 0.15, 0.12, 0.14, 0.13, 0.16, 0.07)
_SCHOOL = ("标准", "要求", "本校值", "结果", "差距", "还缺", "走势")


def conclusions(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield how many schools meet each standard, in words, as a table and as bars; and the city's own values."""
    edition = found.ground.edition
    schools = found.ground.places(Level.SCHOOL, edition.this)
    lines = [one for one in found.ground.standards if not one.advisory and Level.SCHOOL in one.applies_to.levels]
    shown = [(one, found.counts(one), found.counts(one, last=True)) for one in lines]
    shown = [(one, now, last) for one, now, last in shown if sum(now.values())]
    yield setter.text(_summary(found, len(schools), len(shown)))
    yield setter.table(
        f"{edition.this}年各项标准的达标学校数（所）",
        _COUNTED,
        (
            (
                word(one.label),
                word(_asked(found, one.name)),
                whole(now[Outcome.MET]),
                whole(last[Outcome.MET]),
                whole(now[Outcome.BELOW]),
                whole(now[Outcome.UNJUDGED]),
            )
            for one, now, last in shown
        ),
        notes=("缺少数据或分母为零的学校列入“不能判断”，既不算达标，也不算未达标。", "两年用同一套标准对照。"),
    )
    judged = [(one, now, last) for one, now, last in shown if now[Outcome.MET] + now[Outcome.BELOW]]
    if judged:
        yield setter.bars(
            "各项标准的达标学校数（单位：所）",
            [one.label for one, _, _ in judged],
            [
                _series(f"{edition.last}年", [last[Outcome.MET] for _, _, last in judged]),
                _series(f"{edition.this}年", [now[Outcome.MET] for _, now, _ in judged]),
            ],
        )
    city = [one for one in found.of(edition.code) if one.level is Level.CITY]
    if city:
        yield setter.table(
            f"全市值与标准对照（{edition.this}年）",
            _CITY,
            (
                (
                    word(one.standard.label),
                    word(limit(one)),
                    value_cell(one, found.ground),
                    word(result_text(one)),
                    word(gap_text(one, found.ground) or NOTHING),
                    word(one.trend.label, "center"),
                )
                for one in city
            ),
            _CITY_WIDTHS,
            notes=("标准对学校提出；全市值按全市的分子、分母计算，只用来看总体。",),
        )


def schools_below(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield, per standard, the schools below its line."""
    below = found.schools_below()
    if not below:
        yield setter.text("没有学校低于有效的标准（不能判断的见“各校对照”）。")
    for standard in found.ground.standards:
        if those := below.get(standard.name):
            ordered = sorted(those, key=lambda one: -abs(one.judgment.gap or Fraction(0)))
            yield setter.table(
                f"{standard.label}：{limit(those[0])}，低于标准的{len(those)}所学校",
                _BELOW,
                (
                    (
                        word(found.ground.names[one.place]),
                        value_cell(one, found.ground),
                        word(gap_text(one, found.ground)),
                        word(shortage_text(one)),
                        word(one.trend.label, "center"),
                    )
                    for one in ordered
                ),
            )


def school_by_school(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield every school against every standard that it falls under."""
    for code in found.ground.places(Level.SCHOOL, found.ground.edition.this):
        kind = found.ground.school_types.get(code, "未登记办学类型，按一般中等职业学校对照")
        yield setter.section(found.ground.names[code])
        title = f"{found.ground.names[code]}与标准对照（{kind}）"
        yield setter.table(title, _SCHOOL, (_school_row(one, found) for one in found.of(code)), _SCHOOL_WIDTHS)


def _school_row(one: Verdict, found: Diagnosis) -> Row:
    return (
        word(one.standard.label),
        word(limit(one)),
        value_cell(one, found.ground),
        word(result_text(one)),
        word(gap_text(one, found.ground) or NOTHING),
        word(shortage_text(one)),
        word(one.trend.label, "center"),
    )


def _summary(found: Diagnosis, schools: int, lines: int) -> str:
    edition = found.ground.edition
    outcomes = {
        code: {one.outcome for one in found.of(code) if not one.standard.advisory and one.level is Level.SCHOOL}
        for code in found.ground.places(Level.SCHOOL, edition.this)
    }
    met = sum(those == {Outcome.MET} for those in outcomes.values())
    below = sum(Outcome.BELOW in those for those in outcomes.values())
    rest = schools - met - below
    text = (
        f"按{found.ground.in_force}年有效的标准，{edition.place}纳入统计的{schools}所学校对照{lines}项标准，"
        f"全部达到的{met}所，有一项以上未达到的{below}所"
    )
    text += f"，没有未达到的项目但数据不全、不能判断的{rest}所" if rest else ""
    most = sorted(found.schools_below().items(), key=lambda one: -len(one[1]))[:3]
    labels = [f"{found.ground.catalog.standards[name].label}{len(those)}所" for name, those in most]
    return text + (f"。未达标学校最多的是：{'，'.join(labels)}。" if labels else "。")


def _asked(found: Diagnosis, standard: str) -> str:
    one = next((one for one in found.verdicts if one.standard.name == standard), None)
    return limit(one) if one else NOTHING


def _series(label: str, numbers: list[int]) -> Series:
    return Series(label, tuple(map(Fraction, numbers)), tuple(map(str, numbers)))
