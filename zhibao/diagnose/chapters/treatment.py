"""问题与改进: each problem by itself: the fact, why, who does what until when, what shows it, and what it came to."""

from collections.abc import Iterable, Iterator

from zhibao.diagnose.cells import NOTHING, bound_number, word
from zhibao.diagnose.ground import Ground
from zhibao.diagnose.setter import Setter
from zhibao.diagnose.treated import Aim, Evidence, Step, Told, Treated
from zhibao.document.nodes import Block, Cell, Paragraph, Row, Strong, Text
from zhibao.terms.quantity import Form, print_number, unit_text
from zhibao.terms.value import Known, ValueKey

_AIMS = ("指标", "单位", "数据年度", "目标", "该年的值", "是否达到", "谁定的", "依据")
_STEPS = ("措施", "责任", "到期", "做到什么", "进展", "结果")
_EVIDENCE = ("日期", "佐证", "对应的措施", "存放", "文件指纹")
_EFFECT = ("指标", "单位", "标准", "目标", "立项时", "现在")
_AIM_WIDTHS = (0.24, 0.08, 0.1, 0.14, 0.1, 0.1, 0.1, 0.14)
_STEP_WIDTHS = (0.25, 0.12, 0.17, 0.16, 0.12, 0.18)
_EVIDENCE_WIDTHS = (0.17, 0.31, 0.23, 0.16, 0.13)
_EFFECT_WIDTHS = (0.27, 0.09, 0.2, 0.2, 0.12, 0.12)
_FINGERPRINT = 12


def aims(told: Told, ground: Ground, setter: Setter) -> Iterator[Block]:
    """Yield the targets in force with the value of their year."""
    if not told.aims:
        yield setter.text("没有定目标；没有目标的指标只对照标准。")
        return
    yield setter.table("目标", _AIMS, (_aim(one, told, ground) for one in told.aims), _AIM_WIDTHS)


def treatment(told: Told, ground: Ground, setter: Setter) -> Iterator[Block]:
    """Yield every problem of a place, the open ones first."""
    if not told.problems:
        yield setter.text("没有立项的问题。")
    for one in sorted(told.problems, key=lambda one: (one.is_closed, one.number)):
        yield setter.section(one.title)
        yield from _problem(one, told, ground, setter)


def unopened(told: Told, setter: Setter) -> Iterator[Block]:
    """Yield what was found and not opened as a problem."""
    if not told.unopened:
        yield setter.text("对照标准和目标的发现都已立项，或没有发现。")
        return
    rows = ((word(title), word(fact)) for title, fact in told.unopened)
    yield setter.table("没有立项的发现", ("发现", "事实"), rows, (0.34, 0.66))


def shown(told: Told, ground: Ground, indicator: str, year: int) -> Cell:
    """Return a value of a place as a cell, bound to where it comes from; a dash where there is none."""
    key = ValueKey(indicator, told.place, year)
    computed = told.values.get(key)
    return word(NOTHING, "right") if computed is None else Cell((bound_number(ground, key, computed),), "right")


def _aim(one: Aim, told: Told, ground: Ground) -> Row:
    met = {True: "达到", False: "没有达到", None: "还没有数"}[one.is_met]
    return (
        word(ground.catalog.indicators[one.indicator].label),
        word(_unit(one.indicator, ground), "center"),
        word(str(one.year), "center"),
        word(one.asks),
        shown(told, ground, one.indicator, one.year),
        word(met),
        word(one.by),
        word(one.why or NOTHING),
    )


def _problem(one: Treated, told: Told, ground: Ground, setter: Setter) -> Iterator[Block]:
    yield _said("事实", one.fact)
    yield _said("原因", one.cause or "还没有分析。")
    due = f"{one.due.isoformat()}{'（逾期）' if one.is_late else ''}" if one.due else "没有定"
    yield _said(
        "推进",
        f"{one.stage}；牵头：{one.lead or '没有定'}；时限：{due}；{one.opened_by}于{one.opened_on.isoformat()}立项。",
    )
    if one.steps:
        yield setter.table("措施", _STEPS, map(_step, one.steps), _STEP_WIDTHS)
    else:
        yield _said("措施", "还没有定。")
    if one.evidence:
        yield setter.table("佐证", _EVIDENCE, map(_evidence, one.evidence), _EVIDENCE_WIDTHS)
    else:
        yield _said("佐证", "还没有。")
    for each in one.rechecks:
        yield _said("复核", f"{each.label}，{each.by}，{each.on.isoformat()}。{each.text}")
    if one.indicator in ground.catalog.indicators:
        yield _effect(one, told, ground, setter)


def _effect(one: Treated, told: Told, ground: Ground, setter: Setter) -> Block:
    """Return the value at the opening beside the latest one, against line and target."""
    known = [
        key.year
        for key, computed in told.values.items()
        if (key.indicator, key.place, key.member) == (one.indicator, told.place, "")
        and isinstance(computed.value, Known)
    ]
    latest = max(known, default=one.year)
    row = (
        word(ground.catalog.indicators[one.indicator].label),
        word(_unit(one.indicator, ground), "center"),
        word(one.line or NOTHING),
        word(one.target or NOTHING),
        _opened(one, told, ground),
        shown(told, ground, one.indicator, latest) if latest > one.year else word(NOTHING, "right"),
    )
    columns = (*_EFFECT[:4], f"立项时（{one.year}年）", f"现在（{latest}年）" if latest > one.year else "现在")
    notes = () if latest > one.year else (f"{one.year + 1}年的数封存后才有成效可看。",)
    return setter.table("成效", columns, (row,), _EFFECT_WIDTHS, notes)


def _opened(one: Treated, told: Told, ground: Ground) -> Cell:
    """Return the value at the opening: bound while the store still says it, as it was written down else."""
    computed = told.values.get(ValueKey(one.indicator, told.place, one.year))
    if one.opened is None:
        return word(NOTHING, "right")
    if computed is not None and isinstance(computed.value, Known) and computed.value.number == one.opened:
        return shown(told, ground, one.indicator, one.year)
    form = Form(ground.catalog.indicators[one.indicator].decimals, ground.edition.rounding)
    return word(f"{print_number(one.opened, form)}（后来更正过）", "right")


def _step(one: Step) -> Row:
    state = f"{one.state}（逾期）" if one.is_late else one.state
    cells = (one.text, one.owner, one.due.isoformat(), one.aim, state, one.result)
    return tuple(word(each or NOTHING) for each in cells)


def _evidence(one: Evidence) -> Row:
    cells = (one.on.isoformat(), one.said, one.measure, one.lies, one.digest[:_FINGERPRINT])
    return tuple(word(each or NOTHING) for each in cells)


def _said(word_: str, text: str) -> Paragraph:
    return Paragraph((Strong((Text(f"{word_}："),)), Text(text)))


def _unit(indicator: str, ground: Ground) -> str:
    return unit_text(ground.catalog.indicators[indicator].term)


def origins(told: Told, documents: Iterable[str], setter: Setter) -> Iterator[Block]:
    """Yield what the numbers rest on: snapshots, the documents of the standards, and how it was judged."""
    rows = ((word(name), word(str(year), "center"), word(digest[:_FINGERPRINT])) for name, year, digest in told.origins)
    yield setter.table("封存的数据", ("单位", "数据年度", "快照"), rows, (0.5, 0.2, 0.3))
    if listed := tuple(documents):
        yield setter.text(f"标准依据：{'、'.join(listed)}。")
    yield setter.text("判断用未经修约的值；缺少数据或分母为零的不判断，既不算达标，也不算未达标。")
