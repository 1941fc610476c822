"""留存的名单: the rosters of many cities, kept under the snapshots that hold them: none is opened to know them."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.in_force import InForce
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.packed import Packed
from zhibao.snapshot.partials import FORMAT
from zhibao.snapshot.submission import Row

_FIELDS = ("code", "name", "county", "in_scope")
"""What says who is in scope, and where; nothing else of a roster is kept."""


@dataclass(frozen=True)
class KeptRosters:
    """留存的名单: those of some cities."""

    in_force: InForce
    cities: Collection[str]
    kept: Kept
    packed: Packed | None = None

    def rows(self, register: Register) -> Mapping[tuple[str, int], tuple[Row, ...]]:
        """Return who is in scope, by city and year; cities without a roster are left out.

        Raises: SnapshotError, when a roster is damaged.
        """
        keys = self.keys
        known = self.kept.read(list(keys.values()))
        in_packs = {one.id for one in self.packed.snapshots} if self.packed else set()
        missing = {spot for spot, key in keys.items() if key not in known}
        packed = self.packed.rows(register) if self.packed and in_packs & {self._ids[one] for one in missing} else {}
        fresh: list[tuple[bytes, bytes]] = []
        found: dict[tuple[str, int], tuple[Row, ...]] = {}
        for spot, key in keys.items():
            content = known.get(key)
            if content is None:
                content = json.dumps(self._read(spot, register, packed), ensure_ascii=False).encode()
                fresh.append((key, content))
            listed = json.loads(content)
            if listed is not None:
                found[spot] = tuple(dict(zip(_FIELDS, one, strict=True)) for one in listed)
        self.kept.write(fresh)
        return found

    @cached_property
    def keys(self) -> Mapping[tuple[str, int], bytes]:
        """Return what each roster is kept under."""
        return {
            spot: hashlib.blake2b(f"{FORMAT} {one}".encode(), digest_size=16, person=b"zhibao roster").digest()
            for spot, one in self._ids.items()
        }

    @cached_property
    def _ids(self) -> Mapping[tuple[str, int], str]:
        cities = set(self.cities)
        return {spot: one for spot, one in self.in_force.ids.items() if spot[0] in cities}

    def _read(
        self, spot: tuple[str, int], register: Register, packed: Mapping[tuple[str, int], tuple[Row, ...]]
    ) -> list[list[str]] | None:
        """Return the rows of a city's roster of a year; None when it has none."""
        opened = self.in_force.opened(self._ids[spot])
        if ROSTER not in opened.registers:
            return None
        rows = packed[spot] if spot in packed else parquet.read(opened.file(ROSTER), register)
        return [[str(row[name]) for name in _FIELDS] for row in rows]
