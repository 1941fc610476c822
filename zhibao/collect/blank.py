"""空白表: what one workbook asks for, by whom it is filled and what stands in it already."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhibao.catalog.asked import Asked
from zhibao.catalog.model import CodeList
from zhibao.snapshot.submission import Reason, Rows
from zhibao.terms.place import Level, Place

FORMAT = 1


@dataclass(frozen=True)
class Blank:
    """空白表: one place, one data year.

    Shape: `now` prefills, `last` stands beside it; a register without rows there is left empty.
    `history` is an earlier year, of which the city gives totals in the schools' registers.
    """

    place: Place
    year: int
    title: str
    asked: tuple[Asked, ...]
    lists: Mapping[str, CodeList]
    last: Rows = field(default_factory=dict)
    now: Rows = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    declaration: str = ""
    history: bool = False

    @property
    def identity(self) -> "Identity":
        """Return what the workbook says of itself, unseen, so that it is not taken for another one."""
        asked = [f"{one.register.name}({','.join(one.fields)})" for one in self.asked]
        digest = hashlib.sha256("\n".join(asked).encode()).hexdigest()[:16]
        return Identity(FORMAT, self.place.level, self.place.code, self.year, digest)


@dataclass(frozen=True, slots=True)
class Identity:
    """表的标识: format version, place, year, and the hash of the registers and fields asked for."""

    format: int
    level: Level
    code: str
    year: int
    asked: str

    def __str__(self) -> str:
        """Return the identity as it stands in a cell and in a document property."""
        return f"zhibao/{self.format}/{self.level}/{self.code}/{self.year}/{self.asked}"


def parse_identity(text: str) -> Identity | None:
    """Return the identity that a text states, or None when it states none."""
    match text.split("/"):
        case ["zhibao", form, level, code, year, asked] if (
            form.isdecimal() and year.isdecimal() and level in list(Level) and max(len(form), len(year)) <= 4
        ):
            return Identity(int(form), Level(level), code, int(year), asked)
    return None
