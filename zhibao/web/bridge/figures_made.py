"""算册子: the indicators of a campaign's frozen data are computed and laid down, city, counties and schools."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.expression import Aggregate
from zhibao.catalog.model import Indicator
from zhibao.catalog.spoken_standard import limit_text
from zhibao.diagnose.cells import gap_text
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.verdict import Verdict
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level
from zhibao.terms.quantity import unit_text
from zhibao.terms.value import Computed, Known, Missing, Value, Values
from zhibao.web.bridge.breakdowns import written_parts
from zhibao.web.bridge.breakdowns_made import breakdowns
from zhibao.web.bridge.figures import (
    INDEX,
    LEAST_PEERS,
    About,
    Figure,
    Index,
    Part,
    Quarters,
    Rule,
    Spot,
    Term,
    file_name,
    is_made,
    key_of,
    written,
)
from zhibao.web.bridge.ground import Ground, ground

_WORDS = {"SUM": "合计", "COUNT": "计数", "COUNT DISTINCT": "不重复计数", "MAX": "最大", "MIN": "最小"}
_PERSONS = ("人", "人次")
_Table = dict[str, dict[str, dict[int, Figure]]]
_Judged = Mapping[tuple[str, str, int], Verdict]


def make(folder: Path, home: Path) -> str:
    """Lay down the book of a folder as its store stands and return its key; one that is there is left as it is.

    Raises: SnapshotError, when nothing was frozen.
    """
    key, base = key_of(folder), ground(folder)
    if is_made(home, key):
        return key
    work = base.work
    found = work.diagnosis()
    names = tuple(dict.fromkeys((*_of_values(work.values), *(one.standard.indicator for one in found.verdicts))))
    names = tuple(one for one in names if one)
    values = work.computed(names)
    judged = _judged((*found.verdicts, *found.before))
    schools, places = _tables(values, work.tables, found, judged)
    quarters = {one: _quarters(by_school) for one, by_school in schools.items()}
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(home.glob(".figures-*"))
    staged = Path(tempfile.mkdtemp(prefix=".figures-", dir=home))
    try:
        _write(staged, schools)
        parts = {}
        for one, numbers in breakdowns(base, names, values):
            parts[one.name] = one
            written_parts(staged / "b", one.name, numbers)
        index = Index(
            key=key,
            city=base.edition.code,
            place=base.edition.place,
            year=base.edition.this,
            years=work.tables.years,
            schools=tuple(_spots(base, work.tables)),
            abouts={one: _about(base, base.catalog.indicators[one], found) for one in names},
            places=places,
            quarters={one: those for one, those in quarters.items() if those},
            breakdowns=parts,
        )
        (staged / INDEX).write_text(index.model_dump_json(exclude_defaults=True), encoding="utf-8")
        if not is_made(home, key):
            shutil.rmtree(home / key, ignore_errors=True)
            staged.rename(home / key)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return key


def _of_values(values: Values) -> Iterator[str]:
    yield from dict.fromkeys(key.indicator for key in values)


def _tables(values: Values, tables: Tables, found: Diagnosis, judged: _Judged) -> tuple[_Table, _Table]:
    """Return indicator → school → year → number, and city or county → indicator → year → number."""
    schools: _Table = {}
    places: _Table = {}
    codes = {year: set(tables.places(Level.SCHOOL, year)) for year in tables.years}
    for key, one in values.items():
        if key.member:
            continue
        figure = _figure(one, judged.get((key.indicator, key.place, key.year)), found)
        if key.place in codes[key.year]:
            schools.setdefault(key.indicator, {}).setdefault(key.place, {})[key.year] = figure
        else:
            places.setdefault(key.place, {}).setdefault(key.indicator, {})[key.year] = figure
    for indicator, by_school in schools.items():
        _rank(by_school, found.ground.catalog.indicators[indicator])
    return schools, places


def _write(staged: Path, schools: _Table) -> None:
    by_school: _Table = {}
    for folder in ("k", "s"):
        (staged / folder).mkdir()
    for indicator, those in schools.items():
        (staged / "k" / f"{indicator}.json").write_bytes(written(those))
        for code, years in those.items():
            by_school.setdefault(code, {})[indicator] = years
    for code, indicators in by_school.items():
        (staged / "s" / f"{file_name(code)}.json").write_bytes(written(indicators))


def _figure(one: Computed, verdict: Verdict | None, found: Diagnosis) -> Figure:
    value = one.value
    return Figure(
        number=value.number if isinstance(value, Known) else None,
        sign="" if isinstance(value, Known) else value.sign,
        said=_said(value),
        is_undefined=not isinstance(value, Known | Missing),
        is_estimated=isinstance(value, Known) and value.estimated,
        top=_part(one.numerator),
        bottom=_part(one.denominator) if one.denominator is not None else None,
        snapshots=one.snapshots,
        rule=verdict.standard.name if verdict else "",
        outcome=verdict.outcome.value if verdict else "",
        gap=gap_text(verdict, found.ground) if verdict else "",
    )


def _said(value: Value) -> str:
    match value:
        case Known():
            return "估计" if value.estimated else ""
        case Missing():
            return f"{value.meaning.label}（缺 {value.gaps} 处）" if value.gaps > 1 else value.meaning.label
        case _:
            return value.reason


def _part(value: Value) -> Part:
    return Part(number=value.number) if isinstance(value, Known) else Part(sign=value.sign)


def _rank(by_school: dict[str, dict[int, Figure]], indicator: Indicator) -> None:
    """Give every school its place of a year: the better first, equal ones the same, and without a number none."""
    for year in {year for years in by_school.values() for year in years}:
        known = {code: years[year].number for code, years in by_school.items() if year in years}
        numbers = [one for one in known.values() if one is not None]
        for code, number in known.items():
            if number is not None:
                is_low = indicator.better == "lower"
                ahead = sum(one < number if is_low else one > number for one in numbers)
                ranked = {"rank": ahead + 1, "ranked": len(numbers)}
                by_school[code][year] = by_school[code][year].model_copy(update=ranked)


def _quarters(by_school: Mapping[str, Mapping[int, Figure]]) -> dict[int, Quarters]:
    """Return the quartiles of the schools by year, exact between two of them; none for few schools."""
    found = {}
    for year in sorted({year for years in by_school.values() for year in years}):
        numbers = sorted(
            one.number for years in by_school.values() if (one := years.get(year)) and one.number is not None
        )
        if len(numbers) >= LEAST_PEERS:
            found[year] = (_at(numbers, 1), _at(numbers, 2), _at(numbers, 3))
    return found


def _at(numbers: list[Fraction], quarter: int) -> Fraction:
    whole, rest = divmod((len(numbers) - 1) * quarter, 4)
    after = numbers[min(whole + 1, len(numbers) - 1)]
    return numbers[whole] + (after - numbers[whole]) * Fraction(rest, 4)


def _judged(verdicts: Iterable[Verdict]) -> _Judged:
    """Return the verdict that counts for an indicator of a place: monitored lines first, advisory ones last."""
    found: dict[tuple[str, str, int], Verdict] = {}
    for one in sorted(verdicts, key=lambda each: (each.standard.advisory, not each.standard.monitored)):
        standard = one.standard
        if standard.indicator and (standard.low is not None or standard.high is not None):
            found.setdefault((standard.indicator, one.place, one.year), one)
    return found


def _spots(base: Ground, tables: Tables) -> Iterator[Spot]:
    for one in tables.schools(base.edition.this):
        snapshot = tables.snapshot_of(one.code, base.edition.this)
        yield Spot(
            code=one.code,
            name=one.name,
            county=one.within,
            has_data=snapshot is not None,
            snapshot=snapshot.id if snapshot else "",
        )


def _about(base: Ground, one: Indicator, found: Diagnosis) -> About:
    terms = tuple(_terms(base, one))
    unit = unit_text(one.term).replace(":", "∶")
    return About(
        name=one.name,
        label=one.label,
        definition=one.definition,
        unit=unit,
        decimals=one.decimals,
        better=one.better,
        group=terms[0].label if terms else "其他",
        is_share=bool(one.denominator),
        top=_named(base, one.numerator, "分子") if one.denominator else "",
        bottom=_named(base, one.denominator, "分母") if one.denominator else "",
        terms=terms,
        rules=tuple(_rules(found, one.name)),
        counts_persons=unit in _PERSONS and not one.denominator,
        may_exceed=one.may_exceed,
        breaks=tuple(_breaks(base, one)),
    )


def _breaks(base: Ground, one: Indicator) -> Iterator[int]:
    """Yield the data years from which on an indicator means something else, the year to come included."""
    years = [year - one.lag for year in (*base.work.tables.years, base.edition.this + 1)]
    yield from (each.year + one.lag for each in breaks_of_indicator(base.catalog, one.name, years))


def _rules(found: Diagnosis, indicator: str) -> Iterator[Rule]:
    seen = {one.standard.name: one for one in found.verdicts if one.standard.indicator == indicator}
    for one in seen.values():
        standard = one.standard
        yield Rule(
            name=standard.name,
            label=f"{standard.group}：{standard.label}",
            low=standard.low,
            high=standard.high,
            requires=limit_text(standard, one.unit).replace(":1", "∶1"),
            source="；".join(str(each.term()) for each in standard.source),
            is_advisory=standard.advisory,
        )


def _terms(base: Ground, one: Indicator) -> Iterator[Term]:
    seen: dict[Aggregate, None] = {}
    for text in (one.value, one.numerator, one.denominator):
        if text:
            seen |= dict.fromkeys(base.catalog.formula(text).aggregates)
    for each in seen:
        register = base.catalog.registers[each.register]
        fields = tuple(dict.fromkeys(name for name in (each.field, *each.fields) if name in register.fields))
        what = register.fields[each.field].label if each.field in register.fields else "行数"
        words = f"{what}（{_WORDS.get(each.function, each.function)}{'，按条件' if each.where else ''}）"
        yield Term(source=each.register, label=register.label, fields=fields, words=words)


def _named(base: Ground, formula: str, otherwise: str) -> str:
    """Return what one part of a quotient is called; a plain word where it is made of several."""
    parts = base.catalog.formula(formula).aggregates
    fields = {name for part in parts for name in part.fields}
    if len(parts) != 1 or len(fields) != 1:
        return otherwise
    return base.catalog.registers[parts[0].register].fields[fields.pop()].label
