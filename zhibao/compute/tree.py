"""汇总树: schools, counties, cities and up as one tree per year, each node named by the hash of what it rests on.

A node's key is the hash of its children's keys, a school's that of its snapshot: a school that hands in anew changes
the keys on its way to the top, and no other. Where a place has many parts they are bundled by the hash of their codes,
so that the way stays short and a school that comes or goes moves no other.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from zhibao.snapshot.partials import FORMAT
from zhibao.snapshot.scope import Scope
from zhibao.terms.place import Level

FAN = 16
"""How many parts a node has at most; a power of two of hexadecimal digits."""


class Role(StrEnum):
    """身份: what a snapshot is to its city."""

    SCHOOL = "school"
    CITY = "city"
    CITY_ALONE = "city alone"
    """A city without schools in scope: of a year of which it fills in the totals."""
    BESIDE = "beside"
    """A place that counts for nothing; only the systems that its numbers came from are told."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """叶: what one place handed in for a year; `snapshot` is '' where that is nothing."""

    place: str
    year: int
    snapshot: str
    role: Role


@dataclass(frozen=True, slots=True)
class Node:
    """节点: a place, or a bundle of parts of one."""

    key: bytes
    parts: tuple["Node", ...] = ()
    leaf: Leaf | None = None

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all below it, parts first."""
        for part in self.parts:
            yield from part.walk()
        yield self


class Tree:
    """汇总树: the nodes of a region in each of its years, by level and place."""

    def __init__(self, scope: Scope, handed_in: Mapping[tuple[str, int], str]) -> None:
        """Build the tree; `handed_in` names the snapshot in force of a place and year."""
        self._scope, self._handed_in = scope, handed_in
        self.nodes: dict[tuple[Level, str, int], Node] = {}
        top = scope.region.levels[-1]
        for year in scope.years:
            for place in scope.places(top, year):
                self._build(top, place, year)
        counted = {(one.place, one.year) for one in self.leaves}
        self.beside = tuple(self._leaf(*spot, Role.BESIDE) for spot in sorted(handed_in.keys() - counted))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return every leaf that counts, those of cities included."""
        every = (one for root in self.roots for one in root.walk())
        return tuple(one.leaf for one in every if one.leaf)

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """Return the region's node of each year."""
        top = self._scope.region.levels[-1]
        return tuple(node for (level, _, _), node in self.nodes.items() if level is top)

    @property
    def keys(self) -> frozenset[bytes]:
        """Return the keys of all nodes."""
        return frozenset(one.key for root in (*self.roots, *self.beside) for one in root.walk())

    def node_of(self, leaf: Leaf) -> Node:
        """Return the node of a leaf."""
        return self._leaf(leaf.place, leaf.year, leaf.role)

    def _build(self, level: Level, place: str, year: int) -> Node:
        if level is Level.SCHOOL:
            node = self._leaf(place, year, Role.SCHOOL)
        else:
            below = self._scope.region.levels[self._scope.region.levels.index(level) - 1]
            children = self._scope.children(level, place, year)
            parts = [(one, self._build(below, one, year)) for one in children]
            if level is Level.CITY:
                own = self._leaf(place, year, Role.CITY if parts else Role.CITY_ALONE)
                parts.append((f"{place} itself", own))
            node = _bundled(parts)
        self.nodes[level, place, year] = node
        return node

    def _leaf(self, place: str, year: int, role: Role) -> Node:
        leaf = Leaf(place, year, self._handed_in.get((place, year), ""), role)
        return Node(_hash(repr((FORMAT, place, leaf.snapshot, role.value)).encode()), leaf=leaf)


def _bundled(parts: Sequence[tuple[str, Node]], depth: int = 0) -> Node:
    """Return one node over parts; many are bundled first, by a digit of the hash of their codes."""
    if len(parts) > FAN:
        bundles: dict[str, list[tuple[str, Node]]] = {}
        for code, node in parts:
            bundles.setdefault(_digits(code)[depth], []).append((code, node))
        nodes = [_bundled(bundle, depth + 1) for _, bundle in sorted(bundles.items())]
    else:
        nodes = [node for _, node in sorted(parts, key=lambda one: one[0])]
    return Node(_hash(b"".join(node.key for node in nodes)), tuple(nodes))


def _digits(code: str) -> str:
    return hashlib.blake2b(code.encode(), digest_size=16).hexdigest()


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16, person=b"zhibao tree").digest()
