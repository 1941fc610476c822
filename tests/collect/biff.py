"""An xls workbook made by hand, so that one can be spoilt: records of a stream in an OLE2 container."""

import struct

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
BEGIN, CLOSE, SHEET, SIZE = 0x0809, 0x000A, 0x0085, 0x0200


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula_in_error(row: int, column: int, code: int) -> bytes:
    result = bytes((2, 0, code, 0, 0, 0, 0xFF, 0xFF))
    return record(0x0006, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\0")


def stream(cells: bytes, name: str = "表", *, early: bytes = b"") -> bytes:
    """Return the records of a workbook of one sheet; `early` stand right behind its beginning."""
    wide = name.encode("utf-16-le")

    def head(place: int) -> bytes:
        said = struct.pack("<IHBB", place, 0, len(name), 1) + wide
        begun = record(BEGIN, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
        return begun + early + record(SHEET, said) + record(CLOSE)

    begun = record(BEGIN, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return head(len(head(0))) + begun + cells + record(CLOSE)


def file(content: bytes, name: str = "Workbook", *, circle: bool = False, also: str = "") -> bytes:
    """Return a container with one stream, which may be told to run in a circle, and one without content."""
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    sectors = len(content) // SECTOR
    chain = [*range(3, sectors + 2), 2 if circle else END]
    table = struct.pack(f"<{SECTOR // 4}I", *([TABLE, END, *chain] + [FREE] * SECTOR)[: SECTOR // 4])
    directory = _entry("Root Entry", 5, END, 0, 1) + _entry(name, 2, 2, len(content), FREE)
    directory += _entry(also, 2, END, 0, FREE) if also else b""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<I", FREE) * 108
    return head + table + directory.ljust(SECTOR, b"\0") + content


def _entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
    wide = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(wide) + 2, kind, 1, FREE, FREE, child)
    return wide.ljust(64, b"\0") + links + bytes(36) + struct.pack("<III", first, size, 0)
