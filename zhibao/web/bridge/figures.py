"""指标的册子: every indicator of a campaign's frozen data, computed once for a state of the store and kept on disk.

A book is a folder named by the hash of what it was computed from: the index with city and counties, one file per
indicator with its schools, and one per school with its indicators. No page reads more than it shows.
"""

import hashlib
import shutil
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext
from pydantic import BaseModel, ConfigDict, TypeAdapter

from zhibao.terms.quantity import Form, print_number
from zhibao.web.bridge.ground import Ground, ground, kept

FORMAT = "2"
"""Raised when what a book holds changes, so that older ones are computed anew."""
LEAST_PEERS = 5
"""Of fewer schools no quantiles are told: they would name one of them."""
INDEX = "index.json"
KEPT = 3
"""So many books of a collection stay on disk."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Kept):
    """分子或分母: exact, or the sign that stands in its place."""

    number: Fraction | None = None
    sign: str = ""


class Figure(_Kept):
    """一个数: known, or `sign` and `said` why there is none; its parts, its snapshots, and what a standard says.

    `outcome` is met, below, unjudged, or '' where no standard applies. `place` is the rank among the schools.
    """

    number: Fraction | None = None
    sign: str = ""
    said: str = ""
    is_undefined: bool = False
    is_estimated: bool = False
    top: Part = Part()
    bottom: Part | None = None
    snapshots: tuple[str, ...] = ()
    rule: str = ""
    outcome: str = ""
    gap: str = ""
    rank: int = 0
    ranked: int = 0


class Rule(_Kept):
    """标准线: its limits, what it asks in words, and the document."""

    name: str
    label: str
    low: Fraction | None = None
    high: Fraction | None = None
    requires: str
    source: str
    is_advisory: bool = False

    @property
    def line(self) -> Fraction | None:
        """Return the limit that a chart draws."""
        return self.low if self.low is not None else self.high


class Term(_Kept):
    """公式的一项: what is added up or counted of which register."""

    source: str
    label: str
    fields: tuple[str, ...]
    words: str


class _Printed(_Kept):
    decimals: int

    def printed(self, number: Fraction | None) -> str:
        """Return a number as it is printed, '' for none."""
        return "" if number is None else print_number(number, Form(self.decimals)).replace("-", "−")

    def change(self, now: Figure | None, before: Figure | None) -> str:
        """Return by how much a value differs from another with its sign, '' unless both are known."""
        if now is None or before is None or now.number is None or before.number is None:
            return ""
        return print_number(now.number - before.number, Form(self.decimals, sign=True)).replace("-", "−")


class About(_Printed):
    """一个指标: its words, how its numbers are printed, and the registers that it comes from.

    `breaks` are the data years from which on it means something else.
    """

    name: str
    label: str
    definition: str
    unit: str
    better: str
    group: str
    is_share: bool
    top: str
    bottom: str
    terms: tuple[Term, ...]
    rules: tuple[Rule, ...] = ()
    counts_persons: bool = False
    may_exceed: bool = False
    breaks: tuple[int, ...] = ()

    @property
    def unit_of_change(self) -> str:
        """Return the unit of a difference."""
        return gettext("百分点") if self.unit == "%" else "" if self.unit.startswith("∶") else self.unit

    def rule(self, name: str) -> Rule | None:
        """Return one of its standards."""
        return next((one for one in self.rules if one.name == name), None)


class Breakdown(_Printed):
    """分项: what a whole consists of: its parts in their order with their names, and the register that they stand in.

    `of` are the indicators that it tells something about, the whole itself first; `leads` names those that are a part.
    """

    name: str
    label: str
    split: str
    unit: str
    source: str
    parts: dict[str, str]
    of: tuple[str, ...] = ()
    leads: dict[str, str] = {}
    has_order: bool = True

    def share(self, number: Fraction, whole: Fraction) -> str:
        """Return how much of a whole a part is, in per cent; '' of nothing."""
        return print_number(100 * number / whole, Form(2, affix="%")) if whole else ""


class Spot(_Kept):
    """一个单位: code, name and county, and whether anything of it is frozen for the data year."""

    code: str
    name: str
    county: str = ""
    has_data: bool = True
    snapshot: str = ""


Years = Mapping[int, Figure]
Quarters = tuple[Fraction, Fraction, Fraction]


class Index(_Kept):
    """册子的首页: who and what there is, and all numbers of the city and its counties."""

    key: str
    city: str
    place: str
    year: int
    years: tuple[int, ...]
    schools: tuple[Spot, ...]
    abouts: dict[str, About]
    places: dict[str, dict[str, dict[int, Figure]]]
    quarters: dict[str, dict[int, Quarters]]
    breakdowns: dict[str, Breakdown] = {}

    @property
    def frozen(self) -> int:
        """Return of how many schools something is frozen for the data year."""
        return sum(one.has_data for one in self.schools)

    @property
    def lacking(self) -> tuple[Spot, ...]:
        """Return the schools of which nothing is frozen."""
        return tuple(one for one in self.schools if not one.has_data)

    def of(self, place: str, indicator: str) -> Years:
        """Return the numbers of the city or a county by year."""
        return self.places.get(place, {}).get(indicator, {})

    def school(self, code: str) -> Spot | None:
        """Return a school of the roster."""
        return next((one for one in self.schools if one.code == code), None)


_BY_PLACE: TypeAdapter[dict[str, dict[int, Figure]]] = TypeAdapter(dict[str, dict[int, Figure]])


def has_frozen(folder: Path) -> bool:
    """Say whether the store of a folder holds the rosters, without which there is no city to add up."""
    base = ground(folder)
    return bool(base.store.current_of(base.edition.code, base.edition.this))


def key_of(folder: Path) -> str:
    """Return the hash of everything that the numbers of a folder follow from: what is in force, settings, rules."""
    return _key(ground(folder))


def is_made(home: Path, key: str) -> bool:
    """Say whether the book of a key lies on disk, whole."""
    return (home / key / INDEX).is_file()


@lru_cache(maxsize=16)
def index_of(home: Path, key: str) -> Index:
    """Return the first page of a book; books never change, so it is read once."""
    return Index.model_validate_json((home / key / INDEX).read_bytes())


@lru_cache(maxsize=512)
def schools_of(home: Path, key: str, indicator: str) -> Mapping[str, Years]:
    """Return school → year → number of one indicator; nothing for an indicator that the book has not."""
    return _read(home / key / "k" / f"{indicator}.json")


@lru_cache(maxsize=512)
def indicators_of(home: Path, key: str, school: str) -> Mapping[str, Years]:
    """Return indicator → year → number of one school."""
    return _read(home / key / "s" / f"{file_name(school)}.json")


def clear(home: Path, key: str) -> None:
    """Take away the books of earlier states, but for the newest: somebody may be reading them."""
    books = sorted(home.glob(f"[0-9a-f]*/{INDEX}"), key=lambda one: one.stat().st_mtime, reverse=True)
    for one in books[KEPT:]:
        if one.parent.name != key:
            one.unlink(missing_ok=True)  # first of all: what is half taken away is no book
            shutil.rmtree(one.parent, ignore_errors=True)


def file_name(code: str) -> str:
    """Return a name of a file for a code that people chose."""
    return hashlib.sha256(code.encode()).hexdigest()[:32]


def written(content: Mapping[str, Years]) -> bytes:
    """Return numbers as a file of a book."""
    plain = {name: dict(years) for name, years in content.items()}
    return _BY_PLACE.dump_json(plain, exclude_defaults=True)


def _read(path: Path) -> Mapping[str, Years]:
    return _BY_PLACE.validate_json(path.read_bytes()) if path.is_file() else {}


@kept(16)
def _key(base: Ground) -> str:
    found = hashlib.sha256(FORMAT.encode())
    definitions = sorted((str(one) for one in base.catalog.indicators.values()), key=str)
    definitions += sorted((str(one) for one in base.catalog.standards.values()), key=str)
    definitions += sorted(str(one) for one in (*base.catalog.registers.values(), *base.catalog.breaks.values()))
    for text in (*definitions, str(base.edition)):
        found.update(text.encode())
    for one in sorted((base.path / "store" / "heads").glob("*/*.json")):
        found.update(f"{one.parent.name}/{one.name}".encode())
        found.update(hashlib.sha256(one.read_bytes()).digest())
    return found.hexdigest()
