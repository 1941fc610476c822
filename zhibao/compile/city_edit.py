"""改编: the city's own text of a case that a school handed in; the school's file stays as it was handed in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from zhibao.catalog.passages import as_yaml
from zhibao.catalog.shape import NonEmpty, Shape

FOLDER = "city"
"""The folder beside a school's cases in which the city keeps its own text of them."""


class EditFront(Shape):
    """改编设置: title, captions of the pictures in their order, and the digest of the school's text it was made of."""

    title: NonEmpty
    of: str = Field(pattern=r"^[0-9a-f]{8}$")
    captions: tuple[NonEmpty, ...] = ()


@dataclass(frozen=True, slots=True)
class CityEdit:
    """改编: what stands in the city's report in place of a school's words; `of` is the digest of those words."""

    title: str
    body: str
    captions: tuple[str, ...]
    of: str
    path: Path


def edit_path(case: Path) -> Path:
    """Return where the city keeps its own text of a case."""
    return case.parent / FOLDER / case.name


def digest(title: str, body: str, captions: Iterable[str]) -> str:
    """Return what tells a school's text from another one, blanks aside."""
    return hashlib.sha256("".join("".join((title, body, *captions)).split()).encode()).hexdigest()[:8]


def edit_text(edit: CityEdit) -> str:
    """Return the file of a city's text."""
    lines = ["---", f"title: {as_yaml(edit.title)}", f"of: '{edit.of}'"]
    if edit.captions:
        lines += ["captions:", *(f"  - {as_yaml(one)}" for one in edit.captions)]
    return "\n".join([*lines, "---", "", edit.body.strip(), ""])
