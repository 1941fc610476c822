"""底: a city's working folder as it stands, opened once and kept until something new is in force there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from zhibao.catalog.asked import Asked, asked_for
from zhibao.catalog.edition import FILE, Edition
from zhibao.catalog.load import Catalog
from zhibao.check.context import Context
from zhibao.collect.blank import Blank
from zhibao.collect.folder import school_blank
from zhibao.collect.layout import Sheet, sheets_of
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Rows
from zhibao.terms.place import Level, Place
from zhibao.workshop import Workshop

Made = TypeVar("Made")
_opened: dict[Path, tuple[object, "Ground"]] = {}
_forget: list[Callable[[], None]] = []
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Ground:
    """底: what a folder's edition asks of schools, and what is frozen there."""

    path: Path
    work: Workshop

    @property
    def edition(self) -> Edition:
        """Return the edition of the folder."""
        return self.work.folder.edition

    @property
    def catalog(self) -> Catalog:
        """Return the definitions in force in the folder."""
        return self.work.catalog

    @property
    def store(self) -> Store:
        """Return the store of the folder."""
        return Store(self.work.folder.store)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Return what every school is asked for, without registers that hold personal cells.

        Those stay in workbooks and in the sealed part of the store; no database of the site keeps them.
        """
        edition = self.edition
        asked = asked_for(self.catalog, edition.outline, Level.SCHOOL, edition.registers)
        return tuple(one for one in asked if not one.register.personal)

    @cached_property
    def context(self) -> Context | None:
        """Return what checks look at, None in a folder in which nothing can be checked yet."""
        try:
            return self.work.context
        except SnapshotError:
            return None

    @cached_property
    def schools(self) -> tuple[Place, ...]:
        """Return the schools of this year's roster, in its order."""
        return self.work.tables.schools(self.edition.this)

    @cached_property
    def _earlier(self) -> dict[tuple[str, int], Rows]:
        return {}

    def last_rows(self, school: str) -> Rows:
        """Return what a school handed in for the year before, without personal cells."""
        return self.rows_in(school, self.edition.last)

    def rows_in(self, school: str, year: int) -> Rows:
        """Return what a school has in force for a year, without personal cells; empty for nothing."""
        if (school, year) not in self._earlier:
            found = self.store.current_of(school, year)
            self._earlier[school, year] = read_rows(found, self.catalog.registers) if found else {}
        return self._earlier[school, year]

    def blank(self, place: Place) -> Blank:
        """Return the empty form of a school for this year, last year's numbers beside it."""
        return replace(self._nobody, place=place, last=self.last_rows(place.code))

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """Return register → its sheet, as every school fills it in."""
        names = {one.register.name for one in self.asked}
        return {one.register.name: one for one in sheets_of(self._nobody) if one.register.name in names}

    @cached_property
    def _nobody(self) -> Blank:
        return school_blank(self.work.folder, self.catalog, Place(Level.SCHOOL, "", ""), self.edition.this)


def kept(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Return what lets a function of a ground remember its answers, until a folder is opened anew.

    A cache that outlived a ground would keep its tables and its engine in memory.
    """

    def made(function: Callable[..., Made]) -> Callable[..., Made]:
        remembering = lru_cache(maxsize=most)(function)
        _forget.append(remembering.cache_clear)
        return remembering

    return made


def ground(path: Path) -> Ground:
    """Return a working folder, opened anew only when its settings, definitions or what is in force there changed."""
    state = _state(path)
    with _lock:
        if path not in _opened or _opened[path][0] != state:
            _opened[path] = (state, Ground(path, Workshop(path)))
            for clear in _forget:
                clear()
        return _opened[path][1]


def _state(path: Path) -> object:
    """Return what tells one state of a folder from another."""
    Store(path / "store").refresh()
    heads = sorted((path / "store" / "heads").glob("*/*.json"))
    own = sorted((path / "catalog").rglob("*.yaml"))
    return tuple((str(one), one.stat().st_mtime_ns) for one in (path / FILE, *own, *heads))
