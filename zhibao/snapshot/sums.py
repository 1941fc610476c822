"""小计的汇总: what is kept of a place: who handed in what, which systems it came from, and its partial aggregates."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.register import Register
from zhibao.snapshot.partials import NOTHING, Partial, joined, key_of, nothing_of
from zhibao.terms.place import Level

Shapes = Callable[[bytes], bytes | None]
"""Finds the list of parts that a content names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """所求: an aggregate over the rows of a register, with `by` also for each member of a breakdown."""

    aggregate: Aggregate
    by: str
    key: str


def wanted(one: Aggregate, by: str, registers: Mapping[str, Register]) -> Wanted:
    """Return what is wanted, under the hash of what defines it."""
    return Wanted(one, by, key_of(one, by, registers))


@dataclass(slots=True)
class Sums:
    """汇总: `places` counts who is there by role, `handed_in` by role and register who handed it in.

    `whole` holds partial aggregates by key, `members` those of breakdowns by key and member. `systems` are those that
    fields (`register.field`) were imported from.
    """

    places: Counter[str] = field(default_factory=Counter)
    handed_in: Counter[str] = field(default_factory=Counter)
    imports: bool = False
    systems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: dict[str, Partial] = field(default_factory=dict)
    members: dict[str, dict[str, Partial]] = field(default_factory=dict)

    @property
    def keys(self) -> Set[str]:
        """Return what is known here."""
        return self.whole.keys() | self.members.keys()

    def lacking(self, register: str, level: Level) -> int:
        """Return how many of those that had to hand in a register did not; a city for the registers of cities."""
        roles = ("city", "city alone") if level is Level.CITY else ("school", "city alone")
        return sum(self.places[one] - self.handed_in[f"{one} {register}"] for one in roles)


def joined_sums(parts: Sequence[Sums], asked: Iterable[Wanted], known: Sums | None = None) -> Sums:
    """Return the sums of a place from those of its parts; what is `known` of it already is taken as it is."""
    sums = known or _head(parts)
    for one in asked:
        if one.by:
            groups: dict[str, list[Partial]] = {}
            for part in parts:
                for member, partial in part.members[one.key].items():
                    groups.setdefault(member, []).append(partial)
            sums.members[one.key] = {name: joined(one.aggregate, found) for name, found in groups.items()}
        else:
            sums.whole[one.key] = joined(one.aggregate, [part.whole[one.key] for part in parts])
    return sums


def _head(parts: Sequence[Sums]) -> Sums:
    sums = Sums()
    for part in parts:
        sums.places.update(part.places)
        sums.handed_in.update(part.handed_in)
        sums.imports = sums.imports or part.imports
        for name, systems in part.systems.items():
            sums.systems[name] = tuple(sorted({*sums.systems.get(name, ()), *systems}))
    return sums


def without_rows(sums: Sums, asked: Iterable[Wanted]) -> Sums:
    """Return sums in which what is asked for says that there are no rows."""
    for one in asked:
        if one.by:
            sums.members[one.key] = {}
        else:
            sums.whole[one.key] = nothing_of(one.aggregate)
    return sums


def written(sums: Sums) -> tuple[bytes, bytes, bytes]:
    """Return the key and content of the list of parts, and the content of the sums, which names it."""
    whole, members = sorted(sums.whole), sorted(sums.members)
    shape = json.dumps([whole, members]).encode()
    key = b"shape " + hashlib.blake2b(shape, digest_size=16).digest()
    content = [
        key.hex(),
        sums.places,
        sums.handed_in,
        int(sums.imports),
        sums.systems,
        [_said(sums.whole[one]) for one in whole],
        [{member: _said(part) for member, part in sums.members[one].items()} for one in members],
    ]
    return key, shape, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes, shapes: Shapes) -> Sums | None:
    """Return the sums that a content says; None when it or its list of parts cannot be read."""
    try:
        key, places, handed_in, imports, systems, plain, by_member = json.loads(content)
        shape = shapes(bytes.fromhex(key))
        if shape is None:
            return None
        whole, members = json.loads(shape)
        return Sums(
            Counter(places),
            Counter(handed_in),
            bool(imports),
            {name: tuple(found) for name, found in systems.items()},
            {one: _read(said) for one, said in zip(whole, plain, strict=True)},
            {
                one: {member: _read(said) for member, said in found.items()}
                for one, found in zip(members, by_member, strict=True)
            },
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


_BEYOND = "beyond"
_SORTED = 1_000
"""Sets of fewer texts are written in their order, which packs better; sorting large ones takes more than it saves."""


def _said(part: Partial) -> object:
    """Return a partial aggregate as JSON: a bare number where nothing more is to be said."""
    if part is None:
        return _BEYOND
    if isinstance(part, frozenset):
        return {"d": sorted(part) if len(part) < _SORTED else list(part)}
    if part == NOTHING:
        return None
    number, *others = part
    return number if number is not None and not any(others) else part


def _read(said: object) -> Partial:
    match said:
        case None:
            return NOTHING
        case int(number):
            return (number, 0, 0, 0)
        case {"d": list(texts)}:
            return frozenset(map(str, texts))
        case [number, int(gaps), int(estimated), int(states)] if number is None or isinstance(number, int):
            return (number, gaps, estimated, states)
        case _ if said == _BEYOND:
            return None
    raise ValueError("no partial aggregate")
