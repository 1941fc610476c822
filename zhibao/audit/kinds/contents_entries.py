"""目录与正文: every entry of contents has its heading or caption, every heading its entry, and both say the same."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.likeness import bare, likeness
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook
from zhibao.document.readers.marks import mark_of

_EXHIBIT = re.compile(r"\s*(附?[表图])\s*(\d{1,2}(?:\s*[-–—－.．]\s*\d{1,3}){0,2})\s*[:：、]?")
_TAIL = r"[\s.．·…⋯•_\-—－|]*"
_FEWEST = 3
_LIKE, _ALMOST = 0.3, 0.8
_LONGEST = 50


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """条目: an entry or what it stands for; `group` is the family of its number."""

    block: Block
    group: str
    number: str
    title: str
    end: int


@dataclass(slots=True)
class _Compared:
    """对照结果: pairs of entry and body, and what is left on both sides."""

    pairs: list[tuple[_Item, _Item]] = field(default_factory=list)
    entries: list[_Item] = field(default_factory=list)
    bodies: list[_Item] = field(default_factory=list)


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the faults of one sort: wording, number, missing_in_body or missing_in_contents."""
    fault = rule.parameters["fault"]
    for compared in _compared(flat):
        count = len(compared.pairs)
        if fault == "missing_in_body" and count >= max(_FEWEST, 4 * len(compared.entries)):
            yield from (_missing(one, rule) for one in compared.entries)
        elif fault == "missing_in_contents" and count >= max(_FEWEST, 3 * len(compared.bodies)):
            yield from (_missing(one, rule) for one in compared.bodies)
        elif fault in ("wording", "number") and count >= _FEWEST:
            for entry, body in compared.pairs:
                if fault == _difference(entry, body):
                    yield _differing(entry, body, rule)


@lru_cache(maxsize=1)
def _compared(flat: Flat) -> tuple[_Compared, ...]:
    entries: dict[str, list[_Item]] = defaultdict(list)
    bodies: dict[str, list[_Item]] = defaultdict(list)
    for block in flat.blocks:
        if block.kind == "contents" and (entry := _item(block)):
            entries[entry.group].append(entry)
        elif (block.kind == "heading" or (block.kind == "caption" and block.number)) and (body := _item(block)):
            bodies[body.group].append(body)
    return tuple(_compare(entries[group], bodies[group]) for group in entries if group)


def _item(block: Block) -> _Item | None:
    """Return group, number and title of an entry, heading or caption; None for headings inside a case."""
    text = block.origin.text
    if block.kind == "contents" and block.page:
        text = re.sub(rf"{_TAIL}{re.escape(block.page)}{_TAIL}$", "", text)
    end = sum(offset < len(text) for offset in block.offsets)
    exhibit = _EXHIBIT.match(text)
    if exhibit:
        number = re.sub(r"\s*[-–—－.．]\s*", "-", exhibit[2])
        return _Item(block, exhibit[1], number, bare(text[exhibit.end() :]), end)
    if block.kind == "caption":
        return None
    mark = mark_of(text)
    if block.kind == "heading" and block.case and block.role != "case":
        return None
    if mark is None or not mark.numbers:
        return _Item(block, "annex" if mark else "", "", bare(text), end)
    return _Item(block, mark.family, ".".join(map(str, mark.numbers)), bare(text[mark.end :]), end)


def _compare(entries: Sequence[_Item], bodies: Sequence[_Item]) -> _Compared:
    """Return who belongs to whom: the same title and number, the same title, the same number, nearly the same title."""
    result = _Compared(entries=list(entries), bodies=list(bodies))
    _pair(result, lambda one: (one.number, one.title))
    _pair(result, lambda one: one.title)
    _pair_by_number(result)
    left = list(result.entries)
    for entry in left if len(left) * len(result.bodies) < 400 else ():
        like = max(result.bodies, key=lambda body: likeness(entry.title, body.title), default=None)
        if like is not None and likeness(entry.title, like.title) >= _ALMOST:
            _take(result, entry, like)
    return result


def _pair(result: _Compared, make: Callable[[_Item], object]) -> None:
    waiting: dict[object, list[_Item]] = defaultdict(list)
    for body in result.bodies:
        waiting[make(body)].append(body)
    for entry in list(result.entries):
        if entry.title and waiting[make(entry)]:
            _take(result, entry, waiting[make(entry)].pop(0))


def _pair_by_number(result: _Compared) -> None:
    waiting = {body.number: body for body in reversed(result.bodies) if body.number}
    for entry in list(result.entries):
        body = waiting.get(entry.number)
        if body and (likeness(entry.title, body.title) >= _LIKE or _is_cut(entry.title, body.title)):
            _take(result, entry, waiting.pop(entry.number))


def _take(result: _Compared, entry: _Item, body: _Item) -> None:
    result.pairs.append((entry, body))
    result.entries.remove(entry)
    result.bodies.remove(body)


def _is_cut(one: str, other: str) -> bool:
    """Say whether one title is the other cut off by the width of the line, or wrapped in it."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _difference(entry: _Item, body: _Item) -> str:
    if entry.title == body.title:
        return "" if entry.number == body.number else "number"
    return "" if _is_cut(entry.title, body.title) else "wording"


def _missing(one: _Item, rule: AuditRule) -> Remark:
    end = min(one.end, _LONGEST)
    return Remark(rule.name, one.block, 0, end, said=one.block.text[:end])


def _differing(entry: _Item, body: _Item, rule: AuditRule) -> Remark:
    said, expected = entry.block.text[: entry.end], body.block.text[: body.end]
    return Remark(
        rule.name,
        entry.block,
        0,
        min(entry.end, _LONGEST),
        said=said,
        expected=expected,
        related=((body.block, 0, min(body.end, _LONGEST)),),
        suggestions=(f"{said} → {expected}",),
    )
