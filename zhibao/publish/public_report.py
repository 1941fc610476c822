"""公开的报告: a released report as pages show it: chapters, exhibits, definitions with their values."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

FILE = "public.json"
PieceKind = Literal["text", "strong", "number", "link", "reference", "footnote"]
PartKind = Literal["heading", "paragraph", "item", "note", "exhibit", "picture"]


class Record(BaseModel):
    """记录: written once, read as often as a page asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Piece(Record):
    """字句: `target` is an address, an exhibit, or the indicator of a number."""

    kind: PieceKind
    text: str
    target: str = ""


class Part(Record):
    """段: one block of a chapter; `exhibit` is the number of the table or figure that stands there."""

    kind: PartKind
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    number: str = ""
    anchor: str = ""
    exhibit: str = ""


class HeadCell(Record):
    """表头格."""

    text: str
    columns: int = 1
    rows: int = 1


class BodyCell(Record):
    """表格格: `indicator` names the definition behind a number."""

    text: str
    indicator: str = ""
    is_number: bool = False


class Exhibit(Record):
    """表或图: `key` is its place in permanent links (t/1-1); a figure has drawings beside the table behind it."""

    kind: Literal["t", "f"]
    number: str
    name: str
    outline_name: str
    caption: str
    head: tuple[tuple[HeadCell, ...], ...]
    body: tuple[tuple[BodyCell, ...], ...]
    total: bool = False
    notes: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    png: tuple[str, ...] = ()
    alt: str = ""

    @property
    def key(self) -> str:
        """Return kind and number as file names hold them: t-1-1."""
        return f"{self.kind}-{self.number}"


class Point(Record):
    """一年的值: as printed, with numerator and denominator where it has them."""

    place: str
    name: str
    year: int
    printed: str
    numerator: str = ""
    denominator: str = ""
    exact: str = ""


class Definition(Record):
    """口径: an indicator in words, and its values by place and year."""

    name: str
    label: str
    unit: str
    definition: str
    formula: str
    period: str
    above: str
    below: str
    registers: tuple[str, ...]
    grounds: tuple[str, ...]
    points: tuple[Point, ...]

    def of(self, place: str) -> tuple[Point, ...]:
        """Return the values of a place, the earliest first."""
        return tuple(sorted((one for one in self.points if one.place == place), key=lambda one: one.year))


class Chapter(Record):
    """章."""

    number: str
    title: str
    anchor: str
    parts: tuple[Part, ...]


class PublicReport(Record):
    """公开的报告: everything that its pages show."""

    title: str
    issuer: str
    date: str
    remarks: tuple[str, ...]
    place: str
    place_name: str
    year: int
    years: tuple[int, ...]
    hidden: int
    chapters: tuple[Chapter, ...]
    exhibits: tuple[Exhibit, ...]
    definitions: tuple[Definition, ...]
    heads: tuple[str, ...]
    schools: tuple[tuple[str, str], ...]
    findings_open: int
    numbers: int

    def exhibit(self, kind: str, number: str) -> Exhibit | None:
        """Return a table or figure by its permanent name."""
        return next((one for one in self.exhibits if (one.kind, one.number) == (kind, number)), None)

    def definition(self, name: str) -> Definition | None:
        """Return the definition of an indicator."""
        return next((one for one in self.definitions if one.name == name), None)

    def of_school(self, school: str) -> Iterator[Definition]:
        """Yield the definitions for which a school has a value."""
        yield from (one for one in self.definitions if any(point.place == school for point in one.points))
