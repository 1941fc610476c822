"""诊断表的形状: an item of the 诊改 grid with its elements and points, each tied to what we collect or compute."""

from typing import Literal

from pydantic import Field

from zhibao.catalog.shape import Definition, NonEmpty, Shape


class GridPoint(Shape):
    """诊断点: `indicators` and `registers` show its state; a point with neither is written by the school in words."""

    number: NonEmpty
    label: NonEmpty
    indicators: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    note: str = ""


class GridElement(Shape):
    """诊断要素."""

    number: NonEmpty
    label: NonEmpty
    points: tuple[GridPoint, ...] = Field(min_length=1)


class Grid(Definition):
    """诊断项目: one item of a grid; `grid` names the whole table, `mark` says how sure the item's wording is."""

    grid: NonEmpty
    number: int = Field(ge=1)
    mark: Literal["C", "G", "U"]
    elements: tuple[GridElement, ...] = Field(min_length=1)

    def points(self) -> tuple[GridPoint, ...]:
        """Return the points of all elements in order."""
        return tuple(point for element in self.elements for point in element.points)
