"""指标名称前后不一: two rows with the same values in two years under nearly the same name are one indicator."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from zhibao.audit.blocks import Block, Flat, Grid
from zhibao.audit.likeness import differences
from zhibao.audit.model import Remark, instead
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_BRACKET = re.compile("（[^（）]*）|[:“”]")
_TELLING = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{3,}(?:\.\d+)?|\d+\.\d+")
_WORDY = re.compile("[\u4e00-\u9fff]{4,}")
_LONGEST_PIECE = 2
_SHORTEST = 6


def remarks(flat: Flat, rule: AuditRule, book: RuleBook) -> Iterator[Remark]:
    """Yield every place of the name that is not the catalog's, or else of the rarer one."""
    rows: dict[tuple[str, str], list[tuple[str, Block]]] = defaultdict(list)
    for grid in flat.grids:
        for label, block, values in _rows(grid):
            for pair in pairwise(values):
                if pair[0] != pair[1]:
                    rows[pair].append((label, block))
    main = {indicator.labels[0] for indicator in book.indicators.values()}
    done: set[str] = set()
    for pair, named in rows.items():
        labels = list(dict.fromkeys(label for label, _ in named))
        # Two names of the catalog are two indicators, however alike; in a small school their values may coincide.
        if len(labels) == 2 and _is_variant(*labels) and not main.issuperset(labels):
            yield from _remarks(flat, rule, labels, pair, main, done)


def _rows(grid: Grid) -> Iterator[tuple[str, Block, list[str]]]:
    """Yield label and telling values of each row: numbers with a point or at least three digits, no years."""
    for row in grid.rows:
        cells = [cell for cell in row if cell is not None]
        label = next((cell for cell in cells if _WORDY.search(cell.text)), None)
        if label is not None:
            values = [cell.text for cell in cells if _TELLING.fullmatch(cell.text)]
            yield _BRACKET.sub("", label.text), label, values


def _is_variant(one: str, other: str) -> bool:
    pieces = differences(one, other)
    return (
        min(len(one), len(other)) >= _SHORTEST
        and len(pieces) == 1
        and all(1 <= len(piece) <= _LONGEST_PIECE for piece in pieces[0])
    )


def _remarks(
    flat: Flat, rule: AuditRule, labels: list[str], pair: tuple[str, str], main: set[str], done: set[str]
) -> Iterator[Remark]:
    whole = prose(flat, frozenset(("paragraph", "cell", "heading", "caption")))
    right, wrong = sorted(labels, key=lambda label: (label not in main, -whole.text.count(label)))
    if wrong in done:
        return
    done.add(wrong)
    place = whole.text.find(wrong)
    while place >= 0:
        block, start = whole.locate(place)
        other, offset = whole.locate(whole.text.find(right))
        related = ((other, offset, offset + len(right)),)
        same = f"“{wrong}”与“{right}”两行的数相同（{pair[0]}、{pair[1]}）"
        yield instead(rule.name, block, start, wrong, right, computation=same, related=related)
        place = whole.text.find(wrong, place + 1)
