"""各校报告的桥: which reports of a region's schools there are, what each is made from, and the making of one.

The same steps as `zhibao compile --all`; equal data give equal bytes there and here, on whatever machine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zhibao.batch.make import inputs_of, prepare, school_report
from zhibao.batch.school import Schools
from zhibao.compile.gate import Drafts
from zhibao.terms.errors import ZhibaoError
from zhibao.workshop import Workshop


class NotOnRosterError(ZhibaoError):
    """A report was asked for of a school that the roster does not name."""


@dataclass(frozen=True)
class Planned:
    """要编的一份: whose, and the hash of what it is made from."""

    code: str
    name: str
    inputs: str


@dataclass(frozen=True)
class Made:
    """编成的一份: its files, and what is told of it."""

    files: Mapping[str, bytes]
    numbers: int
    explained: int
    held: tuple[str, ...]


def planned(folder: Path) -> Iterator[Planned]:
    """Yield the reports of the schools of a folder. Raises: ZhibaoError, for what concerns all of them."""
    schools = Schools(Workshop(folder, draft=Drafts.WHERE_HELD))
    for place in schools.places:
        inputs = inputs_of(schools.work, schools.outline.name, place, schools.stale)
        yield Planned(place.code, place.name, inputs)


def made(folder: Path, code: str) -> Made:
    """Return a school's report. Raises: ZhibaoError, when it cannot be made; that is told of this school alone."""
    schools = _ready(folder)
    place = next((one for one in schools.places if one.code == code), None)
    if place is None:
        raise NotOnRosterError(f"名册中没有代码为“{code}”的学校。请重新排一次这一批。")
    written = school_report(place, schools)
    return Made(written.files, written.proof.recovered, len(written.proof.explained), written.held)


@lru_cache(maxsize=1)
def _ready(folder: Path) -> Schools:
    """Return the schools of a folder that never changes, worked out once in a process for all of its reports."""
    work = Workshop(folder, draft=Drafts.WHERE_HELD)
    schools = Schools(work)
    prepare(work, schools)
    return schools
