"""一节的样子: its source, what it prints now, and what is wrong with it, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao.web.actions.report_texts import Standing, texts_of
from zhibao.web.bridge.indicator_search import Said, said
from zhibao.web.bridge.sections import Piece
from zhibao.web.bridge.text_faults import Fault, text_faults


@dataclass(frozen=True)
class ShownLine:
    """一行: what it prints, and how it is set: h2, h3, h4, li, exhibit, remark, or words."""

    number: int
    kind: str
    said: tuple[Said, ...]


def shown_lines(path: Path, piece: Piece) -> list[ShownLine]:
    """Return the lines of a section as they print; the settings of tables and charts as they are written."""
    lines, is_fenced = [], False
    for number, text in enumerate(piece.text.splitlines(), 1):
        if text.startswith("```"):
            is_fenced = not is_fenced
        if is_fenced or text.startswith("```"):
            lines.append(ShownLine(number, "exhibit", (Said(text),)))
        elif text.strip():
            kind, words = _kind(text)
            lines.append(ShownLine(number, kind, said(path, words)))
    return lines


def faults_here(
    path: Path, texts: Mapping[str, Standing], chapter: str, piece: Piece | None
) -> tuple[list[tuple[int, str]], list[Fault]]:
    """Return what is wrong in a section, with its line there, and what is wrong elsewhere."""
    here, elsewhere = [], []
    for one in text_faults(path, texts_of(dict(texts))):
        if piece is not None and one.chapter == chapter and piece.first <= one.line <= piece.last + 1:
            here.append((one.line - piece.first + 1, one.said))
        else:
            elsewhere.append(one)
    return here, elsewhere


def _kind(text: str) -> tuple[str, str]:
    if text.startswith("#"):
        depth = len(text) - len(text.lstrip("#"))
        return f"h{min(depth, 4)}", text.lstrip("# ")
    if text.startswith(("- ", "* ")):
        return "li", text[2:]
    if text.startswith("<!--"):
        return "remark", text.removeprefix("<!--").removesuffix("-->").strip()
    return "words", text
