"""事实: the claims of a document, by block and by label, built once for all kinds."""

import re
from dataclasses import dataclass, field

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.cells import Cells
from zhibao.audit.claims.changes import Change
from zhibao.audit.claims.lexicon import Lexicon
from zhibao.audit.tables.table import ReadTable
from zhibao.audit.ties.known import KnownValues
from zhibao.catalog.rulebook import RuleBook


@dataclass(slots=True, eq=False)
class Sentence:
    """句: the quantities of a sentence in reading order; start and end are offsets in its block."""

    block: Block
    start: int
    end: int
    claims: list[Claim]

    @property
    def text(self) -> str:
        """Return the normalised text of the sentence."""
        return self.block.text[self.start : self.end]

    def between(self, first: Claim, second: Claim) -> str:
        """Return the text between two of its numbers."""
        return self.block.text[first.numeral.stop : second.numeral.start]

    def heads(self) -> list[Claim]:
        """Return the plain values: no changes, shares or ranks, none of the period before."""
        return [one for one in self.claims if one.role in (Role.VALUE, Role.TARGET) and one.numeral.is_quantity]


@dataclass(slots=True, eq=False)
class Facts:
    """事实: everything that kinds read; `year` is the reporting year, None where the document does not say.

    `data` are the values that the report should state, `before` the facts of last year's report; None: not at hand.
    """

    flat: Flat
    book: RuleBook
    lex: Lexicon
    claims: list[Claim] = field(default_factory=list)
    of_block: dict[int, list[Claim]] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    cells: Cells = field(default_factory=Cells)
    values: dict[str, list[Claim]] = field(default_factory=dict)
    year: int | None = None
    data: KnownValues | None = None
    before: "Facts | None" = None

    def in_block(self, index: int) -> list[Claim]:
        """Return the claims of a block in reading order."""
        return self.of_block.get(index, [])


_HEADING_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_AHEAD = re.compile(
    "工作安排|工作计划|工作打算|主要目标|下一步|目标任务|工作部署|展望|重点工作|工作思路|发展目标|未来|总体要求"
)


def date_by_headings(facts: Facts) -> None:
    """Give the claims below a heading that names one year that year; below 工作安排 they are plans."""
    for index, claims in facts.of_block.items():
        block = facts.flat.blocks[index]
        heading = facts.flat.blocks[block.section] if 0 <= block.section < len(facts.flat.blocks) else None
        year, ahead = None, False
        for _ in range(4):
            if heading is None or heading.kind != "heading":
                break
            years = {int(found) for found in _HEADING_YEAR.findall(heading.text)}
            year = year or (years.pop() if len(years) == 1 else None)
            ahead = ahead or bool(_AHEAD.search(heading.text))
            if heading.level <= 1 or heading.section in (heading.index, -1):
                break
            heading = facts.flat.blocks[heading.section]
        for claim in claims:
            if claim.year is None and year is not None and block.kind != "cell":
                claim.year = year - 1 if claim.previous else year
            if ahead and claim.role is not Role.EXCLUDED:
                claim.scope |= {"计划"}


def sentences_of(block: Block, claims: list[Claim]) -> list[Sentence]:
    """Return the sentences of a block that hold quantities."""
    found: list[Sentence] = []
    for claim in claims:
        if claim.role is Role.EXCLUDED:
            continue
        if not found or found[-1].claims[0].sentence != claim.sentence:
            found.append(Sentence(block, *_bounds(block.text, claim.start), []))
        found[-1].claims.append(claim)
    return found


def _bounds(text: str, place: int) -> tuple[int, int]:
    start = max(text.rfind(sign, 0, place) for sign in "。！？") + 1
    ends = [end for sign in "。！？" if (end := text.find(sign, place)) >= 0]
    return start, min(ends, default=len(text))
