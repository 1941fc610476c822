"""文字编码: bytes of a text file as text, UTF-8 or GB 18030, or UTF-16 with its mark."""

import codecs
import re

from zhibao.document.readers import errors

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f\x80-\x9f\ue000-\uf8ff]")
_MOST_STRANGE = 0.02


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file.

    Raises: ReadError, when it is neither UTF-8 nor GB 18030.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise errors.wrong_encoding(name) from None
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_right(text):
            return text
    raise errors.wrong_encoding(name)


def _looks_right(text: str) -> bool:
    """Say whether a text is one: other encodings turn into signs that nobody writes."""
    sample = text[:100_000]
    return len(_CONTROLS.findall(sample)) <= _MOST_STRANGE * len(sample)
