"""页眉页脚: running heads and page numbers among the lines, which are no part of the text."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zhibao.document.readers.joining import is_finished
from zhibao.document.readers.lines import SourceLine

_PAGE_NUMBER = re.compile(
    r"[-—–－~～·•]+\s*(?:[0-9０-９]{1,4}|[ivxlc]{1,6})\s*[-—–－~～·•]+|第\s*[0-9０-９]{1,4}\s*页(?:\s*[，,/]?\s*共\s*[0-9０-９]{1,4}\s*页)?|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
)
_BARE = re.compile(r"[0-9０-９]{1,4}")
_DIGITS = re.compile(r"[0-9０-９]+")
_ROMAN = re.compile(r"(?<=[-—–－]\s)[ivxlc]+(?=\s[-—–－])|(?<=[-—–－])[ivxlc]+(?=[-—–－])")
_MOST_HEAD = 45
_MOST_AT_EDGE = 100
_FEWEST = 3
_FEWEST_BETWEEN = 5


def set_aside(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the lines with running heads and page numbers marked as furniture."""
    furniture = {
        index
        for index, line in enumerate(lines)
        if line.kind == "text" and len(line.text) < 40 and _PAGE_NUMBER.fullmatch(line.text.strip())
    }
    furniture |= _bare_numbers(lines)
    furniture |= _running_heads(lines, furniture)
    return [replace(line, kind="furniture") if index in furniture else line for index, line in enumerate(lines)]


def _edges(lines: Sequence[SourceLine], skipped: set[int]) -> set[int]:
    """Return the first and last two lines of every page; nothing where pages are not known."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.page is not None and index not in skipped and line.kind != "furniture":
            pages[line.page].append(index)
    return {index for on_page in pages.values() for index in (*on_page[:2], *on_page[-2:])}


def _bare_numbers(lines: Sequence[SourceLine]) -> set[int]:
    """Return lines that are a number only and count pages: at page edges, or rising by one with text between."""
    bare = [
        index for index, line in enumerate(lines)
        if line.kind == "text" and len(line.text) < 12 and _BARE.fullmatch(line.text.strip())
    ]  # fmt: skip
    edges = _edges(lines, set())
    at_edges = {index for index in bare if index in edges}
    if any(line.page is not None for line in lines):
        return at_edges
    rising: set[int] = set()
    for first, second in pairwise(bare):
        step = int(lines[second].text) - int(lines[first].text)
        if second - first >= _FEWEST_BETWEEN and 1 <= step <= 2:
            rising |= {first, second}
    return rising if len(rising) >= _FEWEST else set()


def _running_heads(lines: Sequence[SourceLine], numbers: set[int]) -> set[int]:
    """Return short lines that recur at page edges, or, where pages are not known, beside page numbers and in cuts."""
    same: dict[str, list[int]] = defaultdict(list)
    edges = _edges(lines, numbers)
    paged = any(line.page is not None for line in lines)
    for index, line in enumerate(lines):
        text = line.text.strip() if line.kind == "text" and len(line.text) <= 2 * _MOST_AT_EDGE else ""
        if not text or index in numbers:
            continue
        if len(text) <= _MOST_AT_EDGE if paged else len(text) <= _MOST_HEAD and text[-1] not in "。；，":
            same[_DIGITS.sub("0", _ROMAN.sub("0", text))].append(index)
    found: set[int] = set()
    for group in same.values():
        if len(group) < _FEWEST:
            continue
        if paged:
            at_edges = [index for index in group if index in edges]
            if len({lines[index].page for index in at_edges}) >= _FEWEST and _is_head(lines, group):
                found.update(at_edges)
        else:
            between = [index for index in group if _is_between(lines, index, numbers)]
            if len(between) >= 2 and 2 * len(between) >= len(group) and _is_head(lines, group):
                found.update(group)
    return found


def _is_head(lines: Sequence[SourceLine], group: list[int]) -> bool:
    """Say whether lines are the same but for a page number: what counts up inside the text, such as 1.1, is not."""
    texts = {lines[index].text.strip() for index in group}
    return len(texts) == 1 or all(
        _PAGE_NUMBER.search(text) or _ROMAN.search(text) or _DIGITS.search(text[-6:]) for text in texts
    )


def _is_between(lines: Sequence[SourceLine], index: int, numbers: set[int]) -> bool:
    """Say whether a line stands beside a page number or in the middle of a sentence."""
    if index - 1 in numbers or index + 1 in numbers:
        return True
    before = lines[index - 1].text if index else ""
    return len(before) >= _MOST_HEAD / 2 and lines[index - 1].kind == "text" and not is_finished(before[-120:])
