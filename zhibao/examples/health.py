"""规则体检: how many numbers the checks look at, which sown errors they find, and what they say of clean examples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from zhibao.catalog.asked import Asked, asked_for
from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.check.context import Context, Handed
from zhibao.check.rules import all_checks
from zhibao.check.run import check, touched
from zhibao.examples import NAMES
from zhibao.examples.faults import SOWERS, Fault, faults, with_fault
from zhibao.examples.generate import Handed as Typed
from zhibao.examples.generate import generate
from zhibao.examples.model import Example, load_example
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Values

MOST = 40
"""How many errors of a kind are sown in a city."""
_SCHOOLS_PER_ERROR = 3
"""Several schools get an error at a time, but few enough that the others still show what is usual."""


class AlarmsRecord(TypedDict):
    """误报: findings on a clean example that somebody would have to act on."""

    error: int
    warning: int


class CityRecord(TypedDict):
    """一市: its numeric cells of this year, those that some rule touches, and its false alarms."""

    label: str
    schools: int
    cells: int
    touched: int
    coverage: float
    false_alarms: AlarmsRecord


class MutationRecord(TypedDict):
    """一种差错: how many were sown and found, by which rules, and how many by any that follows from the registers."""

    label: str
    seeded: int
    found: int
    recall: float
    by: dict[str, int]
    by_identities: int


class HealthRecord(TypedDict):
    """体检结果, as `zhibao check --health --format json` prints it."""

    rules: int
    cities: dict[str, CityRecord]
    coverage: float
    mutation: dict[str, MutationRecord]
    false_alarms: AlarmsRecord


@dataclass(frozen=True)
class _Tally:
    """一种差错在一市: how many were sown, and by which rules each one that was found was found."""

    sown: int
    found: tuple[frozenset[str], ...]


def health(progress: Progress = silent, most: int = MOST) -> HealthRecord:
    """Return the health of the checks on the example cities; equal calls return equal results."""
    catalog = load_catalog()
    contexts = {name: example_context(load_example(name), catalog) for name in NAMES}
    clean = {name: check(context) for name, context in contexts.items()}
    tallies: dict[str, list[_Tally]] = {kind: [] for kind in SOWERS}
    steps = [(name, kind) for name in NAMES for kind in SOWERS]
    for number, (name, kind) in enumerate(steps, 1):
        progress("播错", number, len(steps))
        tallies[kind].append(_sow(contexts[name], faults(contexts[name], kind, most), clean[name]))
    cities = {name: _city(context, clean[name]) for name, context in contexts.items()}
    identities = frozenset(generated_checks(catalog.registers))
    return HealthRecord(
        rules=len(all_checks(catalog)),
        cities=cities,
        coverage=_share(sum(one["touched"] for one in cities.values()), sum(one["cells"] for one in cities.values())),
        mutation={kind: _mutation(kind, those, identities) for kind, those in tallies.items()},
        false_alarms=_alarms([one for those in clean.values() for one in those]),
    )


def example_context(example: Example, catalog: Catalog) -> Context:
    """Return what an example hands in as the checks see it, without the detour over workbooks and store."""
    edition, generated = example.edition, generate(example, catalog)
    asked = {
        level: asked_for(catalog, edition.outline, level, edition.registers) for level in (Level.SCHOOL, Level.CITY)
    }
    schools = tuple(Place(Level.SCHOOL, one.code, one.name, one.county) for one in example.roster.schools)
    handed = tuple(
        _handed(place, year, generated[year][place.code], asked[place.level])
        for year in edition.data_years
        for place in (*schools, edition.city)
    )
    return Context(
        catalog=catalog,
        handed=handed,
        expected=dict.fromkeys(edition.data_years, schools),
        values=Values({}, edition.code),
        printed=(),
        years=edition.data_years,
        city=edition.city,
        rules=all_checks(catalog),
    )


def _handed(place: Place, year: int, typed: Typed, asked: tuple[Asked, ...]) -> Handed:
    names = {one.register.name for one in asked}
    rows = {register: rows for register, rows in typed.rows.items() if register in names}
    return Handed(place, year, rows, typed.reasons, asked)


def _city(context: Context, clean: Sequence[Finding]) -> CityRecord:
    this, reached = context.years[1], touched(context)
    cells = [
        (handed.place.code, cell)
        for handed in context.handed
        if handed.year == this
        for cell in context.typed[handed.place.code, this]
    ]
    there = sum(cell in reached for cell in cells)
    return CityRecord(
        label=context.city.name,
        schools=len(context.schools[this]),
        cells=len(cells),
        touched=there,
        coverage=_share(there, len(cells)),
        false_alarms=_alarms(clean),
    )


def _sow(context: Context, errors: Sequence[Fault], clean: Sequence[Finding]) -> _Tally:
    """Return which rules find each error: by findings that are open, about the school, and not there without it."""
    known, found = _keys(clean), []
    for round_ in _rounds(errors, len(context.schools[context.years[1]]) // _SCHOOLS_PER_ERROR):
        new = _keys(check(_with(context, round_))) - known
        for fault in round_:
            here = (fault.place, context.years[1])
            found.append(frozenset(rule for rule, where in new if (where.place, where.year) == here))
    return _Tally(len(errors), tuple(rules for rules in found if rules))


def _rounds(errors: Sequence[Fault], most: int) -> Iterator[tuple[Fault, ...]]:
    """Yield the errors, several at a time but never two of one school."""
    waiting = list(errors)
    while waiting:
        chosen = list({fault.place: fault for fault in reversed(waiting)}.values())[:most]
        yield tuple(chosen)
        waiting = [fault for fault in waiting if fault not in chosen]


def _with(context: Context, errors: Sequence[Fault]) -> Context:
    wrong = {(fault.place, context.years[1]): fault for fault in errors}
    handed = tuple(
        with_fault(one, wrong[place], context) if (place := (one.place.code, one.year)) in wrong else one
        for one in context.handed
    )
    return replace(context, handed=handed)


def _keys(findings: Iterable[Finding]) -> frozenset[tuple[str, CellPlace]]:
    return frozenset((one.rule, one.where) for one in findings if one.is_open and isinstance(one.where, CellPlace))


def _mutation(kind: str, tallies: Sequence[_Tally], identities: frozenset[str]) -> MutationRecord:
    sown, every = sum(one.sown for one in tallies), [rules for one in tallies for rules in one.found]
    by = Counter(rule for rules in every for rule in rules)
    return MutationRecord(
        label=SOWERS[kind][0],
        seeded=sown,
        found=len(every),
        recall=_share(len(every), sown),
        by=dict(sorted(by.items())),
        by_identities=sum(not identities.isdisjoint(rules) for rules in every),
    )


def _alarms(findings: Iterable[Finding]) -> AlarmsRecord:
    spoken = Counter(one.severity for one in findings if one.is_open)
    return AlarmsRecord(error=spoken[Severity.ERROR], warning=spoken[Severity.WARNING])


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
