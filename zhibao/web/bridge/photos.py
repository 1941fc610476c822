"""照片的重做: what somebody photographed becomes a picture of our own, without anything but what one sees."""

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from zhibao.terms.errors import ZhibaoError

TYPES = {"JPEG": (b"\xff\xd8\xff",), "PNG": (b"\x89PNG\r\n\x1a\n",), "WEBP": (b"RIFF",)}
SIDE = 1280
"""The longer side of what is kept, enough for half a printed page."""
_COLOURS = 256
_MOST_PIXELS = 60_000_000
_LEAST_SIDE = 320


class PhotoError(ZhibaoError):
    """A photograph that cannot be taken; the message is for whoever sent it."""


def type_of(begins: bytes) -> str:
    """Return the type of an image by its first bytes; '' for what is none that is taken."""
    return next((name for name, signs in TYPES.items() if begins.startswith(signs)), "")


def remake(source: Path, target: Path) -> tuple[int, int]:
    """Draw a photograph anew as PNG and return its size: no camera, place, time or thumbnail goes along.

    Raises: PhotoError, for what is no photograph, or too small or too large a one.
    """
    try:
        with Image.open(source, formats=tuple(TYPES)) as sent:
            width, height = sent.size
            if width * height > _MOST_PIXELS:
                raise PhotoError(f"照片有 {width}×{height} 点，太大。请用 6000 万点以下的。")
            if max(width, height) < _LEAST_SIDE:
                raise PhotoError(f"照片只有 {width}×{height} 点，印出来看不清。请换大一点的。")
            sent.draft("RGB", (2 * SIDE, 2 * SIDE))
            turned = ImageOps.exif_transpose(sent).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoError("这张照片打不开，可能没有传完整。请用看图的程序打开，另存为 JPEG 后再传。") from error
    turned.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    # A new image from the bare points: whatever else the file carried stays behind.
    bare = Image.frombytes("RGB", turned.size, turned.tobytes()).quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    bare.save(target, "PNG", optimize=True)
    return bare.size
