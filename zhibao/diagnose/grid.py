"""诊断表的状态: for every element of the 诊改 grid, which points have data, and which a school must put in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhibao.catalog.grid import Grid, GridPoint
from zhibao.catalog.register import Register
from zhibao.diagnose.ground import Ground
from zhibao.snapshot.submission import Rows
from zhibao.terms.place import Level
from zhibao.terms.value import Known

DIAGNOSES = "self_diagnosis"
_DONE = ("已改进", "复核通过")
State = Literal["data", "part", "none", "words"]


@dataclass(frozen=True, slots=True)
class PointState:
    """诊断点的状态: data of all schools, of some, of none, or nothing we collect."""

    point: GridPoint
    state: State
    schools: int


@dataclass(frozen=True, slots=True)
class ElementState:
    """要素的状态."""

    grid: Grid
    number: str
    label: str
    points: tuple[PointState, ...]

    def count(self, state: State) -> int:
        """Return how many points are in a state."""
        return sum(one.state == state for one in self.points)


@dataclass(frozen=True, slots=True)
class SelfDiagnosis:
    """自我诊断: over all schools, how many points were diagnosed, have a problem, and have been improved."""

    schools: int
    points: int
    problems: int
    improved: int


def grid_states(ground: Ground) -> tuple[ElementState, ...]:
    """Return the state of every element of the grids in force."""
    grids = (one for one in ground.catalog.grids.values() if one.is_in_force(ground.in_force))
    return tuple(one for grid in sorted(grids, key=lambda one: (one.grid, one.number)) for one in _states(ground, grid))


def self_diagnosis(ground: Ground) -> SelfDiagnosis:
    """Return what the schools' own diagnoses come to."""
    handed = _handed(ground)
    rows = [(code, row) for code, found in handed.items() for row in found.get(DIAGNOSES, ())]
    faulty = [row for _, row in rows if row.get("has_problem") == "是"]
    improved = sum(row.get("state") in _DONE for row in faulty)
    return SelfDiagnosis(len({code for code, _ in rows}), len(rows), len(faulty), improved)


def _states(ground: Ground, grid: Grid) -> Iterator[ElementState]:
    for element in grid.elements:
        points = tuple(_state(ground, point) for point in element.points)
        yield ElementState(grid, element.number, element.label, points)


def _state(ground: Ground, point: GridPoint) -> PointState:
    if not point.indicators and not point.registers:
        return PointState(point, "words", 0)
    schools = ground.places(Level.SCHOOL, ground.edition.this)
    having = sum(_has(ground, point, code) for code in schools)
    if not having and _city_has(ground, point):
        having = len(schools)
    state: State = "data" if having == len(schools) and schools else "part" if having else "none"
    return PointState(point, state, having)


def _has(ground: Ground, point: GridPoint, code: str) -> bool:
    found = _handed(ground).get(code, {})
    if any(found.get(one) for one in point.registers):
        return True
    values = (ground.computed(one, code, ground.edition.this) for one in point.indicators)
    return any(one is not None and isinstance(one.value, Known) for one in values)


def _city_has(ground: Ground, point: GridPoint) -> bool:
    registers = (ground.catalog.registers[one] for one in point.registers)
    return any(_is_city(one) and ground.city_rows(one.name, ground.edition.this) for one in registers)


def _is_city(register: Register) -> bool:
    return register.level is Level.CITY


def _handed(ground: Ground) -> Mapping[str, Rows]:
    return ground.rows.get(ground.edition.this, {})
