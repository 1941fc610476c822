"""示例的数据: what the files of an example city say, checked on loading."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from zhibao.catalog.edition import Edition
from zhibao.catalog.files import read_yaml, validate
from zhibao.catalog.model import Indicator
from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.examples import NAMES
from zhibao.terms.period import Period

Model = TypeVar("Model", bound=Shape)
Text = Annotated[str, Field(coerce_numbers_to_str=True)]


class Figure(Shape):
    """全市数: a total per year; `derived` years follow from other printed numbers, `invented` ones from nothing.

    `only` names the one school that has it all.
    """

    total: dict[int, int]
    source: NonEmpty
    derived: tuple[int, ...] = ()
    invented: tuple[int, ...] = ()
    reason: str = ""
    only: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> "Figure":
        if (self.derived or self.invented) and not self.reason:
            raise ValueError("a derived or invented figure states its reason")
        return self


class Maximum(Shape):
    """各校的数: a value per school of which the largest is printed."""

    values: tuple[int, ...]
    source: NonEmpty


class Figures(Shape):
    """全市数总表: by register and field; `rows` by register and the key of the row."""

    forms: dict[str, dict[str, Figure]]
    maxima: dict[str, dict[str, Maximum]] = {}
    rows: dict[str, dict[str, Figure]] = {}
    history: dict[str, dict[str, Figure]] = {}


class Invention(Shape):
    """虚构的数: numbers of a register of rows that the report does not print, for these years."""

    register_: NonEmpty = Field(alias="register")
    what: NonEmpty
    years: tuple[int, ...] = Field(min_length=1)
    reason: NonEmpty


class School(Shape):
    """学校: a row of the roster, with what the generator needs to know of its size."""

    code: NonEmpty
    name: NonEmpty
    short_name: str = ""
    county: NonEmpty
    ownership: NonEmpty
    grade: NonEmpty
    students: int = 0
    points: int = 0
    scope_reason: str = ""


class Roster(Shape):
    """学校名册."""

    schools: tuple[School, ...]
    out_of_scope: tuple[School, ...] = ()


class Named(Shape):
    """已替换的单元格: the print has a real name here; this is the invented one that stands for it."""

    named: NonEmpty


PrintedCell = Named | Text


class PublishedTable(Shape):
    """原报告的一张表: its number there and the body as printed."""

    id: NonEmpty
    rows: tuple[tuple[PrintedCell, ...], ...]


class Printed(Shape):
    """所据的报告."""

    title: NonEmpty
    issuer: NonEmpty
    file: NonEmpty


class Published(Shape):
    """原报告所印: tables by the name of our exhibit, and the names of the figures that draw data."""

    source: Printed
    tables: dict[str, PublishedTable]
    figures: tuple[str, ...]

    def table(self, number: str) -> PublishedTable:
        """Return a table by its number in the report."""
        return next(table for table in self.tables.values() if table.id == number)


class Operand(Shape):
    """算式的一项: a value, and the cell [table, row, column] that prints it; without one it is printed nowhere."""

    value: Text
    cell: tuple[Text, int, int] | None = None
    rebuilt: Text = ""


Operation = Literal["quotient", "percent", "sum", "difference"]
Kind = Literal["truncated", "difference", "parts", "no_whole_number", "follows"]


class Difference(Shape):
    """差异: a cell that does not come out as printed, with what proves why."""

    table: Text
    row: int
    column: int
    printed: NonEmpty
    rebuilt: NonEmpty
    kind: Kind
    operation: Operation
    operands: tuple[Operand, ...] = Field(min_length=2)
    sentence: NonEmpty


class Differences(Shape):
    """差异总表."""

    differences: tuple[Difference, ...]


class Picture(Shape):
    """插图: a caption and the scene that the placeholder draws."""

    caption: NonEmpty
    scene: NonEmpty
    kind: NonEmpty


class Case(Shape):
    """案例: who tells it, in which section it stands, and the prose."""

    school: NonEmpty
    section: NonEmpty
    title: NonEmpty
    body: NonEmpty
    pictures: tuple[Picture, ...] = ()


class Cases(Shape):
    """案例总表."""

    cases: tuple[Case, ...]


class CityReason(Shape):
    """市级说明: why an indicator changed, why its value of one year stands as it does, or why a name is printed so."""

    indicator: str = ""
    year: int | None = None
    name: str = ""
    reason: NonEmpty

    @model_validator(mode="after")
    def _names_one_thing(self) -> "CityReason":
        if bool(self.indicator) == bool(self.name):
            raise ValueError("a reason is for an indicator or for a printed name")
        return self

    def about(self, indicators: Mapping[str, Indicator]) -> str:
        """Return what the workbook names: the indicator's label, with the period of a single value, or the name."""
        if self.name:
            return self.name
        indicator = indicators[self.indicator]
        period = f"（{Period(self.year - indicator.lag, indicator.period).label}）" if self.year else ""
        return indicator.label + period


class SchoolReason(Shape):
    """学校的说明: why a number of one school stands as it does."""

    school: NonEmpty
    year: int
    register_: NonEmpty = Field(alias="register")
    field: NonEmpty
    reason: NonEmpty


class GivenReasons(Shape):
    """写明的说明: those of the city, and single ones of schools that no rule could write."""

    city: tuple[CityReason, ...]
    schools: tuple[SchoolReason, ...] = ()


@dataclass(frozen=True)
class Example:
    """示例城市: a folder of data files, each read when it is asked for."""

    name: str
    folder: Path

    @cached_property
    def edition(self) -> Edition:
        """Return what the example's zhibao.yaml will say."""
        return self.read("city.yaml", Edition)

    @cached_property
    def roster(self) -> Roster:
        """Return the invented schools."""
        return self.read("schools.yaml", Roster)

    @cached_property
    def figures(self) -> Figures:
        """Return the city's totals."""
        return self.read("figures.yaml", Figures)

    @cached_property
    def published(self) -> Published:
        """Return the tables as the report printed them."""
        return self.read("published.yaml", Published)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Return the cells that cannot come out as printed."""
        return self.read("differences.yaml", Differences).differences

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Return the cases in the order of the report."""
        return self.read("cases.yaml", Cases).cases

    @cached_property
    def reasons(self) -> GivenReasons:
        """Return the reasons that are written by hand."""
        return self.read("reasons.yaml", GivenReasons)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the schools in scope, in the roster's order."""
        return tuple(school.code for school in self.roster.schools)

    def read(self, file: str, model: type[Model]) -> Model:
        """Return a file of the example as the model says; raises CatalogError with file, line and column."""
        return validate(model, read_yaml(self.folder / file), self.folder / file)


@cache
def load_example(name: str) -> Example:
    """Return an example city by name; raises KeyError for an unknown one."""
    if name not in NAMES:
        raise KeyError(name)
    return Example(name, Path(str(files("zhibao.examples") / name)))
