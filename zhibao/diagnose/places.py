"""学位测算: how many students are to be expected, how many the schools have room for, and what is lacking between."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from zhibao.catalog.diagnosed import ENTRANTS
from zhibao.diagnose.ground import Ground, text
from zhibao.diagnose.shortage import THRESHOLD
from zhibao.diagnose.verdict import Verdict
from zhibao.snapshot.submission import Row
from zhibao.terms.place import Level
from zhibao.terms.value import Known, Meaning, Missing, Value

REGISTER = "place_forecast"
HORIZON = 3
METHOD = (
    "方法：学制按三年，预测年份的在校生为当年与前两年招生之和，不计流失，因此偏高；尚未发生的招生，低、中、高三个数取已有各年"
    "招生数的最小值、平均值和最大值。现有学位按办学条件标准核算：每所学校取各项标准（生均占地、生均校舍、生师比等）可容纳"
    "学生数中最小的一个，再逐校相加；缺少某项条件的，按已有条件计算，是可容纳数的上限，缺口因此是下限；有学校没有任何一项条件的，"
    "不计算缺口。缺少任何一年招生数时不测算。"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """预测的一年: students as low, middle and high."""

    year: int
    low: Fraction
    middle: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Room:
    """容量: what a school's conditions are enough for, and by which standard; Missing where no condition is known.

    `unknown` are the standards whose value lacks: the number is then the most that there can be room for.
    """

    place: str
    students: Value
    by: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """填报的测算: what the city itself expects for an area and year; `lacking` is Missing where a part is."""

    area: str
    year: str
    expected: Value
    available: Value
    planned: Value
    lacking: Value
    basis: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """学位测算: `known` are the years whose entrants it rests on; `why_not` says why nothing could be forecast."""

    known: tuple[tuple[int, Fraction], ...]
    expected: tuple[Expected, ...]
    rooms: tuple[Room, ...]
    stated: tuple[Stated, ...]
    why_not: str = ""

    @property
    def capacity(self) -> int | None:
        """Return the students that the schools have room for; None while a school's room is not known at all."""
        known = [int(one.students.number) for one in self.rooms if isinstance(one.students, Known)]
        return sum(known) if known and len(known) == len(self.rooms) else None

    @property
    def is_at_most(self) -> bool:
        """Say whether the capacity is an upper bound, so that what is lacking is at least what is printed."""
        return any(one.unknown for one in self.rooms)

    def lacking(self, students: Fraction) -> Value:
        """Return the places lacking for so many students; Missing while the capacity is not known."""
        capacity = self.capacity
        silent = sum(not isinstance(one.students, Known) for one in self.rooms)
        return Missing(Meaning.NOT_SUBMITTED, max(silent, 1)) if capacity is None else Known(students - capacity)


def forecast(ground: Ground, verdicts: Iterable[Verdict]) -> Forecast:
    """Return the expected students with an interval, the room of every school, and what the city stated itself."""
    edition = ground.edition
    known = tuple((year, number) for year in edition.years if (number := _entrants(ground, year)) is not None)
    rooms = tuple(_rooms(list(verdicts), ground.places(Level.SCHOOL, edition.this)))
    stated = tuple(_stated(row) for row in ground.city_rows(REGISTER, edition.this))
    missing = [year for year in edition.data_years if year not in dict(known)]
    if missing:
        why = f"缺少{'、'.join(map(str, missing))}年的招生数，不能测算"
        return Forecast(known, (), rooms, stated, why)
    return Forecast(known, tuple(_expected(dict(known), edition.this)), rooms, stated)


def _entrants(ground: Ground, year: int) -> Fraction | None:
    computed = ground.computed(ENTRANTS, ground.edition.code, year)
    return computed.value.number if computed and isinstance(computed.value, Known) else None


def _expected(known: dict[int, Fraction], this: int) -> Iterable[Expected]:
    numbers = list(known.values())
    assumed = (min(numbers), sum(numbers, Fraction(0)) / len(numbers), max(numbers))
    for year in range(this + 1, this + 1 + HORIZON):
        cohorts = [
            sum((known.get(one, future) for one in range(year - 2, year + 1)), Fraction(0)) for future in assumed
        ]
        yield Expected(year, *cohorts)


def _rooms(verdicts: list[Verdict], schools: Iterable[str]) -> Iterable[Room]:
    for code in schools:
        found = [_room(one) for one in verdicts if one.place == code and one.standard.capacity]
        if not found:
            continue
        numbers = [(number, by) for number, by in found if number is not None]
        unknown = tuple(by for number, by in found if number is None)
        if not numbers:
            yield Room(code, Missing(Meaning.NOT_SUBMITTED, len(found)), "", unknown)
        else:
            number, by = min(numbers)
            yield Room(code, Known(Fraction(number)), by, unknown)


def _room(one: Verdict) -> tuple[int | None, str]:
    """Return how many students what is there is enough for, the standard's line being the least per student."""
    top, bottom = one.computed.numerator, one.computed.denominator
    low, high = one.standard.low, one.standard.high
    if one.standard.kind == THRESHOLD and low and isinstance(top, Known):
        return floor(top.number / low), one.standard.label
    if one.standard.kind == THRESHOLD and high and isinstance(bottom, Known):
        return floor(bottom.number * high), one.standard.label
    return None, one.standard.label


def _stated(row: Row) -> Stated:
    cells = {name: row.get(name) for name in ("expected", "available", "planned")}
    given = {
        name: cell if isinstance(cell, Known | Missing) else Missing(Meaning.NOT_SUBMITTED)
        for name, cell in cells.items()
    }
    expected, available, planned = given["expected"], given["available"], given["planned"]
    lacking: Value = Missing(Meaning.NOT_SUBMITTED)
    if isinstance(expected, Known) and isinstance(available, Known) and isinstance(planned, Known):
        lacking = Known(expected.number - available.number - planned.number)
    return Stated(
        text(row.get("area")), text(row.get("target_year")), expected, available, planned, lacking,
        text(row.get("basis")),
    )  # fmt: skip
