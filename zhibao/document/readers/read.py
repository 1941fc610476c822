"""读入: any report as lines and as the one tree; the door to all readers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from zhibao.document.readers import errors
from zhibao.document.readers.archive import MOST_FILE_BYTES, OLE2, is_encrypted
from zhibao.document.readers.assemble import Manner, assemble
from zhibao.document.readers.decoding import decoded
from zhibao.document.readers.errors import MEBIBYTE, ReadError
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.text import text_lines
from zhibao.terms.errors import reason_of

if TYPE_CHECKING:
    from zhibao.document.readers.word_text import Revisions

__all__ = ["SUFFIXES", "ReadError", "read_bytes", "read_document", "read_text"]

_MOST_LINES = 300_000


def read_text(text: str, file: str = "") -> Reading:
    r"""Return the reading of a text, Markdown when the file's name says so.

    Unit: lines end at "\n" only and count from 1, columns count code points from 1.
    Raises: ReadError, for more lines than any report has.
    """
    if text.count("\n") > _MOST_LINES:
        raise errors.too_large(file, f"{text.count(chr(10)) + 1} 行", f"{_MOST_LINES} 行")
    markdown = file.lower().endswith((".md", ".markdown"))
    lines = text_lines(text.removeprefix("\ufeff"), markdown=markdown)
    return assemble(file, lines, Manner("lines", has_lines=True))


def read_document(path: Path, revisions: "Revisions" = "accepted") -> Reading:
    """Return the reading of a file; its type is told by its name and checked by its content.

    Raises: ReadError, with a Chinese message, for every file that cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise errors.too_large(path.name, f"{size / MEBIBYTE:.0f} MB", f"{MOST_FILE_BYTES // MEBIBYTE} MB")
        content = path.read_bytes()
    except OSError as error:
        raise errors.cannot_read(path.name, reason_of(error)) from error
    except ValueError as error:
        raise errors.cannot_read(path.name, "路径中有不能用的字符") from error
    return read_bytes(content, path.name, revisions)


def read_bytes(content: bytes, name: str, revisions: "Revisions" = "accepted") -> Reading:
    """Return the reading of the content of a file of this name.

    Raises: ReadError, as `read_document`.
    """
    if not content.strip():
        raise errors.empty(name)
    suffix = Path(name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise _no_reader(content, name, suffix)
    reading = reader(content, name, revisions)
    if not any(line.kind != "furniture" for line in reading.lines):
        raise errors.empty(name)
    return reading


def _no_reader(content: bytes, name: str, suffix: str) -> ReadError:
    if is_encrypted(content):
        return errors.encrypted(name)
    if suffix in (".doc", ".wps", ".dot", ".rtf", ".odt"):
        return errors.old_word(name)
    if suffix in (".xls", ".et", ".xlsb", ".ods"):
        return errors.old_workbook(name)
    return errors.old_word(name) if content.startswith(OLE2) else errors.unsupported(name)


def _text(content: bytes, name: str, revisions: "Revisions") -> Reading:
    return read_text(decoded(content, name), name)


def _word(content: bytes, name: str, revisions: "Revisions") -> Reading:
    from zhibao.document.readers.docx import title_of, word_lines  # noqa: PLC0415  each format brings a library of its own
    from zhibao.document.readers.word_package import open_word  # noqa: PLC0415  each format brings a library of its own

    if content.startswith(OLE2) and not is_encrypted(content):
        raise errors.old_word(name)
    package = open_word(content, name)
    found = word_lines(package, revisions)
    lines = [each.line for each in found]
    return assemble(name, lines, Manner("paragraphs", title=title_of(package, found)))


def _html(content: bytes, name: str, revisions: "Revisions") -> Reading:
    from zhibao.document.readers.html import html_lines  # noqa: PLC0415  each format brings a library of its own

    lines, _ = html_lines(content, name)
    return assemble(name, lines, Manner("paragraphs"))


def _pdf(content: bytes, name: str, revisions: "Revisions") -> Reading:
    from zhibao.document.readers.pdf import pdf_lines  # noqa: PLC0415  each format brings a library of its own

    return assemble(name, pdf_lines(content, name), Manner("pages"))


def _workbook(content: bytes, name: str, revisions: "Revisions") -> Reading:
    from zhibao.document.readers.xlsx import xlsx_lines  # noqa: PLC0415  each format brings a library of its own

    if content.startswith(OLE2) and not is_encrypted(content):
        raise errors.old_workbook(name)
    return assemble(name, xlsx_lines(content, name), Manner("rows"))


_READERS: "dict[str, Callable[[bytes, str, Revisions], Reading]]" = {
    ".txt": _text,
    ".md": _text,
    ".markdown": _text,
    ".docx": _word,
    ".docm": _word,
    ".dotx": _word,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".xlsx": _workbook,
    ".xlsm": _workbook,
}
SUFFIXES = tuple(sorted(_READERS))
