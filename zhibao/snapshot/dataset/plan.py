"""合包的打算: what of a province and year is packed, what lies loose, and whether that is enough to pack it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from zhibao.snapshot.dataset.heads import Entry, Head, Kept, heads, kept, pack_of
from zhibao.snapshot.dataset.loose import Loose, folder_of, read_loose
from zhibao.snapshot.dataset.pack import Held, Pack, read_pack
from zhibao.snapshot.dataset.shelf import Shelf
from zhibao.snapshot.errors import SnapshotError

SHARE = 8
"""A pack is made anew when what lies loose is one part of so many of it."""


@dataclass(frozen=True)
class Plan:
    """打算: how a part stands: the pack before, by its hash; place → city and snapshot in force; what is named.

    `named` holds manifests and ids of the snapshots that a release or a person names.
    """

    year: int
    province: str
    before: str
    pack: Pack
    wanted: Mapping[str, tuple[str, Entry]]
    named: frozenset[str]

    @cached_property
    def held(self) -> Mapping[str, Held]:
        """Return place → what the pack holds of it, as far as that is in force."""
        return {
            one.place: one
            for one in self.pack.places
            if one.place in self.wanted and self.wanted[one.place][1].manifest == one.manifest
        }

    @cached_property
    def new(self) -> tuple[Entry, ...]:
        """Return the snapshots in force whose rows the pack does not hold."""
        return tuple(entry for place, (_, entry) in sorted(self.wanted.items()) if place not in self.held)

    @property
    def gone(self) -> tuple[str, ...]:
        """Return the places of which the pack holds rows that are no longer in force."""
        return tuple(one.place for one in self.pack.places if one.place not in self.held)

    def is_named(self, manifest: str, snapshot: str) -> bool:
        """Say whether a release or a person names a snapshot."""
        return manifest in self.named or snapshot in self.named


def plan(
    shelf: Shelf,
    year: int,
    province: str,
    found: Iterable[Head] | None = None,
    names: frozenset[str] | None = None,
) -> Plan:
    """Return how a part stands; `found` and `names` are given by whoever has read heads and names for many parts.

    Raises: SnapshotError, when two cities hand in for one school.
    """
    wanted: dict[str, tuple[str, Entry]] = {}
    for head in heads(shelf, (year,)) if found is None else found:
        for place, entry in head.places.items() if head.part == (year, province) else ():
            if place in wanted:
                raise claimed_twice(place, year, wanted[place][0], head.city.code)
            wanted[place] = head.city.code, entry
    before = pack_of(shelf, year, province)
    pack = read_pack(shelf, before) if before else Pack(year, province)
    return Plan(year, province, before, pack, wanted, named(kept(shelf)) if names is None else names)


def is_due(shelf: Shelf, one: Plan) -> bool:
    """Say whether so much lies loose in a part that its pack is made anew: snapshots, or their rows.

    So each row is written a few times in its life, however often somebody hands in.
    """
    if not one.new or len(one.new) * SHARE >= len(one.pack.places):
        return bool(one.new)
    texts = (text_of(shelf, read_loose(shelf, one.year, one.province, entry.manifest)) for entry in one.new)
    loose = sum(int(register["rows"]) for text in texts for register in json.loads(text)["registers"].values())
    return loose * SHARE >= sum(sum(rows.counts) for rows in one.pack.registers.values())


def extra(one: Plan, loose: Mapping[str, Loose]) -> tuple[Loose, ...]:
    """Return what lies loose, is not in force, and is named: its originals belong into the pack."""
    in_force = {entry.manifest for _, entry in one.wanted.values()}
    return tuple(
        each
        for manifest, each in sorted(loose.items())
        if manifest not in in_force | one.pack.manifests and one.is_named(manifest, each.entry.snapshot)
    )


def text_of(shelf: Shelf, loose: Loose) -> str:
    """Return the text of a loose snapshot's manifest."""
    return (folder_of(shelf, loose) / "manifest.json").read_text(encoding="utf-8")


def named(given: Iterable[Kept]) -> frozenset[str]:
    """Return the manifests and ids that releases and persons name."""
    return frozenset(name for one in given for name in (*one.snapshots, *(entry.manifest for entry in one.entries)))


def claimed_twice(place: str, year: int, one: str, other: str) -> SnapshotError:
    """Return the error for a place that two cities hand in for."""
    return SnapshotError(
        f"{year} 年的 {place} 在 {one}、{other} 两市都有封存，行会重复计数，没有采用。"
        "请先弄清它归哪一市，由另一市改正名册并重新封存后再交。"
    )
