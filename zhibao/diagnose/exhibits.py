"""诊断入年报: the tables of a report that show what the diagnosis comes to, as plain blocks that compile numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhibao.catalog.diagnosed import chosen_standards, diagnosis_faults, diagnosis_tables, printed_indicators
from zhibao.catalog.exhibit import DiagnosisTable
from zhibao.catalog.files import CatalogError
from zhibao.catalog.outline import Outline
from zhibao.catalog.persons import columns_in_use
from zhibao.catalog.standard import Standard
from zhibao.diagnose.cells import (
    NOTHING,
    bound_number,
    gap_text,
    head,
    limit,
    result_text,
    shortage_text,
    value_number,
    whole,
    word,
)
from zhibao.diagnose.chapters.places import forecast_rows
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.ground import Ground
from zhibao.diagnose.problems import Measure, Problem, Shown, evidence_indicators
from zhibao.diagnose.run import diagnose
from zhibao.diagnose.verdict import Outcome, Verdict
from zhibao.document.nodes import Cell, Inlines, Row, Strong, Table, Text
from zhibao.terms.place import Level, Place
from zhibao.terms.quantity import unit_text
from zhibao.terms.unit import UNITS
from zhibao.terms.value import ValueKey, Values

_STRONG = "加粗的值低于标准；缺少数据或分母为零的不判断，既不算达标，也不算未达标。"
_SAME = "两年按同一套标准对照；缺少数据的学校列入“不能判断”。"


@dataclass(frozen=True, slots=True)
class _Made:
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    nothing: str = "没有"


def report_tables(ground: Ground, values: Values, outline: Outline, about: Place | None = None) -> dict[str, Table]:
    """Return the diagnosis tables of an outline by their names, without captions; `about` is the school of a report.

    Missing: a table with nothing in it says so in its one row, and in a school's report is not there.
    Raises: CatalogError with file:line, for standards that there are not.
    """
    for fault in diagnosis_faults(outline, ground.catalog):
        raise CatalogError(fault)
    if not any(diagnosis_tables(outline)):
        return {}
    found = diagnose(ground, values)
    tables: dict[str, Table] = {}
    for exhibit, spec in diagnosis_tables(outline):
        made = _school(found, spec, about) if about else _BUILDERS[spec.shows](found, spec)
        rows = made.rows
        if not rows and about is None:
            columns = sum(cell.columns for cell in made.head[0])
            rows = ((word(made.nothing), *(word(NOTHING, "center") for _ in range(columns - 1))),)
        if rows:
            notes: tuple[Inlines, ...] = tuple((Text(one),) for one in made.notes)
            widths = spec.widths or made.widths
            tables[exhibit.name] = Table(exhibit.name, "", None, _over(made.head, rows), rows, widths, notes=notes)
    return tables


def _over(head_rows: tuple[Row, ...], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the head with each text over its column as the cells below stand; one of two levels as it is."""
    if len(head_rows) > 1:
        return head_rows
    return (tuple(replace(cell, align=below.align) for cell, below in zip(head_rows[0], rows[0], strict=True)),)


def indicators_of_report(outline: Outline, ground: Ground) -> tuple[str, ...]:
    """Return the indicators that a report prints: its outline's, its diagnosis', those that its problems name.

    Missing: of those that problems and measures name, the ones about persons are not printed.
    """
    printed = printed_indicators(outline, ground.catalog)
    if not any(spec.shows in ("problems", "measures") for _, spec in diagnosis_tables(outline)):
        return printed
    named = (one for one in evidence_indicators(ground) if not columns_in_use(ground.catalog, [one]))
    return tuple(dict.fromkeys((*printed, *named)))


def _lines(found: Diagnosis, spec: DiagnosisTable, level: Level) -> list[Standard]:
    """Return the standards of a table that some place of a level was held against."""
    names = set(chosen_standards(spec, found.ground.catalog.standards))
    used = {one.standard.name for one in found.verdicts if one.level is level}
    return [one for one in found.ground.standards if one.name in names & used]


def _counts(found: Diagnosis, spec: DiagnosisTable) -> _Made:
    rows = []
    for one in _lines(found, spec, Level.SCHOOL):
        now, last = found.counts(one), found.counts(one, last=True)
        cells = (now[Outcome.MET], last[Outcome.MET], now[Outcome.BELOW], now[Outcome.UNJUDGED])
        rows.append((word(one.label), word(_asked(found, one)), *map(whole, cells)))
    columns = ("标准", "要求", "达标学校（所）", "上年达标（所）", "未达标（所）", "不能判断（所）")
    return _Made(head(columns), tuple(rows), (_SAME, _documents(found, spec)), (0.33, 0.23, 0.11, 0.11, 0.11, 0.11))


def _values(found: Diagnosis, spec: DiagnosisTable) -> _Made:
    lines = _lines(found, spec, Level.SCHOOL)
    given = {(one.place, one.level, one.standard.name): one for one in found.verdicts}
    edition = found.ground.edition
    places = [(code, Level.SCHOOL) for code in found.ground.places(Level.SCHOOL, edition.this)]
    rows = []
    for code, level in (*places, (edition.code, Level.CITY)):
        own = [given.get((code, level, one.name)) for one in lines]
        below = sum(one is not None and one.outcome is Outcome.BELOW for one in own)
        name = found.ground.names[code] if level is Level.SCHOOL else "全市"
        last = whole(below) if level is Level.SCHOOL else word(NOTHING, "right")
        rows.append((word(name), *(_judged(one, found.ground) for one in own), last))
    asked = [_asked(found, one) for one in lines]
    top = tuple(word(text, "center") for text in ("学校", *(_with_unit(one, found) for one in lines), "未达标（项）"))
    low = tuple(word(text, "center") for text in ("要求", *asked, ""))
    return _Made((top, low), tuple(rows), (_STRONG, _documents(found, spec)))


def _below(found: Diagnosis, spec: DiagnosisTable) -> _Made:
    below, rows = found.schools_below(), []
    for standard in _lines(found, spec, Level.SCHOOL):
        those = sorted(below.get(standard.name, ()), key=lambda one: -abs(one.judgment.gap or Fraction(0)))
        for one in those:
            said = (standard.label, _unit(one), limit(one), found.ground.names[one.place])
            lack = (gap_text(one, found.ground), shortage_text(one))
            rows.append((*map(word, said), _value(one, found.ground), *map(word, lack)))
    columns = ("标准", "单位", "要求", "学校", "本校值", "差距", "还缺")
    widths = (0.22, 0.09, 0.15, 0.18, 0.1, 0.12, 0.14)
    notes = ("还缺：其他不变时，达到标准还要增加的数量。", _documents(found, spec))
    return _Made(head(columns), tuple(rows), notes, widths)


def _city(found: Diagnosis, spec: DiagnosisTable) -> _Made:
    names = set(chosen_standards(spec, found.ground.catalog.standards))
    own = [one for one in found.of(found.ground.edition.code) if one.level is Level.CITY and one.standard.name in names]
    columns = ("标准", "单位", "要求", "全市值", "结果", "差距", "走势")
    notes = ("标准对学校提出；全市值按全市的分子、分母计算，只用来看总体。", _documents(found, spec))
    return _Made(head(columns), tuple(own_row(one, found.ground) for one in own), notes, _OWN_WIDTHS)


def _school(found: Diagnosis, spec: DiagnosisTable, about: Place | None) -> _Made:
    names = set(chosen_standards(spec, found.ground.catalog.standards))
    own = [one for one in found.of(about.code if about else "") if one.standard.name in names]
    known = [one for one in own if one.outcome is not Outcome.UNJUDGED]
    columns = ("标准", "单位", "要求", "本校值", "结果", "差距", "走势")
    rows = tuple(own_row(one, found.ground) for one in known)
    left = [one.standard.label for one in own if one.outcome is Outcome.UNJUDGED]
    notes = (f"缺少数据、不能判断的：{'、'.join(left)}。",) if left else ()
    return _Made(head(columns), rows, (*notes, _documents(found, spec)), _OWN_WIDTHS)


_OWN_WIDTHS = (0.28, 0.09, 0.22, 0.1, 0.1, 0.14, 0.07)


def own_row(one: Verdict, ground: Ground) -> Row:
    """Return a verdict on a place as a row of its own table: what is asked, its value, and how it stands."""
    return (
        word(one.standard.label),
        word(_unit(one), "center"),
        word(limit(one)),
        _value(one, ground),
        word(result_text(one)),
        word(gap_text(one, ground) or NOTHING),
        word(one.trend.label, "center"),
    )


def _problems(found: Diagnosis, _: DiagnosisTable) -> _Made:
    def row(one: Problem) -> Row:
        last, this = _evidence(one.shown, found.ground)
        named = _named(one.shown, found.ground)
        return (word(one.problem), word(one.fact), word(one.cause), word(named), last, this, word(one.raised, "center"))

    columns = ("问题", "事实", "原因", "依据指标", *_years(found), "首次提出")
    return _Made(head(columns), tuple(map(row, found.follow.problems)), (), (0.18, 0.18, 0.16, 0.18, 0.1, 0.1, 0.1))


def _measures(found: Diagnosis, _: DiagnosisTable) -> _Made:
    def row(one: Measure) -> Row:
        last, this = _evidence(one.shown, found.ground)
        due = f"{one.due}（已过）" if one.overdue else str(one.due or NOTHING)
        texts = (one.problem, one.measure, one.owner, due, one.target, _named(one.shown, found.ground))
        return (*map(word, texts), last, this, word(one.state))

    columns = ("对应问题", "措施", "责任单位", "时限", "目标", "检验指标", *_years(found), "进展")
    every = (*(one for problem in found.follow.problems for one in problem.measures), *found.follow.loose)
    return _Made(head(columns), tuple(map(row, every)), (), (0.14, 0.16, 0.12, 0.12, 0.12, 0.12, 0.08, 0.08, 0.06))


def _earlier(found: Diagnosis, _: DiagnosisTable) -> _Made:
    rows = tuple(
        tuple(map(word, (one.problem, one.measure, one.owner, one.then,
                         one.now or (NOTHING if one.answered else "没有交代"), one.result or NOTHING,
                         "是" if one.still_a_problem else "否")))
        for one in found.follow.earlier
    )  # fmt: skip
    columns = ("上年的问题", "上年的措施", "责任单位", "上年进展", "本年进展", "结果", "问题是否仍在")
    return _Made(head(columns), rows, (), (0.19, 0.21, 0.15, 0.11, 0.11, 0.12, 0.11))


def _places(found: Diagnosis, _: DiagnosisTable) -> _Made:
    over = (("年份", 1), ("预计在校生", 3), ("现有学位", 1), ("缺学位", 3))
    top = tuple(Cell((Text(said),), "center", columns, 2 if columns == 1 else 1) for said, columns in over)
    low = tuple(word(said, "right") for said in ("低", "中", "高") * 2)
    if found.forecast.why_not:
        return _Made((top, low), (), (f"{found.forecast.why_not}。",), nothing="不能测算")
    rows, notes = forecast_rows(found)
    return _Made((top, low), tuple(rows), tuple(notes))


_BUILDERS: dict[str, Callable[[Diagnosis, DiagnosisTable], _Made]] = {
    "counts": _counts,
    "values": _values,
    "below": _below,
    "city": _city,
    "problems": _problems,
    "measures": _measures,
    "earlier": _earlier,
    "places": _places,
}


def _judged(one: Verdict | None, ground: Ground) -> Cell:
    if one is None:
        return word(NOTHING, "right")
    number = value_number(one, ground)
    return Cell((Strong((number,)) if one.outcome is Outcome.BELOW else number,), "right")


def _value(one: Verdict, ground: Ground) -> Cell:
    return Cell((value_number(one, ground),), "right")


def _unit(one: Verdict) -> str:
    return unit_text(UNITS[one.unit]) if one.unit in UNITS else one.unit


def _with_unit(one: Standard, found: Diagnosis) -> str:
    indicator = found.ground.catalog.indicators[one.indicator]
    unit = "" if indicator.unit == "x:1" else unit_text(indicator.term)
    return f"{indicator.label}（{unit}）" if unit else indicator.label


def _asked(found: Diagnosis, standard: Standard) -> str:
    return next((limit(one) for one in found.verdicts if one.standard.name == standard.name), NOTHING)


def _documents(found: Diagnosis, spec: DiagnosisTable) -> str:
    names = set(chosen_standards(spec, found.ground.catalog.standards))
    used = [one.standard for one in found.verdicts if one.standard.name in names]
    titles = dict.fromkeys(f"《{cited.title}》" for one in used for cited in one.source[:1])
    return f"依据：{'、'.join(titles)}。" if titles else "本年没有适用的标准。"


def _years(found: Diagnosis) -> Sequence[str]:
    edition = found.ground.edition
    return f"{edition.last}年", f"{edition.this}年"


def _named(one: Shown | None, ground: Ground) -> str:
    return ground.catalog.indicators[one.indicator].label if one else NOTHING


def _evidence(one: Shown | None, ground: Ground) -> Iterator[Cell]:
    """Yield the cells of an indicator that a problem or a measure names, last year's and this year's."""
    for year in ground.edition.data_years:
        computed = ground.computed(one.indicator, ground.edition.code, year) if one else None
        if one is None or computed is None:
            yield word(NOTHING, "right")
        else:
            yield Cell((bound_number(ground, ValueKey(one.indicator, ground.edition.code, year), computed),), "right")
