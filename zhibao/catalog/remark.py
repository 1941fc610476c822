"""提纲里的批注: HTML comments on lines of their own: passages taken over from last year, questions, private notes."""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from zhibao.catalog.files import CatalogError

RemarkKind = Literal["kept", "comment", "note"]
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_KEPT = re.compile(r"沿用(\d{4})年度 ([0-9a-f]{8})")
_SAID = re.compile(r"批注(（已答复）)?([^：:\n]{0,20})[：:]\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Remark:
    """批注: never printed in a release.

    `kept` marks the passage below as taken over; it is open until that passage is changed or the mark is taken out.
    `comment` is open until it says （已答复）. Any other HTML comment is a `note`, which nobody has to answer.
    """

    kind: RemarkKind
    text: str
    where: str
    is_open: bool = False


def is_remark(text: str) -> bool:
    """Say whether a paragraph is written as an HTML comment, or has a part of one."""
    return "<!--" in text or "-->" in text


def read_remark(text: str, where: str, below: str) -> Remark:
    """Return an HTML comment as a remark; `below` is the digest of the passage that follows it.

    Raises: CatalogError, when the comment shares its paragraph with text or is not closed.
    """
    found = _COMMENT.fullmatch(text.strip())
    if found is None or "<!--" in found[1]:
        raise CatalogError(f"{where}：批注 <!-- … --> 要独占一段，前后各空一行，中间不空行。")
    said = found[1].strip()
    if kept := _KEPT.fullmatch(said):
        return Remark("kept", f"沿用{kept[1]}年度，尚未改过", where, kept[2] == below)
    if comment := _SAID.fullmatch(said):
        author = f"{comment[2].strip()}：" if comment[2].strip() else ""
        return Remark("comment", author + " ".join(comment[3].split()), where, not comment[1])
    return Remark("note", said, where)


def kept_mark(year: int, passage: str) -> str:
    """Return the mark that a passage was taken over from the report of a year."""
    return f"<!-- 沿用{year}年度 {passage_digest(passage)} -->"


def without_kept_marks(text: str) -> str:
    """Return a chapter without the marks of passages that were taken over."""
    return re.sub(r"^<!--\s*沿用\d{4}年度 [0-9a-f]{8}\s*-->[ \t]*\n+", "", text, flags=re.MULTILINE)


def passage_digest(text: str) -> str:
    """Return eight hex digits that change with the words of a passage, not with blanks or line breaks."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:8]
