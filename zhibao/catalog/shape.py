"""定义的共同形状: what every definition file says, whatever it defines."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from zhibao.terms.source import Source

NonEmpty = Annotated[str, Field(min_length=1)]


class Shape(BaseModel):
    """What all definition files share: unknown keys are refused, loaded objects do not change."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Cited(Shape):
    """依据: the source of a definition as a file states it."""

    title: NonEmpty
    number: str = ""
    clause: str = ""
    mark: Literal["C", "G", "U"] = "C"

    def term(self) -> Source:
        """Return the source as the term that findings carry."""
        return Source(self.title, self.number, self.clause, self.mark)


class Definition(Shape):
    """定义: one file; its stem is its name.

    `serves` lists the features of the requirement papers that it serves: F1.1-1, G11, or Q:F1-01 of the second paper.
    """

    name: str
    label: NonEmpty
    why: NonEmpty
    source: tuple[Cited, ...] = Field(min_length=1)
    serves: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def is_in_force(self, year: int) -> bool:
        """Say whether the definition holds for a data year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)
