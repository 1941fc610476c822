"""二维码: an address as a picture for the report; equal addresses give equal bytes on every machine.

The code stands in the middle of a white strip three times as wide as high: pictures are set as wide as a photograph,
and a code that filled that width would be as high as a third of the page. It is kept uncompressed, since what
compresses differs from machine to machine.
"""

import struct
import zlib

from zhibao.document.nodes import Picture
from zhibao.terms.errors import ZhibaoError

_PIXELS = 4
"""How many pixels a square of the code has on each side."""
_QUIET = 4
"""How many squares are left white around it, as the standard asks."""
_WIDE = 3
_MOST = 0xFFFF


class NoCodeError(ZhibaoError):
    """二维码画不了: what draws it is not installed."""

    exit_code = 5


def qr_picture(address: str) -> Picture:
    """Return the QR code of an address. Raises: NoCodeError, where the part of the site is not installed."""
    try:
        import segno  # noqa: PLC0415  it comes with the part of the site
    except ImportError as error:
        raise NoCodeError("印二维码需要另外安装的部分。请运行 pip install 'zhibao[web]' 后再试。") from error
    squares = [list(map(bool, row)) for row in segno.make(address, error="m", micro=False).matrix]
    side = (len(squares) + 2 * _QUIET) * _PIXELS
    before = (side * _WIDE - len(squares) * _PIXELS) // 2
    white = [False] * (side * _WIDE)
    lines = [white] * (_QUIET * _PIXELS)
    for row in squares:
        dark = [one for one in row for _ in range(_PIXELS)]
        lines += [[*white[:before], *dark, *white[before + len(dark) :]]] * _PIXELS
    lines += [white] * (_QUIET * _PIXELS)
    return Picture(_png(lines), side * _WIDE, side)


def _png(lines: list[list[bool]]) -> bytes:
    """Return a picture in black and white; rows are packed to bytes, each after the mark of no filter."""
    rows = b"".join(b"\0" + _packed(line) for line in lines)
    header = struct.pack(">IIBBBBB", len(lines[0]), len(lines), 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", _stored(rows)) + _chunk(b"IEND", b"")


def _packed(line: list[bool]) -> bytes:
    bits = "".join("0" if dark else "1" for dark in line)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _stored(content: bytes) -> bytes:
    """Return content as a zlib stream of stored blocks."""
    parts = [content[at : at + _MOST] for at in range(0, len(content), _MOST)]
    blocks = b"".join(
        struct.pack("<BHH", number == len(parts), len(part), len(part) ^ _MOST) + part
        for number, part in enumerate(parts, 1)
    )
    return b"\x78\x01" + blocks + struct.pack(">I", zlib.adler32(content))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
