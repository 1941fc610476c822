"""留存的计算: the tables of a region whose aggregates come from what was kept, and only for the rest from the rows."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.register import Register
from zhibao.compute.leaves import leaf_sums
from zhibao.compute.rosters import KeptRosters
from zhibao.compute.tree import Leaf, Node, Role, Tree
from zhibao.compute.work import Work
from zhibao.snapshot.in_force import InForce
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.packed import Packed
from zhibao.snapshot.partials import can_be_joined, nothing_of, value_of_partial
from zhibao.snapshot.scope import Scope
from zhibao.snapshot.sums import Sums, Wanted, joined_sums, read, wanted, written
from zhibao.snapshot.tables import Group, Tables
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.value import Meaning, Missing, Value

BATCH, BATCH_OF_PACKS = 256, 2_048
"""How many snapshots are opened at once; of packs, which are gone through once for each batch, more."""
MOST = 5_000
"""How many aggregates of a place are kept at most; those that nobody asks for any more go first."""
_IN_MEMORY = 4_096
Asked = Mapping[tuple[str, str], Collection[Aggregate]]
"""Register and breakdown → aggregates."""


class KeptTables:
    """有留存的数据表: answers what Tables answers, equally, from sums that are kept per place.

    `only` limits the answers to places by code; nothing is worked out for others that those do not need.
    """

    def __init__(
        self,
        in_force: InForce,
        registers: Mapping[str, Register],
        region: Region,
        kept: Kept,
        only: Collection[str] = (),
        scope: Scope | None = None,
        packed: Packed | None = None,
    ) -> None:
        """Read the rosters, unless the scope is given, and build the tree; no rows are read before they are needed.

        Of what is in force, the rows of `packed` snapshots lie in packs.
        Raises: SnapshotError, when a roster is damaged.
        """
        self.region, self.registers, self.work = region, registers, Work()
        self._in_force, self._kept, self._only = in_force, kept, frozenset(only)
        self.years = tuple(sorted({year for _, year in in_force.ids}))
        self._packed = packed
        self._in_packs = frozenset(one.id for one in packed.snapshots) if packed else frozenset()
        self._rosters = KeptRosters(in_force, region.cities, kept, packed)
        self._scope = scope or Scope(region, self.years, {}, registers, self._rosters)
        self.tree = Tree(self._scope, in_force.ids)
        self.work.there = self.tree.leaves
        self._wanted: dict[tuple[str, str], dict[Aggregate, Wanted]] = defaultdict(dict)
        self._sums: dict[bytes, Sums] = {}
        self._shapes: dict[bytes, bytes] = {}
        self._pending: list[tuple[bytes, bytes]] = []
        self._behind: dict[tuple[Level, str, int], tuple[str, ...]] = {}
        self._places: dict[tuple[Level, int], tuple[str, ...]] = {}

    @property
    def city(self) -> Place:
        """Return the place that the tables are about."""
        return self.region.place

    @property
    def levels(self) -> tuple[Level, ...]:
        """Return the levels of the region, from the school up."""
        return self.region.levels

    def is_joinable(self) -> bool:
        """Say whether the tree counts as the rows do, which count a school twice that stands in rosters twice."""
        codes = ([one.code for one in self._scope.schools[year]] for year in self.years)
        return all(len(set(one)) == len(one) for one in codes)

    def places(self, level: Level, year: int) -> tuple[str, ...]:
        """Return the codes of a level's places that are asked for."""
        if (level, year) not in self._places:
            found = self._scope.places(level, year)
            self._places[level, year] = tuple(one for one in found if one in self._only) if self._only else found
        return self._places[level, year]

    def behind(self, level: Level, place: str, year: int) -> tuple[str, ...]:
        """Return what names the data behind a place's values, as Tables does."""
        key = (level, place, year)
        if key not in self._behind:
            codes = [*self._scope.within(*key), *(() if level is Level.SCHOOL else self._scope.cities_at(*key))]
            ids = sorted(one for code in codes if (one := self._in_force.ids.get((code, year))))
            if ids and level is not Level.SCHOOL:
                ids = [hashlib.sha256("\n".join(ids).encode()).hexdigest()]
            self._behind[key] = tuple(ids)
        return self._behind[key]

    def prepare(self, asked: Asked) -> None:
        """Work out what is asked for and not kept yet, for the places in question, and keep it."""
        for (register, by), aggregates in asked.items():
            for one in aggregates:
                if can_be_joined(one, self.registers):
                    self._wanted[register, by].setdefault(one, wanted(one, by, self.registers))
        self._keys = frozenset(one.key for one in self._all_wanted)
        nodes = [self.tree.nodes[level, place, year] for year in self.years for level in reversed(self.levels)
                 for place in self.places(level, year)]  # fmt: skip
        missing: dict[bytes, Leaf] = {}
        self._look(nodes, missing, set())
        self._read_rows(list(missing.values()))
        for node in nodes:
            self._of(node)
        self._flush()

    def aggregate(
        self, register: str, wanted: Sequence[Aggregate], level: Level, year: int, by: str = ""
    ) -> dict[Group, dict[Aggregate, Value]]:
        """Return aggregates per place of a level (and member, with `by`), as Tables does."""
        definition = self.registers[register]
        places = self.places(level, year)
        if definition.level is Level.CITY and level in (Level.SCHOOL, Level.COUNTY):
            nothing: Value = Missing(Meaning.NOT_APPLICABLE)
            return {Group(place): dict.fromkeys(wanted, nothing) for place in places}
        if any(one not in self._wanted[register, by] for one in wanted if can_be_joined(one, self.registers)):
            self.prepare({(register, by): wanted})
        absent = Meaning.NOT_SUBMITTED if self._scope.schools.get(year) else Meaning.NOT_COLLECTED
        result: dict[Group, dict[Aggregate, Value]] = {}
        for place in places:
            sums = self._of(self.tree.nodes[level, place, year])
            gaps = sums.lacking(register, definition.level)
            for group in self._groups(sums, register, by, place):
                result[group] = {
                    one: Missing(absent, gaps) if gaps else self._value(one, sums, level, year, by, group)
                    for one in wanted
                }
        return result

    def _groups(self, sums: Sums, register: str, by: str, place: str) -> Iterable[Group]:
        if not by:
            return (Group(place),)
        keys = [one.key for one in self._wanted[register, by].values()]
        members = dict.fromkeys(member for key in keys for member in sums.members[key])
        return tuple(Group(place, member) for member in members)

    def _value(self, one: Aggregate, sums: Sums, level: Level, year: int, by: str, group: Group) -> Value:
        asked = self._wanted[one.register, by].get(one)
        if asked is not None:
            part = sums.members[asked.key].get(group.member, nothing_of(one)) if by else sums.whole[asked.key]
            if part is not None:
                return value_of_partial(one, part, self.registers)
        self.work.again += 1
        return self._rows.aggregate(one.register, [one], level, year, by)[group][one]

    @cached_property
    def imported(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Return (register, field) → the systems that some of its numbers were imported from."""
        heads = [self._of(node) for node in (*self.tree.roots, *self.tree.beside)]
        if not any(one.imports for one in heads):
            return {}
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in heads:
            for name, systems in one.systems.items():
                register, _, field = name.partition(".")
                found[register, field] |= set(systems)
        return {name: tuple(sorted(systems)) for name, systems in found.items()}

    def close(self) -> None:
        """Let what is kept go, and the rows where they were asked."""
        self._kept.close()
        if "_rows" in self.__dict__:
            self._rows.close()

    def sweep(self) -> int:
        """Take away what is kept of data that are no longer in force, once it outweighs the rest."""
        return self._kept.sweep(self.tree.keys.union(self._rosters.keys.values()))

    @cached_property
    def _rows(self) -> Tables:
        """Return all rows, for what cannot be joined from parts."""
        loose = [one for one in self._in_force.snapshots() if one.id not in self._in_packs]
        return Tables(loose, self.registers, self.region, packed=self._packed)

    @property
    def _all_wanted(self) -> tuple[Wanted, ...]:
        return tuple(one for some in self._wanted.values() for one in some.values())

    def _look(self, nodes: Sequence[Node], missing: dict[bytes, Leaf], seen: set[bytes]) -> None:
        """Find the leaves that must be read: those below nodes of which not everything is known."""
        fresh = [one for one in {node.key: node for node in nodes}.values() if one.key not in seen]
        seen |= {one.key for one in fresh}
        known = self._known(fresh)
        for node in fresh:
            sums = known.get(node.key)
            if sums is not None and sums.keys >= self._keys:
                continue
            if node.leaf is not None:
                missing[node.key] = node.leaf
            self._look(node.parts, missing, seen)

    def _known(self, nodes: Iterable[Node]) -> dict[bytes, Sums]:
        """Return what is known of nodes, from memory or from what is kept."""
        keys = [one.key for one in nodes]
        found = {key: self._sums[key] for key in keys if key in self._sums}
        for key, content in self._kept.read([key for key in keys if key not in found]).items():
            sums = read(content, self._shape)
            if sums is not None:
                found[key] = self._sums[key] = sums
        return found

    def _shape(self, key: bytes) -> bytes | None:
        if key not in self._shapes:
            self._shapes |= self._kept.read([key])
        return self._shapes.get(key)

    def _of(self, node: Node) -> Sums:
        """Return the sums of a node, with all that is wanted; put together from its parts where they are not kept."""
        known = self._known([node]).get(node.key)
        if known is not None and known.keys >= self._keys:
            return known
        if node.leaf is not None:
            self._read_rows([node.leaf])
            return self._sums[node.key]
        self._known(node.parts)
        parts = [self._of(part) for part in node.parts]
        lacking = [one for one in self._all_wanted if known is None or one.key not in known.keys]
        sums = joined_sums(parts, lacking, known)
        self.work.joined += 1
        self.work.parts += len(parts)
        self._keep(node.key, sums)
        if len(self._pending) > BATCH:
            self._flush()
        return sums

    def _read_rows(self, leaves: Sequence[Leaf]) -> None:
        """Read what is wanted of leaves from their rows, some at a time, and keep it."""
        loose = [leaf for leaf in leaves if leaf.snapshot not in self._in_packs]
        in_packs = [leaf for leaf in leaves if leaf.snapshot in self._in_packs]
        batches = [loose[start : start + BATCH] for start in range(0, len(loose), BATCH)]
        batches += [in_packs[start : start + BATCH_OF_PACKS] for start in range(0, len(in_packs), BATCH_OF_PACKS)]
        for some_leaves in batches:
            groups: dict[frozenset[str], list[Leaf]] = defaultdict(list)
            batch = {self.tree.node_of(leaf).key: leaf for leaf in some_leaves}
            known = self._known([self.tree.node_of(leaf) for leaf in batch.values()])
            for key, leaf in batch.items():
                groups[frozenset(known[key].keys) & self._keys if key in known else frozenset()].append(leaf)
            for there, some in groups.items():
                self._read_some(some, [one for one in self._all_wanted if one.key not in there])
            self._flush()

    def _read_some(self, leaves: Sequence[Leaf], lacking: Sequence[Wanted]) -> None:
        opened = {leaf: self._in_force.opened(leaf.snapshot) if leaf.snapshot else None for leaf in leaves}
        packed = self._packed if leaves[0].snapshot in self._in_packs else None
        for leaf, sums in leaf_sums(opened, lacking, self.registers, packed).items():
            key = self.tree.node_of(leaf).key
            known = self._known([self.tree.node_of(leaf)]).get(key)
            if known is not None:
                sums.whole, sums.members = {**known.whole, **sums.whole}, {**known.members, **sums.members}
            if leaf.snapshot and leaf.role is not Role.BESIDE:
                self.work.read.add(leaf)
                self.work.aggregates += len(lacking)
            self._keep(key, sums)

    def _keep(self, key: bytes, sums: Sums) -> None:
        if len(sums.keys) > MOST:
            sums.whole = {one: part for one, part in sums.whole.items() if one in self._keys}
            sums.members = {one: found for one, found in sums.members.items() if one in self._keys}
        shape, parts, content = written(sums)
        if shape not in self._shapes:
            self._shapes[shape] = parts
            self._pending.append((shape, parts))
        self._pending.append((key, content))
        self._sums[key] = sums

    def _flush(self) -> None:
        """Write what waits to be kept; what was put down long ago is not held in memory."""
        self._kept.write(self._pending)
        self._pending.clear()
        while len(self._sums) > _IN_MEMORY:
            del self._sums[next(iter(self._sums))]
