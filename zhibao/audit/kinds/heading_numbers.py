"""标题编号: headings under one parent count from one on, and carry the number of their parent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.likeness import bare
from zhibao.audit.model import Remark
from zhibao.audit.slips import slips
from zhibao.catalog.rulebook import AuditRule, RuleBook
from zhibao.document.readers.marks import Mark, mark_of

_LONGEST = 40
_CHINESE = "零一二三四五六七八九十"
_COUNTED = frozenset(("decimal", "chapter", "section", "chinese", "bracket", "digit_bracket", "case"))


@dataclass(slots=True)
class _Series:
    """同级标题: headings of one family under one parent."""

    members: list[tuple[Block, Mark]] = field(default_factory=list)
    restarts: bool = True


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the faults of one sort: duplicate, gap, order or parent."""
    fault = rule.parameters["fault"]
    if fault == "parent":
        yield from _strangers(_headings(flat), rule)
        return
    for series in _series(flat):
        yield from _slips(flat, series, rule, str(fault))


@lru_cache(maxsize=2)
def _headings(flat: Flat) -> tuple[tuple[Block, Mark], ...]:
    return tuple(
        (block, mark) for block in flat.blocks if block.kind == "heading" and (mark := mark_of(block.origin.text))
    )


@lru_cache(maxsize=2)
def _series(flat: Flat) -> tuple[_Series, ...]:
    """Return runs of siblings: same family and prefix, no heading of a higher level between them.

    Cases run through the report. Only siblings whose parent stands above them with its number may not start again.
    """
    above: list[tuple[int, str]] = []
    numbers: list[tuple[int, ...]] = []
    runs: dict[tuple[tuple[int, str], ...], _Series] = {}
    cases = _Series()
    done: list[_Series] = [cases]
    for block, mark in _headings(flat):
        if mark.kind not in _COUNTED or not mark.numbers:
            continue
        if mark.kind == "case":
            cases.members.append((block, mark))
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
            numbers.pop()
        key = (*above, (block.level, f"{mark.family} {mark.numbers[:-1]}"))
        for other in [other for other in runs if len(other) > len(key) or (len(other) == len(key) and other != key)]:
            done.append(runs.pop(other))
        has_parent = len(mark.numbers) > 1 and any(one[-1] == mark.numbers[-2] for one in numbers)
        runs.setdefault(key, _Series(restarts=not has_parent)).members.append((block, mark))
        above.append((block.level, f"{mark.family} {mark.printed}"))
        numbers.append(mark.numbers)
    done += runs.values()
    return tuple(series for series in done if len(series.members) > 1)


def _slips(flat: Flat, series: _Series, rule: AuditRule, fault: str) -> Iterator[Remark]:
    for slip in slips([mark.numbers[-1] for _, mark in series.members], restarts=series.restarts):
        block, mark = series.members[slip.index]
        if slip.fault != fault or block.role == "annex":
            continue
        other = series.members[slip.other][0] if slip.other is not None else None
        if other is not None and bare(other.text) == bare(block.text):
            continue
        expected = _with_last(mark, slip.expected)
        if fault == "gap" and _stands_elsewhere(flat, mark, slip.expected):
            continue
        related = ((other, 0, min(len(other.text), _LONGEST)),) if other is not None else ()
        yield Remark(
            rule.name,
            block,
            0,
            min(len(block.text), _LONGEST),
            said=mark.printed,
            expected=expected,
            related=related,
            suggestions=(f"{mark.printed} → {expected}",),
            values={"number": mark.printed},
        )


def _with_last(mark: Mark, value: int) -> str:
    """Return the printed number with another last part, in Arabic digits where it was so."""
    if mark.kind == "decimal":
        return ".".join(map(str, (*mark.numbers[:-1], value)))
    return f"第 {value} 个"


def _stands_elsewhere(flat: Flat, mark: Mark, value: int) -> bool:
    """Say whether the missing number opens some other block, which the reader did not take for a heading."""
    numbers, starts = _openings(flat)
    spoken = f"{_CHINESE[value]}、" if mark.kind == "chinese" and value < len(_CHINESE) else ""
    return spoken in starts or (mark.kind, (*mark.numbers[:-1], value)) in numbers


@lru_cache(maxsize=2)
def _openings(flat: Flat) -> tuple[frozenset[tuple[str, tuple[int, ...]]], frozenset[str]]:
    """Return the numbers that open blocks of any kind, and their first two letters."""
    blocks = [block for block in flat.blocks if block.kind != "contents"]
    marks = [mark for block in blocks if (mark := mark_of(block.origin.text[:40]))]
    return frozenset((mark.kind, mark.numbers) for mark in marks), frozenset(block.text[:2] for block in blocks)


def _strangers(headings: Sequence[tuple[Block, Mark]], rule: AuditRule) -> Iterator[Remark]:
    """Yield decimal headings that do not carry the number of the heading above them.

    A number whose own parent stands nowhere is a slip only among siblings that carry the right one; else the parent
    is what is missing.
    """
    known = {mark.numbers for _, mark in headings if mark.kind == "decimal"}
    placed = list(_with_parents(headings))
    right = {parent[1] for _, mark, parent in placed if parent[1] == mark.numbers[:-1]}
    for block, mark, parent in placed:
        if parent[1] == mark.numbers[:-1] or not (mark.numbers[:-1] in known or parent[1] in right):
            continue
        expected = ".".join(map(str, (*parent[1], mark.numbers[-1])))
        yield Remark(
            rule.name,
            block,
            0,
            min(len(block.text), _LONGEST),
            said=mark.printed,
            expected=expected,
            related=((parent[0], 0, min(len(parent[0].text), _LONGEST)),),
            suggestions=(f"{mark.printed} → {expected}",),
            values={"number": mark.printed},
        )


def _with_parents(
    headings: Sequence[tuple[Block, Mark]],
) -> Iterator[tuple[Block, Mark, tuple[Block, tuple[int, ...]]]]:
    """Yield decimal headings with the decimal heading above them and its number."""
    parents: dict[int, tuple[Block, tuple[int, ...]]] = {}
    for block, mark in headings:
        if mark.kind != "decimal":
            if mark.kind in ("chapter", "chinese", "annex"):
                parents = {}
            continue
        depth = len(mark.numbers)
        if depth - 1 in parents:
            yield block, mark, parents[depth - 1]
        parents = {level: one for level, one in parents.items() if level < depth}
        parents[depth] = (block, mark.numbers)
