"""目录: finds the pages of contents among the lines and reads title and page of each entry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.document.nodes import Contents, ContentsKind, Entry
from zhibao.document.origin import Origin, joined, single, slice_of
from zhibao.document.readers.captions import caption_of
from zhibao.document.readers.lines import SourceLine
from zhibao.document.readers.marks import is_plain_heading, mark_of
from zhibao.document.readers.pieces import origin_of

_TITLE = re.compile(
    r"[【\[]?(?P<of>正文|案例|典型案例|图表|图|表|插图|图片|表格|附图|附表|附件)?(?:目录|目次|索引|清单)[】\]]?|(?i:(?:tableof)?contents)"
)
_PAGE = re.compile(r"(?P<fill>[\s.．·…⋯﹒•_]*)(?P<page>[-—–－]?\s*(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})\s*[-—–－]?)$")
_BARE = re.compile(r"[-—–－\s]*([0-9０-９]{1,4}|[ivxIVX]{1,6})[-—–－\s]*")
_FILL = " \t.．·…⋯﹒•_\u3000\xa0-—|"
_MOST_LENGTH = 200
_FEWEST_UNTITLED = 3
_FEWEST_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class Found:
    """一处目录: lines [start, end) and what they hold."""

    start: int
    end: int
    lists: tuple[Contents, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    page: str
    origin: Origin
    is_strong: bool


def title_of(text: str) -> ContentsKind | None:
    """Return what a title such as 目录 or 图表目录 announces, or None."""
    if len(text) > 20:
        return None
    found = _TITLE.fullmatch("".join(text.split()))
    if found is None:
        return None
    of = found["of"] or ""
    exhibits = of[:1] in ("图", "表", "插") or of in ("附图", "附表")
    return "cases" if "案例" in of else "exhibits" if exhibits else "headings"


def page_of(text: str) -> tuple[str, str, bool] | None:
    """Return title, page and whether dots, a tab or wide blanks lead to it; None where no page ends the line."""
    if len(text) > _MOST_LENGTH:
        return None
    text = text.rstrip()
    tail = text[-60:]
    found = _PAGE.search(tail)
    if found is None:
        return None
    title = text[: len(text) - len(tail) + found.start()].rstrip(_FILL)
    fill = found["fill"]
    is_strong = "\t" in fill or len(fill) >= 2 or "…" in fill
    if not title or _has_columns(title) or not (fill or found["page"][0] in "-—–－"):
        return None
    return title.strip(), _bare(found["page"]), is_strong


def _has_columns(title: str) -> bool:
    """Say whether wide blanks part a title, as in the row of a table; behind its number they may stand."""
    mark = mark_of(title)
    rest = title[mark.end if mark else 0 :].strip()
    return "\t" in rest or "   " in rest or rest.count("  ") > 1


def find_contents(lines: Sequence[SourceLine]) -> list[Found]:
    """Return the pages of contents: below a title, or three and more lines that dots or tabs lead to pages."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        kind = title_of(line.text) if line.kind in ("text", "heading", "box") else None
        end, items = _run(lines, index + 1 if kind else index, titled=kind is not None)
        if items and (kind or _is_untitled(items)):
            lists = _split(kind or _kind_of(items), "".join(line.text.split()) if kind else "", items)
            found.append(Found(index, end, lists))
            index = end
        else:
            index += 1
    return found


def looks_like_contents(rows: Sequence[str], title: str) -> bool:
    """Say whether rows of two columns are lines of contents: all end in a page, and are titles or below a title."""
    pages = [page_of(row) for row in rows]
    if not rows or sum(page is not None for page in pages) < 0.8 * len(rows):
        return False
    titles = [page[0] for page in pages if page]
    return title_of(title) is not None or 2 * sum(_is_numbered(each) for each in titles) >= len(titles)


def _run(lines: Sequence[SourceLine], start: int, *, titled: bool) -> tuple[int, list[_Item]]:
    items: list[_Item] = []
    index = start
    while index < len(lines):
        line = lines[index]
        if line.kind == "row" and not any(line.text[cell.start : cell.end] for cell in line.cells):
            index += 1
            continue
        item = _item(line, titled=titled)
        if item is None and titled and index + 1 < len(lines):
            item = _wrapped(line, lines[index + 1])
            index += item is not None
        if item is None and titled and _is_pageless(line, items):
            item = _Item(line.text.strip(), "", origin_of(line), False)
        if item is None:
            break
        items.append(item)
        index += 1
    return index, items


def _item(line: SourceLine, *, titled: bool) -> _Item | None:
    if line.kind == "row":
        filled = [cell for cell in line.cells if cell.start < cell.end]
        if len(filled) != 2:
            return None
        first, last = filled
        page = _BARE.fullmatch(line.text[last.start : last.end])
        if page is None:
            return None
        title = line.text[first.start : first.end].rstrip(_FILL)
        whole = single(line.text, line.number, 1, line.page)
        origin = joined((slice_of(whole, first.start, first.end + 1), slice_of(whole, last.start, last.end)))
        return _Item(title, page[1], origin, titled or _is_numbered(title) or "..." in line.text)
    if line.kind not in ("text", "heading", "box") or title_of(line.text):
        return None
    parts = page_of(line.text)
    if parts is None or not (parts[2] or titled):
        return None
    return _Item(parts[0], parts[1], origin_of(line), parts[2])


def _wrapped(line: SourceLine, following: SourceLine) -> _Item | None:
    """Return the entry that two lines make up, the first too long for its page number."""
    if line.kind != "text" or following.kind != "text" or not _is_numbered(line.text) or _is_numbered(following.text):
        return None
    rest = _BARE.fullmatch(following.text.strip(_FILL)) if "..." in line.text + following.text else None
    page = ("", rest[1], True) if rest else page_of(following.text)
    if page is None or not page[2] or page_of(line.text) or any(sign in line.text for sign in "。；"):
        return None
    origin = joined((origin_of(line), origin_of(following)))
    return _Item(line.text.strip().rstrip(_FILL) + page[0], page[1], origin, True)


def _is_pageless(line: SourceLine, items: list[_Item]) -> bool:
    """Say whether a line is an entry without page: numbered, short, and not where the body starts."""
    text = line.text.strip()
    if line.kind != "text" or len(text) > 60 or any(sign in text for sign in "。；，") or not _is_numbered(text):
        return False
    if items and text == items[0].title:
        return False
    return not items or not items[0].page


def _is_untitled(items: list[_Item]) -> bool:
    strong = [item for item in items if item.is_strong]
    numbered = sum(_is_numbered(item.title) for item in strong)
    return len(strong) >= _FEWEST_UNTITLED and 5 * numbered >= 3 * len(strong)


def _split(kind: ContentsKind, title: str, items: list[_Item]) -> tuple[Contents, ...]:
    """Return one list, or two where entries of another kind follow in one piece after the last of the first kind."""
    cut = len(items)
    while cut and kind == "headings" and _kind_of(items[cut - 1 : cut]) == "exhibits":
        cut -= 1
    if not cut or len(items) - cut < _FEWEST_OF_A_KIND:
        return (_contents(kind, title, items),)
    return _contents(kind, title, items[:cut]), _contents("exhibits", "", items[cut:])


def _contents(kind: ContentsKind, title: str, items: list[_Item]) -> Contents:
    return Contents(kind, title, tuple(Entry(_level(it.title), it.title, "", it.page, it.origin) for it in items))


def _level(title: str) -> int:
    mark = mark_of(title)
    if mark is None:
        return 1
    levels = {"section": 2, "bracket": 2, "case": 2, "digit_bracket": 3, "item": 3}
    return len(mark.numbers) if mark.kind == "decimal" else levels.get(mark.kind, 1)


def _kind_of(items: Sequence[_Item]) -> ContentsKind:
    exhibits = sum(caption_of(item.title) is not None for item in items)
    cases = sum((mark := mark_of(item.title)) is not None and mark.kind == "case" for item in items)
    return "exhibits" if 2 * exhibits > len(items) else "cases" if 2 * cases > len(items) else "headings"


def _is_numbered(text: str) -> bool:
    return mark_of(text) is not None or caption_of(text) is not None or is_plain_heading(text)


def _bare(page: str) -> str:
    found = _BARE.fullmatch(page)
    return found[1] if found else page.strip()
