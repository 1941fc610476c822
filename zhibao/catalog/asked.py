"""应填字段: what a school or a city is asked for follows from what the outline prints, and from what a folder adds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from zhibao.catalog.diagnosed import diagnosis_registers, printed_indicators
from zhibao.catalog.edition import Edition
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import used_fields
from zhibao.catalog.register import Register
from zhibao.terms.place import Level

ROSTER = "schools"
REASONS = "change_reasons"
_ALWAYS = (ROSTER, REASONS)


@dataclass(frozen=True, slots=True)
class Asked:
    """应填的表: a register and those of its fields that are asked for, in the register's order.

    `may_be_empty`: an optional register that the report does not print; who has nothing to enter leaves it.
    """

    register: Register
    fields: tuple[str, ...]
    may_be_empty: bool = False


def asked_for(catalog: Catalog, outline: str, level: Level, also: Collection[str] = ()) -> tuple[Asked, ...]:
    """Return the registers that places of a level fill for an outline, with the fields asked for.

    Shape: in the order in which the report first needs them, the roster before and the reasons after all others.
    Asked are the fields that printed indicators and listings use, the keys, and, for a part of a split, its
    other parts and their total, so that the sum can be checked. `also` names registers that are asked for whole.
    A province or the nation gives reasons only: everything else comes from those below it.
    """
    if level in (Level.PROVINCE, Level.NATION):
        return (Asked(catalog.registers[REASONS], tuple(catalog.registers[REASONS].fields)),)
    printed = _printed(catalog, outline)
    wanted = _with_whole_splits(catalog, set(printed))
    used = {register for register, _ in wanted}
    places = {register: place for place, (register, _) in reversed(list(enumerate(printed)))}
    diagnosed = diagnosis_registers(catalog.outlines[outline])
    whole = {*_ALWAYS, *also, *diagnosed}
    asked = []
    for name, register in catalog.registers.items():
        if register.level is not level:
            continue
        fields = tuple(
            field for field in register.fields
            if (name, field) in wanted or name in whole or (field in register.key and name in used)
        )  # fmt: skip
        if fields:
            asked.append(Asked(register, fields, register.optional and name not in used))
    first, last = -1, len(printed)
    places |= {ROSTER: first, REASONS: last + 1}
    return tuple(sorted(asked, key=lambda one: places.get(one.register.name, last)))


def asked_for_history(catalog: Catalog, edition: Edition, year: int) -> tuple[Asked, ...]:
    """Return the school registers of which the city fills in its totals for an earlier year."""
    names = edition.history_years[year]
    return tuple(one for one in asked_for(catalog, edition.outline, Level.SCHOOL) if one.register.name in names)


def qualified(register: str, name: str) -> tuple[str, str]:
    """Return (register, field) for a name written as `field` or `register.field`."""
    other, dot, field = name.partition(".")
    return (other, field) if dot else (register, name)


def _printed(catalog: Catalog, outline: str) -> tuple[tuple[str, str], ...]:
    """Return the (register, field) pairs behind what the outline prints, in the order of their first use."""
    definition = catalog.outlines[outline]
    pairs: dict[tuple[str, str], None] = {}
    for name in printed_indicators(definition, catalog):
        indicator = catalog.indicators[name]
        for text in (indicator.value, indicator.numerator, indicator.denominator):
            if text:
                for aggregate in catalog.formula(text).aggregates:
                    pairs |= {(aggregate.register, field): None for field in aggregate.fields}
    return (*pairs, *(pair for pair in used_fields(definition) if pair not in pairs))


def _with_whole_splits(catalog: Catalog, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    grown = set(wanted)
    while True:
        more = set(_parts_and_totals(catalog, grown)) | set(_typed_origins(catalog, grown))
        if more <= grown:
            return grown
        grown |= more


def _parts_and_totals(catalog: Catalog, wanted: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for register, field in wanted:
        definition = catalog.registers[register].fields.get(field)
        if definition is None or not definition.part_of:
            continue
        yield qualified(register, definition.part_of)
        for sibling, other in catalog.registers[register].fields.items():
            if (other.part_of, other.split) == (definition.part_of, definition.split):
                yield register, sibling


def _typed_origins(catalog: Catalog, wanted: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for register, field in wanted:
        definition = catalog.registers[register].fields.get(field)
        if definition is not None and definition.derived_from:
            yield register, definition.derived_from
