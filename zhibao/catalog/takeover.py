"""沿用上年: last year's settings and chapters begin the next year; every passage is marked until it is touched."""

import re
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.chapter import MARKDOWN, front_matter
from zhibao.catalog.remark import is_remark, kept_mark, without_kept_marks

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_KEYS = ("round", "label_year", "data_years", "history_years", "issued")
_KEY = re.compile(r"([a-z_]+):")
_PASSAGES = ("paragraph_open", "bullet_list_open", "ordered_list_open", "blockquote_open")
_BRACES = re.compile(r"\{[^{}]*\}")
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """沿用的一章: its text with the marks, how many passages there are, and in how many digits were typed by hand."""

    text: str
    passages: int
    typed: int


def next_settings(text: str) -> str:
    """Return zhibao.yaml with the years of the round moved on by one; everything else stays as it was written."""
    lines, inside = [], False
    for line in text.splitlines():
        if key := _KEY.match(line):
            inside = key[1] in _KEYS
        value, sharp, comment = line.partition(" #")
        moved = _YEAR.sub(lambda found: str(int(found[0]) + 1), value) if inside else value
        lines.append(moved + sharp + comment)
    return "\n".join(lines) + "\n"


def taken_over(text: str, path: Path, year: int) -> TakenOver:
    """Return a chapter with every passage marked as taken over from the report of a year.

    A passage is a paragraph, list or quotation with words of its own; what consists of directives alone follows the
    data and needs no mark, nor do headings and exhibits. Older marks are replaced.
    """
    text = without_kept_marks(text.removeprefix("\ufeff"))
    _, body = front_matter(text, path)
    lines, source = text.splitlines(), body.splitlines()
    marks: dict[int, str] = {}
    typed = 0
    for token in MARKDOWN.parse(body):
        if token.level or token.type not in _PASSAGES or token.map is None:
            continue
        passage = "\n".join(source[slice(*token.map)])
        words = _BRACES.sub("", passage)
        if is_remark(passage) or not _WORDS.search(words):
            continue
        marks[token.map[0]] = kept_mark(year, passage)
        typed += bool(_DIGIT.search(words))
    written = []
    for number, line in enumerate(lines):
        if number in marks:
            written += [marks[number], ""]
        written.append(line)
    return TakenOver("\n".join(written) + "\n", len(marks), typed)
