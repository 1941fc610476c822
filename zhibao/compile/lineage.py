"""来历的编写: for every number of a finished report its indicator in words, its parts, and the schools behind it."""

from collections.abc import Iterable, Iterator, Mapping

from zhibao.catalog.model import Indicator
from zhibao.catalog.spoken import field_label, spoken_formula
from zhibao.compile.material import Material, cell_text
from zhibao.document.lineage import Behind, Explanation, Lineage, Share, ValueName
from zhibao.document.nodes import Number
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.value import Computed, Known, Value, ValueKey

_BETWEEN = "比"
_PARTS = Form(6, trim=True)
"""Parts are sums of cells; six decimals hold every one, and no zeros are added."""


def lineage(numbers: Iterable[Number], material: Material) -> Lineage:
    """Return what stands behind the numbers of a report.

    Missing: a number whose indicator or period is not of this report has no entry; its page tells what it carries.
    """
    everything = tuple(numbers)
    printed = tuple(one for one in everything if one.indicator in material.catalog.indicators)
    names = tuple(dict.fromkeys(one.indicator for one in printed))
    keys = _keys(names, material)
    changes = dict(_changes(printed, keys))
    wanted = dict.fromkeys(name for one in printed if (name := _name(one)) in keys)
    wanted |= dict.fromkeys(name for pair in changes.values() for name in pair)
    schools = {year: _schools(material, year) for year in sorted({keys[name].year for name in wanted})}
    values = {name: _behind(keys[name], schools[keys[name].year], material) for name in wanted}
    values |= dict(_published((one for one in printed if _name(one) not in keys), material))
    members = {(name[0], name[3]): material.member_label(name[0], name[3]) for name in wanted if name[3]}
    everyone = {code: name for listed in schools.values() for code, name in listed.items()}
    return Lineage(
        {name: explanation_of(material.indicator(name), material) for name in names}
        | dict(_fields(everything, material)),
        values,
        changes,
        {**everyone, material.place.code: material.place.name, material.edition.code: material.edition.place},
        members,
        dict(_holders(keys.values(), everyone, material)),
    )


def explanation_of(indicator: Indicator, material: Material) -> Explanation:
    """Return an indicator in words."""
    catalog = material.catalog

    def spoken(text: str) -> str:
        return spoken_formula(catalog.formula(text).tree, catalog.registers) if text else ""

    above, below = spoken(indicator.numerator), spoken(indicator.denominator)
    times = " × 100%" if indicator.unit == "%" else ""
    formula = spoken(indicator.value) if indicator.value else f"（{above}）÷（{below}）{times}"
    texts = (indicator.value, indicator.numerator, indicator.denominator)
    used = dict.fromkeys(one.register for text in texts if text for one in catalog.formula(text).aggregates)
    lag = f"，取前 {indicator.lag} 年的数" if indicator.lag else ""
    return Explanation(
        indicator.label,
        indicator.definition,
        formula,
        indicator.unit,
        f"{indicator.period.label}{lag}",
        above,
        below,
        tuple(catalog.registers[name].label for name in used),
        tuple(str(one.term()) for one in indicator.source),
    )


def _keys(names: Iterable[str], material: Material) -> Mapping[ValueName, ValueKey]:
    """Return the computed values of indicators by how a Number names them."""
    wanted = frozenset(names)
    return {
        (key.indicator, key.place, material.period(key.indicator, key.year), key.member): key
        for key in material.values
        if key.indicator in wanted
    }


def _name(number: Number) -> ValueName:
    return number.indicator, number.place, number.period, number.member


def _changes(
    printed: Iterable[Number], keys: Mapping[ValueName, ValueKey]
) -> Iterator[tuple[ValueName, tuple[ValueName, ValueName]]]:
    for number in printed:
        this, between, last = number.period.partition(_BETWEEN)
        later, earlier = ((number.indicator, number.place, period, number.member) for period in (this, last))
        if between and later != earlier and later in keys and earlier in keys:
            yield _name(number), (later, earlier)


def _schools(material: Material, year: int) -> Mapping[str, str]:
    listed = material.schools(year)
    return {cell_text(row.get("code")): cell_text(row.get("short_name") or row.get("name")) for row in listed}


def _behind(key: ValueKey, schools: Mapping[str, str], material: Material) -> Behind:
    """Return the parts of a value; of a city's the schools' too, where a school has any."""
    computed = material.values[key]
    form = material.form(key.indicator)
    shares: list[Share] = []
    if key.place == material.values.city:
        for code in schools:
            own = material.values.get(ValueKey(key.indicator, code, key.year, key.member))
            if own is not None:
                shares.append(Share(code, _printed(own.value, form), *_parts(own)))
    known = tuple(shares) if any(one.value[:1].isdigit() or one.value[:1] == "-" for one in shares) else ()
    return Behind(_printed(computed.value, form), *_parts(computed), computed.origin.label, known)


def _parts(computed: Computed) -> tuple[str, str]:
    if computed.denominator is None:
        return "", ""
    return _printed(computed.numerator, _PARTS), _printed(computed.denominator, _PARTS)


def _printed(value: Value, form: Form) -> str:
    return print_number(value.number, form) if isinstance(value, Known) else value.sign


def _published(numbers: Iterable[Number], material: Material) -> Iterator[tuple[ValueName, Behind]]:
    """Yield figures of larger places, which others published and nothing here computes."""
    for number in numbers:
        for one in material.catalog.benchmarks.values():
            if (one.indicator, one.area) == (number.indicator, number.place):
                yield _name(number), Behind(number.text, origin="；".join(str(source.term()) for source in one.source))


def _fields(numbers: Iterable[Number], material: Material) -> Iterator[tuple[str, Explanation]]:
    """Yield what fields of registers are called, for numbers that are counted from one without an indicator."""
    for name in dict.fromkeys(one.indicator for one in numbers):
        register, _, field = name.partition(".")
        if field and register in material.catalog.registers:
            found = material.catalog.registers[register]
            told = f"“{found.label}”{field_label(found, field)}"
            yield name, Explanation(told, "", f"由{told}逐行得出", "", "", registers=(found.label,))


def _holders(keys: Iterable[ValueKey], schools: Mapping[str, str], material: Material) -> Iterator[tuple[str, str]]:
    """Yield whose a snapshot is: a value of a school rests on its own, one of the city on the data set of a year."""
    for key in keys:
        behind = material.values[key].snapshots
        if len(behind) == 1 and key.place in schools:
            yield behind[0], f"{schools[key.place]}，{key.year}年度"
        elif len(behind) == 1 and key.place == material.values.city:
            yield behind[0], f"{material.edition.place}数据集，{key.year}年度"
