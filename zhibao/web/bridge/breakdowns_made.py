"""算分项: what wholes consist of, at every place: sums that the registers tie together, and members of indicators."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from fractions import Fraction

from zhibao.catalog.model import Indicator
from zhibao.catalog.wholes import Whole, wholes
from zhibao.compute.sums import sum_name, with_sums
from zhibao.terms.quantity import unit_text
from zhibao.terms.unit import UNITS
from zhibao.terms.value import Computed, Known, Missing, Values
from zhibao.web.bridge.breakdowns import WHOLE, ByPlace
from zhibao.web.bridge.figures import Breakdown, Figure
from zhibao.web.bridge.ground import Ground

_LEAST = 2
_Table = dict[str, dict[str, dict[int, Figure]]]


def breakdowns(base: Ground, names: Collection[str], values: Values) -> Iterator[tuple[Breakdown, ByPlace]]:
    """Yield what wholes consist of and the numbers of it: those of the registers first, then those of indicators.

    `names` are the indicators of the book with their `values`. What nobody handed in anything of is left out, and so
    is a part that is nothing everywhere.
    """
    yield from _of_registers(base, names)
    for name in names:
        one = base.catalog.indicators[name]
        if one.by and values.members.get(name):
            yield from _kept(_members(base, one, values), _by_member(name, values))


def _of_registers(base: Ground, names: Collection[str]) -> Iterator[tuple[Breakdown, ByPlace]]:
    found = wholes(base.catalog.registers)
    fields = dict.fromkeys(each for one in found for each in (one.field, *(part for part, _ in one.parts)))
    catalog = with_sums(base.catalog, fields)
    tables = _by_indicator(base.work.computed(map(sum_name, fields), catalog))
    ours = {name: base.catalog.indicators[name] for name in names}
    for one in found:
        table: _Table = {}
        for field, key in ((one.field, WHOLE), *((part, sum_name(part)) for part, _ in one.parts)):
            for place, years in tables.get(sum_name(field), {}).items():
                table.setdefault(place, {})[key] = years
        yield from _kept(_of_whole(one, catalog.indicators[sum_name(one.field)], ours), table)


def _of_whole(one: Whole, as_sum: Indicator, ours: dict[str, Indicator]) -> Breakdown:
    """Return a whole of the registers with the indicators that count it, its parts, or a part over the whole."""
    whole, parts = _plain(one.field, ours), {sum_name(part): _plain(part, ours) for part, _ in one.parts}
    texts = {f"SUM({name})" for name in parts}
    shares = [
        name
        for name, each in ours.items()
        if each.numerator in texts and each.denominator == f"SUM({sum_name(one.field)})"
    ]
    return Breakdown(
        name=one.name,
        label=one.label,
        split=one.split,
        unit=as_sum.unit,
        decimals=as_sum.decimals,
        source=one.parts[0][0][0],
        parts={sum_name(part): label for part, label in one.parts},
        of=tuple(filter(None, (whole, *parts.values(), *shares))),
        leads={part: name for part, name in parts.items() if name},
    )


def _plain(field: tuple[str, str], ours: dict[str, Indicator]) -> str:
    """Return the indicator that is the sum of a field and nothing else; '' for none."""
    texts = (f"SUM({sum_name(field)})", f"SUM({sum_name(field)}) / 10000")
    return next((name for name, one in ours.items() if one.value in texts and not one.by), "")


def _members(base: Ground, one: Indicator, values: Values) -> Breakdown:
    register, _, field = one.by.partition(".")
    about = base.catalog.registers[register].fields[field]
    listed = base.catalog.lists[about.list].items if about.list else {}
    members = values.members[one.name]
    order = [each for each in listed if each in members] + [each for each in members if each not in listed]
    return Breakdown(
        name=one.name,
        label=one.label,
        split=about.label,
        unit=unit_text(UNITS[one.unit]),
        decimals=one.decimals,
        source=register,
        parts={each: listed[each].label if each in listed else each for each in order},
        of=(one.name,),
        has_order=False,
    )


def _by_member(name: str, values: Values) -> _Table:
    table: _Table = {}
    for key, computed in values.items():
        if key.indicator == name:
            table.setdefault(key.place, {}).setdefault(key.member or WHOLE, {})[key.year] = _figure(computed)
    return table


def _by_indicator(values: Values) -> dict[str, dict[str, dict[int, Figure]]]:
    found: dict[str, dict[str, dict[int, Figure]]] = defaultdict(dict)
    for key, computed in values.items():
        found[key.indicator].setdefault(key.place, {})[key.year] = _figure(computed)
    return found


def _kept(one: Breakdown, table: _Table) -> Iterator[tuple[Breakdown, ByPlace]]:
    """Yield a breakdown with the parts that there are; nothing for one that nobody handed anything in of."""
    there = {part for parts in table.values() for part, years in parts.items() if _is_something(years.values())}
    parts = {key: label for key, label in one.parts.items() if key in there}
    if len(parts) >= _LEAST and WHOLE in there:
        kept = {
            place: {part: years for part, years in those.items() if part == WHOLE or part in parts}
            for place, those in table.items()
        }
        yield one.model_copy(update={"parts": parts}), kept


def _is_something(figures: Collection[Figure]) -> bool:
    return any(one.number for one in figures)


def _figure(one: Computed) -> Figure:
    value = one.value
    if isinstance(value, Known):
        return Figure(number=Fraction(value.number), is_estimated=value.estimated)
    return Figure(sign=value.sign, said=value.meaning.label if isinstance(value, Missing) else value.reason)
