"""合包: the snapshots of one province and year in few files: rows per register, and the originals beside them.

packs/<hash>.json                          what a pack holds: per snapshot its ids and where its rows lie
rows/<year>/<province>/<register>/<hash>.parquet   place, year and the register's own columns, by place
index/<hash>.parquet                       the text of every snapshot's manifest
archive/<hash>.parquet, objects/<hash>     the originals
definitions/<hash>.json                    the registers' definitions, by which a snapshot proves its id
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate

from zhibao.snapshot.dataset.archive import asked
from zhibao.snapshot.dataset.shelf import Shelf, digest_of
from zhibao.snapshot.errors import damaged_file

FORMAT = 1


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """在包: a snapshot whose rows a pack holds."""

    place: str
    city: str
    snapshot: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Part:
    """一份: a register in a year and province."""

    year: int
    province: str
    register: str

    def file(self, digest: str) -> str:
        """Return the name of its file of rows."""
        return f"rows/{self.year}/{self.province}/{self.register}/{digest}.parquet"


@dataclass(frozen=True, slots=True)
class Rows:
    """一表的行: a file with the rows of a register, by place; `counts` follow the places of the pack.

    `made_from` is the hash of what went in, so that equal rows are never written twice.
    """

    file: str
    bytes: int
    made_from: str
    counts: tuple[int, ...]
    columns: Mapping[str, str]

    def lies(self, number: int) -> tuple[int, int]:
        """Return where the rows of a place lie: the first, from 0, and how many."""
        return (0, *accumulate(self.counts))[number], self.counts[number]


@dataclass(frozen=True, slots=True)
class Pack:
    """合包: what a pack holds; `left` says since when which of its snapshots are no longer in force."""

    year: int
    province: str
    places: tuple[Held, ...] = ()
    registers: Mapping[str, Rows] = field(default_factory=dict)
    index: str = ""
    archives: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    left: Mapping[str, float] = field(default_factory=dict)

    @property
    def manifests(self) -> frozenset[str]:
        """Return the manifests of every snapshot in it, in force or not."""
        return frozenset((*(one.manifest for one in self.places), *self.others))

    def rows_file(self, register: str) -> str:
        """Return the name of the file with the rows of a register."""
        return Part(self.year, self.province, register).file(self.registers[register].file)

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of the files that it needs, itself aside."""
        return (
            *(self.rows_file(one) for one in self.registers),
            *([index_name(self.index)] if self.index else []),
            *(f"archive/{one}.parquet" for one in self.archives),
            *(f"objects/{one}" for one in self.objects),
            *(definitions_name(one) for one in self.definitions),
        )

    def text(self) -> str:
        """Return what its file says."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


@dataclass(frozen=True, slots=True)
class Listed:
    """清单: a snapshot in the index of a pack."""

    manifest: str
    snapshot: str
    place: str
    city: str
    definitions: str
    text: str


def pack_name(digest: str) -> str:
    """Return the name of a pack's file."""
    return f"packs/{digest}.json"


def index_name(digest: str) -> str:
    """Return the name of an index."""
    return f"index/{digest}.parquet"


def definitions_name(digest: str) -> str:
    """Return the name of a text of definitions."""
    return f"definitions/{digest}.json"


def read_pack(shelf: Shelf, digest: str) -> Pack:
    """Return a pack by the hash of what it says; raises SnapshotError when it does not say that."""
    file = shelf.file(pack_name(digest))
    if digest_of(file) != digest:
        raise damaged_file(file)
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if said.pop("format") != FORMAT:
            raise ValueError("another format")
        places = tuple(Held(**one) for one in said.pop("places"))
        registers = {
            name: Rows(**{**one, "counts": tuple(one["counts"])}) for name, one in said.pop("registers").items()
        }
        lists = {name: tuple(said.pop(name)) for name in ("archives", "objects", "definitions", "others")}
        return Pack(**{**said, **lists, "places": places, "registers": registers})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged_file(file) from error


def listed(shelf: Shelf, pack: Pack, manifests: Sequence[str] = (), snapshot: str = "") -> tuple[Listed, ...]:
    """Return what the index of a pack says of snapshots: of some manifests, of one id, or of all."""
    if not pack.index:
        return ()
    file = shelf.file(index_name(pack.index))
    where, given = "", [str(file)]
    wanted: list[object] = [*given]
    if manifests or snapshot:
        where = "WHERE list_contains(?, manifest)" if manifests else "WHERE snapshot = ?"
        wanted.append(sorted(manifests) if manifests else snapshot)
    query = f"SELECT manifest, snapshot, place, city, definitions, content FROM read_parquet(?) {where} ORDER BY 1"
    return tuple(Listed(*map(str, one)) for one in asked(query, wanted))
