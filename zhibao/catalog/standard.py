"""标准的形状: a dated line for an indicator, with document and clause; its kind says how a value is held against it."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt, model_validator

from zhibao.catalog.shape import Definition, NonEmpty, Shape
from zhibao.terms.place import Level

Limit = Annotated[StrictInt | StrictFloat, Field()]


class StandardExample(Shape):
    """算例: the exact value of a place (`missing` and `undefined` too) and of its peers, and what must come out.

    `gap` is what must be added to reach the line (negative: what lies above it); `points` what a scoring kind gives;
    `peers` are the values of the other places of the same level.
    """

    value: NonEmpty
    peers: tuple[str, ...] = ()
    expect: Literal["met", "below", "unjudged"]
    gap: str = ""
    points: str = ""


class Step(Shape):
    """档: from which value on (or from which distance to the mean), what it is called and what it is worth."""

    at_least: Limit | None = None
    label: NonEmpty
    points: Limit | None = None


class AppliesTo(Shape):
    """适用范围: levels of places, kinds of schools by 办学类型, a province; schools that are excepted by code.

    A school whose 办学类型 is not registered is taken for a general secondary school: `only_types` leaves it out,
    `except_types` does not.
    """

    levels: tuple[Level, ...] = (Level.SCHOOL,)
    only_types: tuple[str, ...] = ()
    except_types: tuple[str, ...] = ()
    except_schools: tuple[str, ...] = ()
    province: str = ""

    def takes(self, level: Level, province: str, code: str, school_type: str) -> bool:
        """Say whether a place falls under the standard."""
        if level not in self.levels or (self.province and self.province != province):
            return False
        if level is not Level.SCHOOL:
            return True
        if code in self.except_schools or school_type in self.except_types:
            return False
        return not self.only_types or school_type in self.only_types


class Standard(Definition):
    """标准: an indicator, a kind and its limits.

    `group` is the document's short name under which tables gather it, in the document's `order`.
    `monitored` lines are those that a school must meet to count as 达标; an `advisory` one is shown and never counted.
    `capacity` lines say how many students what a school has is enough for. `parameters` are numbers of the kind.
    Unit: limits and steps in the indicator's own unit.
    """

    kind: NonEmpty = "threshold"
    group: NonEmpty
    order: int = 0
    indicator: str = ""
    at_least: Limit | None = None
    at_most: Limit | None = None
    strict: bool = False
    parameters: dict[str, Limit] = {}
    steps: tuple[Step, ...] = ()
    applies_to: AppliesTo = AppliesTo()
    monitored: bool = False
    advisory: bool = False
    capacity: bool = False
    examples: tuple[StandardExample, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _is_not_both(self) -> "Standard":
        if self.monitored and self.advisory:
            raise ValueError("a standard is `monitored` or `advisory`, not both")
        return self

    @property
    def low(self) -> Fraction | None:
        """Return `at_least`, exactly as it is written."""
        return exactly(self.at_least)

    @property
    def high(self) -> Fraction | None:
        """Return `at_most`, exactly as it is written."""
        return exactly(self.at_most)

    def number(self, name: str) -> Fraction:
        """Return a parameter; raises KeyError when the standard does not give it."""
        return Fraction(str(self.parameters[name]))


def exactly(limit: float | None) -> Fraction | None:
    """Return a limit as the decimal that the file says."""
    return None if limit is None else Fraction(str(limit))
