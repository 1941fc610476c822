"""表的行数: a number of things announced beside a table against the rows, or the different entries, that it lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibao.audit.blocks import Block, Grid
from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.judge import judge
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.audit.tables.words import HeadWords, head_words
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.interval import Interval
from zhibao.terms.numerals.noun import Sort

_NEAR = 4
_OPEN = re.compile("等|其中|主要|部分|多个|以上|累计|新增|分别|另外|此外|前")
_POINTS = re.compile("如下|下表|见表|详见|上表|附表|名单")
_LEAST_ROWS = 3
_FAR = 30
_CITED = re.compile(r"表(\d+(?:[-.]\d+)*)")


@dataclass(frozen=True, slots=True)
class _List:
    """清单: a grid that lists things: its number of rows, and per column head the number of different entries.

    `is_numbered` where the rows are numbered from one; others count only for a sentence that cites the table.
    """

    grid: Grid
    rows: int
    columns: tuple[tuple[str, int], ...]
    first: int
    is_numbered: bool

    @property
    def number(self) -> str:
        """Return the number of its caption, as references print it."""
        return self.grid.caption.number if self.grid.caption is not None else ""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield counts in the caption of a list, in the text just above it or citing it, with what the list holds."""
    if not facts.flat.grids:
        return
    words = head_words(facts.book)
    lists = [found for grid in facts.flat.grids if (found := _list(grid, words)) is not None]
    sentences: dict[int, list[Sentence]] = {}
    citing: dict[str, list[Sentence]] = {}
    for sentence in facts.sentences if lists else ():
        sentences.setdefault(sentence.block.index, []).append(sentence)
        if sentence.block.kind == "paragraph":
            for number in set(_CITED.findall(sentence.text)):
                citing.setdefault(number, []).append(sentence)
    for one in lists:
        near = (
            [sentence for block in _beside(facts, one) for sentence in sentences.get(block.index, [])]
            if one.is_numbered
            else []
        )
        cited = [sentence for sentence in citing.get(one.number, []) if sentence not in near]
        for sentence in (*near, *cited):
            yield from _of_sentence(sentence, one, rule, is_cited=sentence in cited)


def _list(grid: Grid, words: HeadWords) -> _List | None:
    """Return a grid as a list: its rows numbered from one, or its first column naming one thing in each row."""
    if len(grid.rows) <= _LEAST_ROWS or not grid.rows[0]:
        return None
    top = [block.text if block is not None else "" for block in grid.rows[0]]
    first = min(block.index for row in grid.rows for block in row if block is not None)
    if top[0] in words.sets["code"]:
        numbers = [text for row in grid.rows[1:] if (text := _text(row[0]))]
        if numbers != [str(k) for k in range(1, len(numbers) + 1)] or len(numbers) < _LEAST_ROWS:
            return None
        columns = []
        for c in range(1, len(top)):
            entries = [text for row in grid.rows[1:] if (text := _text(row[c]))]
            if top[c] and entries and not all(re.fullmatch(r"[\d.,%+\-/]*", entry) for entry in entries):
                columns.append((top[c], len(set(entries))))
        return _List(grid, len(numbers), tuple(columns), first, True) if columns else None
    entries = [text for row in grid.rows[1:] if (text := _text(row[0])) and not _is_sum(text, words)]
    if len(set(entries)) < _LEAST_ROWS or len(set(entries)) < len(entries) or not top[0]:
        return None
    if any(re.match(r"\d|其中|其他|其它", entry) for entry in entries):
        return None
    return _List(grid, len(entries), ((top[0], len(entries)),), first, False)


def _text(block: Block | None) -> str:
    return block.text if block is not None else ""


def _is_sum(text: str, words: HeadWords) -> bool:
    names = ("total", "weak_total", "average", "subtotal")
    return any(text in words.sets[name] for name in names) or bool(
        words.total_end.search(text) or words.change.search(text)
    )


def _beside(facts: Facts, one: _List) -> Iterator[Block]:
    """Yield the caption and the paragraphs just above a list, and those anywhere that name its number."""
    if one.grid.caption is not None:
        yield one.grid.caption
    seen = 0
    for block in reversed(facts.flat.blocks[max(0, one.first - 2 * _NEAR) : one.first]):
        if block.kind == "heading" or block.kind == "cell":
            return
        if block.kind == "paragraph" and (seen := seen + 1) <= _NEAR - 2:
            yield block


def _of_sentence(sentence: Sentence, one: _List, rule: AuditRule, *, is_cited: bool) -> Iterator[Relation]:
    found = [
        (claim, heads) for claim in sentence.claims if _counts(claim) and (heads := _matching(claim, sentence, one))
    ]
    for claim, heads in found:
        counts = {count for _, count in heads} | {one.rows}
        value = claim.numeral.value or Fraction(0)
        if value > _FAR + 2 * one.rows and value not in counts:
            continue  # 招生 5849 人 of a list of six schools counts no rows
        chosen = int(value) if value in counts else one.rows
        certain = len(found) == 1 and (
            is_cited or bool(_POINTS.search(sentence.text) or sentence.block.kind == "caption")
        )
        certain = certain and not _OPEN.search(sentence.text) and len(counts) == 1
        relation = judge(
            rule.name,
            (),
            claim,
            Interval(Fraction(chosen), Fraction(chosen)),
            divides=False,
            reading=Reading.FORCED if certain else Reading.ONE_OF,
            tried=len(counts) + 1,
            computation=f"表中列出 {chosen} 项",
            prior=0.9,
        )
        if relation is not None and (relation.outcome is Outcome.HOLDS or certain):
            yield relation


def _counts(claim: Claim) -> bool:
    return claim.numeral.sort is Sort.COUNT and claim.numeral.is_exact and claim.role in (Role.VALUE, Role.TARGET)


def _matching(claim: Claim, sentence: Sentence, one: _List) -> Sequence[tuple[str, int]]:
    """Return the columns whose head shares a word with what the number counts."""
    behind = re.split("[，。；、（）:]", sentence.block.text[claim.numeral.stop : claim.numeral.stop + 14])[0]
    thing = f"{claim.label[-6:]} {claim.after or behind}"
    return [(head, count) for head, count in one.columns if _shares(head, thing)]


def _shares(head: str, thing: str) -> bool:
    head = re.sub(r"名称|单位|情况|及.*$|（.*$", "", head)
    return len(head) > 1 and any(head[i : i + 2] in thing for i in range(len(head) - 1))
