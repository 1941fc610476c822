"""同一人: nobody is in the registers that `of` names twice in one year, in one school or in two.

Persons are told apart by the keyed look-up of their identity number; no number is opened, and none is shown. Parameter
`scope`: `city` (the default) looks across schools, `place` within each. A row without a number is nobody's repetition.
"""

from collections import defaultdict
from collections.abc import Iterator

from zhibao.catalog.model import Check
from zhibao.catalog.register import FieldType, Register
from zhibao.check.context import Context, Handed, finding
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.finding import Finding

_Person = tuple[str, int, str, str]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every row about a person whom an earlier row of the same year is about already."""
    city_wide = check.parameters.get("scope", "city") == "city"
    seen: dict[_Person, list[tuple[Handed, Row]]] = defaultdict(list)
    for handed in context.handed:
        for name in check.of:
            rows, look_ups = handed.rows.get(name, ()), handed.look_ups.get(name, ())
            for row, person in zip(rows, look_ups, strict=False):
                if person:
                    seen[name, handed.year, "" if city_wide else handed.place.code, person].append((handed, row))
    for (name, *_), (first, *others) in seen.items():
        for one in others:
            yield _finding(check, context, context.catalog.registers[name], one, first)


def _finding(
    check: Check, context: Context, register: Register, one: tuple[Handed, Row], other: tuple[Handed, Row]
) -> Finding:
    field = next(name for name, each in register.fields.items() if each.type is FieldType.ID_NUMBER)
    keys = [row_key(register, row) for _, row in (one, other)]
    where, there = (
        handed.where(context.catalog, register.name, field, key)
        for (handed, _), key in zip((one, other), keys, strict=True)
    )
    named = f"{other[0].place.name}的{'、'.join(register.fields[name].label for name in register.key)} {keys[1]}"
    message = check.message.format(label=register.label, other=named)
    reason = one[0].reason_for(register.name, keys[0], field)
    return finding(check, where, message, said="同一人", expected="一人一行", reason=reason, related=(there,))
