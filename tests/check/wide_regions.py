"""Provinces at random, in memory: last year's numbers with all kinds of slips; rows are at hand or read in turn."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.regions import region
from tests.registers import catalog
from zhibao.catalog.asked import REASONS, ROSTER, Asked
from zhibao.catalog.register import FieldType, Register
from zhibao.check.context import Context, Handed
from zhibao.snapshot.at_hand import WhenAsked
from zhibao.snapshot.submission import Cell, Other, Reason, Row, Rows
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Computed, Known, Meaning, Missing, ValueKey, Values

YEARS, EARLIER = (2020, 2021), (2017, 2018, 2019)
WHOLE = region("A", "B")
SCHOOLS = tuple(
    Place(Level.SCHOOL, f"{city}-{number}", f"示例{number // 2}校", f"{city}/东区")
    for city in "AB"
    for number in range(6)
)
_PERSONS = "graduate_records"
_TEXT = "参加培训的学员经考核合格后由主办单位颁发示例行业协会统一印制的初级技能培训合格证书与学时证明，扩招，已核实。"
_WHY = ("已核实", "扩招，人数增加", "停招，人数减少")
_NAMED = ("students", "graduates", "learning", "facilities", "staff", "enterprises", "schools")
_PARTS = frozenset(one.of[0] for one in catalog().checks.values() if one.kind == "funnel")
"""Numbers that are smaller than what they are a part of."""
_MOVES = (*[Fraction(21, 20), Fraction(19, 20), Fraction(101, 100)] * 5, Fraction(10), Fraction(3, 2))


def context(seed: int, forms: int = 8) -> Context:
    """Return what two cities hand in: forms and lists of theirs, a school missing, values of two indicators."""
    chance = random.Random(seed)
    names = _registers(chance, forms)
    places = [*SCHOOLS, *WHOLE.parts, WHOLE.place]
    then: dict[str, dict[str, list[Row]]] = {}
    found: dict[int, list[Handed]] = {}
    for year in (*EARLIER, *YEARS):
        for place in places[1:] if year == YEARS[1] else places:
            then[place.code] = _next(then.get(place.code, {}), _own(names, place), chance)
            found.setdefault(year, []).append(_handed(place, year, then[place.code], names, chance))
        then[SCHOOLS[3].code] |= {name: those for name, those in then[SCHOOLS[2].code].items() if len(those) == 1}
    handed = [one for year in YEARS for one in sorted(found[year], key=lambda one: f"{one.place.code}.json")]
    keys = [(name, code, year) for name in ("employment_rate", "graduates") for code in ("P", "A-1") for year in YEARS]
    numbers = {ValueKey(*one): Known(Fraction(chance.choice((50, 90, 140)))) for one in keys}
    return Context(
        catalog=catalog(),
        handed=tuple(handed),
        expected=dict.fromkeys(YEARS, SCHOOLS),
        values=Values({key: Computed(value, value, Known(Fraction(1))) for key, value in numbers.items()}, "P"),
        printed=("employment_rate", "graduates"),
        years=YEARS,
        city=WHOLE.place,
        history=tuple(one for year in EARLIER for one in found[year] if one.place.level is Level.SCHOOL),
        region=WHOLE,
    )


def read_in_turn(whole: Context) -> Context:
    """Return a context whose rows are made when they are asked for, each time anew."""
    return replace(whole, handed=tuple(map(_in_turn, whole.handed)), history=tuple(map(_in_turn, whole.history)))


def _in_turn(one: Handed) -> Handed:
    return replace(one, rows=WhenAsked(one.rows, lambda name: tuple(map(dict, one.rows[name]))))


def _registers(chance: random.Random, forms: int) -> list[Register]:
    """Return what is asked for: some forms with numbers, some lists, the register of persons, rosters and reasons."""
    every = [one for one in catalog().registers.values() if one.name not in ("schools", REASONS, _PERSONS)]
    several = [one for one in every if not one.personal and sum(each.type.is_number for each in one.fields.values())]
    lists = [one for one in several if one.shape == "rows"]
    stages = [one for one in every if one.stages][:1]
    chosen = chance.sample([one for one in several if one.shape == "form"], forms) + chance.sample(lists, forms // 3)
    named = [catalog().registers[name] for name in _NAMED]
    last = [catalog().registers[name] for name in (_PERSONS, REASONS)]
    return list({one.name: one for one in (*named, *chosen, *stages, *last)}.values())


def _own(names: Sequence[Register], place: Place) -> list[Register]:
    level = Level.SCHOOL if place.level is Level.SCHOOL else Level.CITY
    return [one for one in names if one.level is level and (place != WHOLE.place or one.name == REASONS)]


def _handed(place: Place, year: int, rows: Mapping[str, list[Row]], names: Sequence[Register],
            chance: random.Random) -> Handed:  # fmt: skip
    asked = tuple(Asked(one, tuple(one.fields)) for one in _own(names, place))
    reasons, others = list[Reason](), list[Other]()
    for name in (name for name, those in rows.items() if those and chance.random() < 0.3):
        register = catalog().registers[name]
        number = next((one for one, field in register.fields.items() if field.type.is_number), "")
        if register.shape == "form" and number:
            reasons.append(Reason(name, "", number, chance.choice(_WHY)))
            others.append(Other(name, "", number, "77", "imported:示例系统"))
    there: Rows = {name: tuple(those) for name, those in rows.items() if chance.random() < 0.95}
    look_ups = {_PERSONS: tuple(f"N{chance.randrange(9)}" for _ in there[_PERSONS])} if _PERSONS in there else {}
    return Handed(place, year, there, tuple(reasons), asked, others=tuple(others), look_ups=look_ups)


def _next(then: Mapping[str, list[Row]], own: Sequence[Register], chance: random.Random) -> dict[str, list[Row]]:
    """Return the rows of a year: as last year's moved, or new ones."""
    found = {}
    for register in own:
        before = then.get(register.name, [])
        many = (
            1 if register.shape == "form" else max(len(before), chance.randrange(1, 4), 8 * (register.name == ROSTER))
        )
        found[register.name] = [
            _row(register, before[number] if number < len(before) else {}, number, chance) for number in range(many)
        ]
    return found


def _row(register: Register, before: Row, number: int, chance: random.Random) -> Row:
    row: dict[str, Cell] = {}
    slip = chance.random()
    for name, field in register.fields.items():
        last = before.get(name)
        if name in register.key:
            row[name] = last if last is not None else _key(field.type, field.list, number)
        elif field.personal:
            row[name] = Missing(Meaning.SUPPRESSED)
        elif chance.random() < (0.02 if field.type.is_number else 0.2):
            row[name] = Missing(chance.choice(tuple(Meaning)))
        elif field.type.is_number:
            row[name] = _number(last, 200 if f"{register.name}.{name}" in _PARTS else 1500, slip, chance)
        elif field.type is FieldType.CODE:
            row[name] = chance.choice(tuple(catalog().lists[field.list].items))
        elif field.type is FieldType.DATE:
            row[name] = date(chance.choice((2019, 2020, 2021)), chance.randrange(1, 13), 5)
        else:
            row[name] = chance.choice((_TEXT, _TEXT[chance.randrange(40) :], "示例机电", "示例 机电", ""))
    return row


def _key(kind: FieldType, codes: str, number: int) -> Cell:
    if kind is FieldType.CODE:
        return tuple(catalog().lists[codes].items)[number]
    return Known(Fraction(number)) if kind.is_number else date(2021, 3, 1 + number) if kind is FieldType.DATE else str(
        number
    )  # fmt: skip


def _number(last: Cell | None, size: int, slip: float, chance: random.Random) -> Known:
    """Return a number: last year's, a little more or less, times ten, with two digits exchanged, or another."""
    if not isinstance(last, Known) or chance.random() < 0.03:
        return Known(
            Fraction(chance.randrange(size * 3 // 4, size * 5 // 4) * chance.choice((1, 1, 1, 1, 1, 1, 1, 30)))
        )
    said = str(int(last.number))
    if slip < 0.1:
        return last
    if len(said) > 2 and chance.random() < 0.06:
        return Known(Fraction(said[1] + said[0] + said[2:]))
    return Known(Fraction(int(last.number * chance.choice(_MOVES))))
