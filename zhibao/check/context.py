"""校验的对象: what every kind of check looks at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import log
from typing import NamedTuple

from zhibao.catalog.asked import Asked
from zhibao.catalog.expression import Condition
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.catalog.register import RegisterField
from zhibao.check.columns import Columns
from zhibao.check.robust import centre_and_spread
from zhibao.snapshot.at_hand import WhenAsked
from zhibao.snapshot.comparison import Compared
from zhibao.snapshot.sets import Sets
from zhibao.snapshot.submission import Answer, Cell, LookUps, Other, Reason, Row, Rows, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.source import CellPlace, Location
from zhibao.terms.value import Known, Meaning, Missing, Value, Values

CONFIRMED = "核实"


class CellName(NamedTuple):
    """格名: which cell of one place and year: the register, the key of its row ('' in a form), the field."""

    register: str
    key: str
    field: str


Numbers = Mapping[CellName, Fraction]
"""Every number that one place typed for one year."""


class Growth(NamedTuple):
    """通常的变化: in how many schools a number can be compared with last year's, and how their logarithms lie."""

    schools: int
    centre: float
    spread: float


@dataclass(frozen=True)
class Handed:
    """一份报送: one place's rows of one year, as frozen or still being typed.

    `look_ups` tell persons in registers apart and are nothing else; a release has none. `compared`
    says with whose they may be compared in a region of several cities.
    """

    place: Place
    year: int
    rows: Rows
    reasons: tuple[Reason, ...]
    asked: tuple[Asked, ...]
    workbook: str = ""
    answers: tuple[Answer, ...] = ()
    others: tuple[Other, ...] = ()
    look_ups: LookUps = field(default_factory=dict)
    compared: Compared = field(default_factory=Compared)
    _columns: dict[str, Columns] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def typed(self) -> Numbers:
        """Return every asked number."""
        found: dict[CellName, Fraction] = {}
        for asked in self.asked:
            register = asked.register
            names = [name for name in asked.fields if register.fields[name].type.is_number]
            for row in self.rows.get(register.name, ()) if names else ():
                key = row_key(register, row)
                for name in names:
                    if isinstance(value := row.get(name), Known):
                        found[CellName(register.name, key, name)] = value.number
        return found

    def columns(self, register: str) -> Columns:
        """Return the rows of a register by column; made once."""
        if register not in self._columns:
            self._columns[register] = Columns(self.rows.get(register, ()))
        return self._columns[register]

    def asks(self, register: str, field: str) -> bool:
        """Say whether this place is asked for a field."""
        return (register, field) in self._asked_names

    @cached_property
    def _asked_names(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.register.name, field) for one in self.asked for field in one.fields)

    def reason_for(self, register: str, key: str, field: str) -> str:
        """Return the 说明 given for a cell, or for its whole row; '' when there is none."""
        for one in self.reasons:
            if one.register == register and one.key == key and one.field in (field, ""):
                return one.text
        return ""

    def confirmed(self, cell: CellName) -> str:
        """Return the 说明 of a cell where it says that the number itself was checked; a cause alone does not."""
        text = self.reason_for(*cell)
        return text if CONFIRMED in text else ""

    def where(self, catalog: Catalog, register: str, field: str, key: str = "") -> CellPlace:
        """Return the place of a cell as people name it."""
        definition = catalog.registers[register]
        label = definition.fields[field].label if field else ""
        # A key that is personal tells rows apart for programs and is not shown to people.
        hidden = any(definition.fields[name].personal for name in definition.key)
        return CellPlace(
            f"{self.place.name}{self.year}年",
            definition.label,
            label=f"{'' if hidden else key} {label}".strip(),
            place=self.place.code,
            year=self.year,
            register=register,
            key=key,
            field=field,
        )


class CaseText(NamedTuple):
    """案例文字: who hands in a case (code), its file as people name it, and what it says."""

    place: str
    file: str
    text: str


@dataclass(frozen=True)
class Context:
    """校验的范围: every submission of the edition, its city values and the definitions.

    `history` holds what the same schools handed in for the years before; no check speaks of it. `rules` are the
    checks that may be asked for their conditions. `only`: place code and year of the one submission of which somebody
    wants to hear, and `register` the one register of it, if named; what is found in others may be left out, what they
    say is compared with all the same.
    `sets` answers what is asked of all rows of `handed` at once, counting submissions as they stand there; without it
    they are looked through here. `usual` is how numbers grew in most schools, where these are not all at hand.
    """

    catalog: Catalog
    handed: tuple[Handed, ...]
    expected: Mapping[int, tuple[Place, ...]]
    values: Values
    printed: tuple[str, ...]
    years: tuple[int, int]
    city: Place
    history: tuple[Handed, ...] = ()
    rules: Mapping[str, Check] = field(default_factory=dict)
    cases: tuple[CaseText, ...] = ()
    only: tuple[str, int] | None = None
    register: str = ""
    sets: Sets | None = None
    region: Region | None = None
    usual: Mapping[CellName, Growth] | None = None

    @property
    def is_read_in_turn(self) -> bool:
        """Say whether rows are read when they are asked for, because there may be too many to hold them all."""
        return any(isinstance(one.rows, WhenAsked) for one in self.handed)

    @property
    def cities(self) -> tuple[str, ...]:
        """Return the codes of the cities that the edition is about; a city's own alone."""
        return self.region.cities if self.region else (self.city.code,)

    def schools_of(self, place: Place, year: int) -> tuple[Place, ...]:
        """Return the schools that a city's or the region's own numbers are about, of those expected in a year."""
        schools = self.expected.get(year, ())
        if self.region is None or place.code == self.city.code:
            return schools
        return tuple(one for one in schools if self.region.city_of_county(one.within) == place.code)

    @cached_property
    def spoken_of(self) -> tuple[Handed, ...]:
        """Return the submissions in which something is looked for."""
        return tuple(one for one in self.handed if self.only in (None, (one.place.code, one.year)))

    def is_asked(self, place: str, year: int, register: str) -> bool:
        """Say whether somebody wants to hear of a register of a submission."""
        return self.only in (None, (place, year)) and self.register in ("", register)

    def condition(self, rule: Check) -> Condition:
        """Return what a check demands; parsed once. Raises FormulaError, when it cannot be understood."""
        return self.catalog.condition(rule.must, rule.rows_of)

    @cached_property
    def typed(self) -> Mapping[tuple[str, int], Numbers]:
        """Return (place code, year) → every asked number of that submission, those of earlier years too."""
        return {(one.place.code, one.year): one.typed for one in (*self.handed, *self.history)}

    @cached_property
    def schools(self) -> Mapping[int, tuple[Handed, ...]]:
        """Return year → the submissions of schools."""
        found: dict[int, list[Handed]] = defaultdict(list)
        for one in (*self.handed, *self.history):
            if one.place.level is Level.SCHOOL:
                found[one.year].append(one)
        return {year: tuple(those) for year, those in found.items()}

    @cached_property
    def growths(self) -> Mapping[CellName, Mapping[str, float]]:
        """Return cell → school code → logarithm of this year's number over last year's, where both are positive."""
        found: dict[CellName, dict[str, float]] = defaultdict(dict)
        for last, this in self._every_pair():
            if this.place.level is Level.SCHOOL:
                for cell, now in this.typed.items():
                    then = last.typed.get(cell, Fraction(0)) if self.register in ("", cell.register) else 0
                    if now > 0 and then > 0:
                        found[cell][this.place.code] = log(now / then)
        return found

    @cached_property
    def usual_growths(self) -> Mapping[CellName, Growth]:
        """Return how the numbers that several schools have grew in most of them."""
        if self.usual is not None:
            return self.usual
        return {
            cell: Growth(len(growths), *centre_and_spread([*growths.values()]))
            for cell, growths in self.growths.items()
            if len(growths) > 1
        }

    def pairs(self) -> Iterator[tuple[Handed, Handed]]:
        """Yield (last year's, this year's) submissions of the same place, of those in which something is looked for."""
        for last, this in self._every_pair():
            if self.only in (None, (this.place.code, this.year)):
                yield last, this

    def _every_pair(self) -> Iterator[tuple[Handed, Handed]]:
        last = {one.place.code: one for one in self.handed if one.year == self.years[0]}
        for one in self.handed:
            if one.year == self.years[1] and one.place.code in last:
                yield last[one.place.code], one

    def numbers(self, register: str, asked: Asked) -> Iterator[tuple[str, RegisterField]]:
        """Yield the asked number fields of a register."""
        for name in asked.fields:
            definition = self.catalog.registers[register].fields[name]
            if definition.type.is_number:
                yield name, definition


def finding(
    check: Check,
    where: Location,
    message: str,
    *,
    said: str = "",
    expected: str = "",
    reason: str = "",
    computation: str = "",
    related: tuple[Location, ...] = (),
) -> Finding:
    """Return a finding of a check, with the check's own advice and ground."""
    return Finding(
        rule=check.name,
        severity=check.severity,
        where=where,
        message=message,
        said=said,
        expected=expected,
        fix=check.fix,
        source=tuple(one.term() for one in check.source),
        computation=computation,
        related=related,
        reason=reason,
    )


def digits(value: Value | Fraction | None) -> str:
    """Return a number as people write it, without loss."""
    number = value.number if isinstance(value, Known) else value
    if not isinstance(number, Fraction):
        return "（无）"
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4f}".rstrip("0").rstrip(".")


def shown(field: RegisterField, content: Cell | None) -> str:
    """Return a cell as findings may quote it; what is personal is never quoted."""
    if field.personal:
        return Meaning.SUPPRESSED.sign
    if isinstance(content, Missing):
        return content.meaning.label
    return digits(content) if isinstance(content, Known) else str(content or "空")


def cell(row: Row, field: str) -> Value | None:
    """Return a cell that holds a number or says why not; None for text."""
    content = row.get(field)
    return content if not isinstance(content, str) and isinstance(content, Value) else None
