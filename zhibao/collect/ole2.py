"""旧式文件: what lies in an OLE2 container, the wrapping of xls, et, doc and of encrypted xlsx; no input raises."""

import struct
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _LARGEST = 0xFFFFFFFE, 0xFFFFFFFA
_ENTRY = 128
_IN_HEAD = 109
_STREAM = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    first: int
    size: int


class Container:
    """旧式容器: the streams of a file by name; damaged chains end where they break."""

    def __init__(self, content: bytes) -> None:
        """Read the tables of a file that bears the signature."""
        head = content[:512].ljust(512, b"\0")
        shift, small_shift = struct.unpack_from("<HH", head, 30)
        self.content = content
        self._sector = 1 << min(max(shift, 7), 16)
        self._small = 1 << min(max(small_shift, 5), 15)
        directory, self._cutoff, small_fat = struct.unpack_from("<I4xII", head, 48)
        self._fat = self._numbers(self._tables(head))
        self._small_fat = self._numbers(self._chain(small_fat))
        entries = self._read(self._chain(directory))
        found = [_entry(entries[at : at + _ENTRY]) for at in range(0, len(entries) - _ENTRY + 1, _ENTRY)]
        self._root = found[0] if found else _Entry("", _END, 0)
        kinds = [entries[at + 66] for at in range(0, len(entries) - _ENTRY + 1, _ENTRY)]
        self._streams = {one.name: one for one, kind in zip(found, kinds, strict=True) if kind == _STREAM}
        self._starts = (directory, small_fat, self._root.first)
        # 链数、扇区数若超出文件本身，读取程序会照着它去占内存。
        counts = struct.unpack_from("<I16xI4xI", head, 44)
        self._has_room = all(count * self._sector <= len(content) for count in counts)

    @property
    def is_sound(self) -> bool:
        """Say whether every chain ends, so that a reader that follows it comes to an end too."""
        large = [one.first for one in self._streams.values() if one.size >= self._cutoff]
        small = [one.first for one in self._streams.values() if 0 < one.size < self._cutoff]
        chains = [(one, self._fat) for one in (*self._starts, *large)] + [(one, self._small_fat) for one in small]
        return self._has_room and all(_ends(first, table) for first, table in chains)

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the streams."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """Return what a stream holds, '' bytes when it is not there."""
        one = self._streams.get(name)
        if one is None:
            return b""
        if one.size >= self._cutoff:
            return self._read(self._chain(one.first))[: one.size]
        small = self._read(self._chain(self._root.first))
        chain = _chained(one.first, self._small_fat)
        return b"".join(small[at * self._small : (at + 1) * self._small] for at in chain)[: one.size]

    def _tables(self, head: bytes) -> list[int]:
        """Return the sectors in which the chains are told."""
        sectors = list(struct.unpack_from(f"<{_IN_HEAD}I", head, 76))
        (following,) = struct.unpack_from("<I", head, 68)
        seen: set[int] = set()
        while following <= _LARGEST and following not in seen and self._at(following):
            seen.add(following)
            numbers = self._numbers([following])
            sectors += numbers[:-1]
            following = numbers[-1]
        return [one for one in sectors if one <= _LARGEST]

    def _chain(self, first: int) -> list[int]:
        return _chained(first, self._fat)

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self.content[start : start + self._sector]

    def _read(self, sectors: list[int]) -> bytes:
        return b"".join(map(self._at, sectors))

    def _numbers(self, sectors: list[int]) -> list[int]:
        raw = self._read(sectors)
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))


def _chained(first: int, table: list[int]) -> list[int]:
    """Return the links of a chain; one that runs in a circle ends there."""
    found: dict[int, None] = {}
    while first < len(table) and first not in found:
        found[first] = None
        first = table[first]
    return list(found)


def _ends(first: int, table: list[int]) -> bool:
    """Say whether a chain comes to its end without going in a circle or out of the table."""
    links = _chained(first, table)
    return (table[links[-1]] if links else first) >= _LARGEST


def _entry(raw: bytes) -> _Entry:
    length, first, size = struct.unpack_from("<H", raw, 64)[0], *struct.unpack_from("<II", raw, 116)
    return _Entry(raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace"), first, size)
