"""同一人: nobody is in the registers that `of` names twice in one year, in one school or in two.

Persons are told apart by the keyed look-up of their identity number; no number is opened, and none is shown. Parameter
`scope`: `city` (the default) looks across schools, `place` within each. A row without a number is nobody's repetition.
In a region of several cities look-ups of one key of comparison are compared, others within their city; that is said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from zhibao.catalog.model import Check
from zhibao.catalog.register import FieldType, Register
from zhibao.catalog.set_question import SetQuestion, Use
from zhibao.check.context import Context, finding
from zhibao.check.spots import Repetition, asked, left_out, repeated
from zhibao.snapshot.sets import Spot
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level
from zhibao.terms.source import CellPlace

_Person = tuple[int, str, str, str]
_FIX = "请省级把比对密钥发给这些市（zhibao key make），各市装上后（zhibao key install）重新汇交。"


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every row about a person whom an earlier row of the same year is about already."""
    if context.sets:
        found = [asked(context, question) for question in questions(check, context)]
    else:
        found = [_in_rows(check, context, name) for name in check.of]
    every = [(one, number) for number, those in enumerate(found) for one in those]
    for one, number in sorted(every, key=lambda each: (each[0].earliest[0], each[1], each[0].earliest, each[0].spot)):
        yield _finding(check, context, context.catalog.registers[check.of[number]], one)
    yield from left_out(check, context, found)
    yield from _not_compared(check, context)


def questions(check: Check, context: Context) -> tuple[SetQuestion, ...]:
    """Return what the check asks about all rows at once, register by register: whose look-up occurred before."""
    within = () if _is_region_wide(check) else ("submission",)
    alike = ("year", *within, "compared_by", "person")
    return tuple(repeated(Use(name, persons=True), alike, "person <> ''") for name in check.of)


def _in_rows(check: Check, context: Context, register: str) -> list[Repetition]:
    seen: dict[_Person, list[Spot]] = defaultdict(list)
    for submission, handed in enumerate(context.handed):
        place = "" if _is_region_wide(check) else handed.place.code
        for number, person in enumerate(handed.look_ups.get(register, ())):
            if person:
                seen[handed.year, place, handed.compared.group, person].append((submission, number))
    return [Repetition(one, those[0]) for those in seen.values() for one in those[1:]]


def _finding(check: Check, context: Context, register: Register, found: Repetition) -> Finding:
    field = next(name for name, each in register.fields.items() if each.type is FieldType.ID_NUMBER)
    one, other = (context.handed[submission] for submission, _ in found)
    keys = [row_key(register, context.handed[place].rows[register.name][number]) for place, number in found]
    where, there = (
        handed.where(context.catalog, register.name, field, key) for handed, key in zip((one, other), keys, strict=True)
    )
    named = f"{other.place.name}的{'、'.join(register.fields[name].label for name in register.key)} {keys[1]}"
    message = check.message.format(label=register.label, other=named)
    reason = one.reason_for(register.name, keys[0], field)
    return finding(check, where, message, said="同一人", expected="一人一行", reason=reason, related=(there,))


def _not_compared(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a note that names the cities whose persons could not be compared with those of the others."""
    handed = [one for one in context.handed if one.compared.city and any(name in one.rows for name in check.of)]
    usual = Counter(one.compared.key for one in handed if one.compared.key).most_common(1)
    apart = dict.fromkeys(one.compared.city for one in handed if not usual or one.compared.key != usual[0][0])
    if not _is_region_wide(check) or not apart or len({one.compared.city for one in handed}) < 2:
        return
    names = {one.place.code: one.place.name for one in context.handed if one.place.level is Level.CITY}
    where = CellPlace(f"{context.city.name}{context.years[1]}年", place=context.city.code, year=context.years[1])
    told = "、".join(names.get(one, one) for one in apart)
    labels = "、".join(f"“{context.catalog.registers[name].label}”" for name in check.of)
    message = f"{told}的{labels}没有用全省的比对密钥加注，只在本市之内比对过，未与他市比对。"
    note = finding(check, where, message, said="未比对", expected="同一把比对密钥")
    yield replace(note, severity=Severity.NOTE, fix=_FIX)


def _is_region_wide(check: Check) -> bool:
    return check.parameters.get("scope", "city") == "city"
