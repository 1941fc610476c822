"""问题与措施: each problem with its measures, owners, dates and evidence; and what became of last year's."""

from collections.abc import Iterator

from zhibao.diagnose.cells import NOTHING, computed_text, word
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.problems import Earlier, Measure, Problem, Shown
from zhibao.diagnose.setter import Setter
from zhibao.document.nodes import Block, Row

_PROBLEMS = ("问题", "事实与原因", "学校数", "首次提出", "依据指标：上年→本年", "措施数")
_MEASURES = ("问题", "措施", "责任单位", "时限", "目标", "检验指标：上年→本年", "进展", "结果")
_EARLIER = ("上年的问题", "上年的措施", "责任单位", "上年进展", "本年进展", "结果", "问题是否仍在")


def follow_up(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield problems, measures, last year's measures, and what somebody must still do about them."""
    follow = found.follow
    if not follow.problems and not follow.loose and not follow.earlier:
        yield setter.text("市里没有填报“主要问题（市）”和“改进措施（市）”。")
        return
    measures = [*(measure for one in follow.problems for measure in one.measures), *follow.loose]
    overdue = sum(one.overdue for one in measures)
    without = sum(not one.measures for one in follow.problems)
    yield setter.text(
        f"问题{len(follow.problems)}个，其中没有措施的{without}个；措施{len(measures)}项，其中超过时限的{overdue}项。"
    )
    if follow.problems:
        yield setter.table("主要问题", _PROBLEMS, (_problem(one, found) for one in follow.problems))
    if measures:
        yield setter.table("改进措施", _MEASURES, (_measure(one, found) for one in measures))
    if follow.earlier:
        answered = sum(one.answered for one in follow.earlier)
        yield setter.text(f"上年措施{len(follow.earlier)}项，有结果或本年有交代的{answered}项。")
        yield setter.table("上年措施的去向", _EARLIER, map(_earlier, follow.earlier))
    for finding in found.findings:
        if "measure" in finding.rule or "last_year" in finding.rule:
            yield setter.text(str(finding))


def _problem(one: Problem, found: Diagnosis) -> Row:
    facts = "；".join(filter(None, (one.fact, f"原因：{one.cause}" if one.cause else "")))
    return (
        word(one.problem),
        word(facts),
        word(one.schools, "right"),
        word(one.raised),
        word(_shown(one.shown, found)),
        word(str(len(one.measures)), "right"),
    )


def _measure(one: Measure, found: Diagnosis) -> Row:
    due = str(one.due) if one.due else NOTHING
    return (
        word(one.problem),
        word(one.measure),
        word(one.owner),
        word(f"{due}（已过）" if one.overdue else due),
        word(one.target),
        word(_shown(one.shown, found)),
        word(one.state),
        word(one.result or NOTHING),
    )


def _earlier(one: Earlier) -> Row:
    return (
        word(one.problem),
        word(one.measure),
        word(one.owner),
        word(one.then),
        word(one.now or ("—" if one.answered else "没有交代")),
        word(one.result or NOTHING),
        word("是" if one.still_a_problem else "否"),
    )


def _shown(one: Shown | None, found: Diagnosis) -> str:
    if one is None:
        return NOTHING
    label = found.ground.catalog.indicators[one.indicator].label
    last, this = (computed_text(value, one.indicator, found.ground) for value in (one.last, one.this))
    return f"{label}：{last}→{this}"
