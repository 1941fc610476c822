"""成稿自核: a report that was written, read back and audited: every number recovered, every finding answered."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts
from zhibao.audit.run import audited_facts
from zhibao.audit.ties.known import Record, in_numeral_unit
from zhibao.catalog.rulebook import RuleBook
from zhibao.document.nodes import (
    Chart,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Link,
    Number,
    Paragraph,
    Strong,
    Table,
    plain,
    walk,
)
from zhibao.document.readers.lines import Reading
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Finding
from zhibao.terms.numerals.normal import normalised
from zhibao.terms.numerals.noun import Sort
from zhibao.terms.source import TextPlace
from zhibao.terms.unit import UNITS

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOST_TOLD = 20


class SelfAuditError(ZhibaoError):
    """成稿有误: the written report does not say what the data say; it is not handed on."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Lost:
    """没有读回的数: the number as the report should print it, of what, and the text it stands in."""

    printed: str
    indicator: str
    period: str
    text: str

    def __str__(self) -> str:
        """Return it as a line for people."""
        return f"“{self.printed}”（{self.indicator}，{self.period}）在成稿中没有按原数读回：{self.text[:40]}"


@dataclass(frozen=True)
class Proof:
    """自核结果: numbers that were not recovered, findings without an answer, and findings with one as their reason."""

    recovered: int
    lost: tuple[Lost, ...]
    unexplained: tuple[Finding, ...]
    explained: tuple[Finding, ...]

    def lines(self) -> tuple[str, ...]:
        """Return everything that is wrong, a line each."""
        return (*map(str, self.lost), *map(_told, self.unexplained))

    def require(self) -> None:
        """Raise SelfAuditError with everything that is wrong, a line each."""
        lines = self.lines()
        if not lines:
            return
        more = f"\n另有 {len(lines) - _MOST_TOLD} 处。" if len(lines) > _MOST_TOLD else ""
        listed = "".join(f"\n  {number}. {line}" for number, line in enumerate(lines[:_MOST_TOLD], 1))
        raise SelfAuditError(
            f"写成的报告没有通过核验，{len(lines)} 处，没有写出：{listed}{more}\n"
            "请改数据、提纲或案例；照原样印出而确有理由的，在“变化说明（市）”或提纲的 reason 里写明，报告会印成注。"
        )


def proofread(
    reading: Reading,
    pictures: Iterable[str],
    document: Document,
    book: RuleBook,
    data: Iterable[Record],
) -> Proof:
    """Return what the written report says otherwise than its tree and its data.

    `reading` is the written file read back, with the data embedded in its charts; `pictures` are the alternative texts
    of its pictures.
    """
    facts, audited = audited_facts(reading, book, data=data)
    lost = list(_lost(document, facts, _Drawn(tuple(pictures), _embedded(reading.document))))
    total = sum(len(_numbers(content)) for content in _contents(document)) + sum(
        len(_numbers(cell.content)) for chart in _charts(document) for row in chart.body for cell in row
    )
    explained = tuple(one for one in audited.findings if one.reason)
    return Proof(total - len(lost), tuple(lost), tuple(audited.loud()), explained)


def _told(one: Finding) -> str:
    where = one.where
    place = f"第 {where.line} 段“{where.quote}”：" if isinstance(where, TextPlace) else ""
    return f"{place}{one.message}"


def _contents(document: Document) -> Iterator[Inlines]:
    """Yield the inlines of every block that is written as text, in reading order."""
    for block in walk(document.blocks):
        match block:
            case Heading(content=content) | Paragraph(content):
                yield content
            case Table(head=head, body=body, notes=notes):
                yield from (cell.content for row in (*head, *body) for cell in row)
                yield from notes
            case Figure(notes=notes):
                yield from notes
            case _:
                continue


def _charts(document: Document) -> Iterator[Chart]:
    for block in walk(document.blocks):
        if isinstance(block, Figure) and isinstance(block.content, Chart):
            yield block.content


def _numbers(content: Inlines) -> list[tuple[int, Number]]:
    """Return the numbers of inlines that print digits, with their offsets in the plain text."""
    found: list[tuple[int, Number]] = []

    def go(inlines: Sequence[Inline], place: int) -> int:
        for inline in inlines:
            if isinstance(inline, Strong | Emphasis | Link):
                place = go(inline.content, place)
                continue
            if isinstance(inline, Number) and _DIGITS.search(inline.text):
                found.append((place, inline))
            if not isinstance(inline, Footnote):
                place += len(plain((inline,)))
        return place

    go(content, 0)
    return found


@dataclass(frozen=True, slots=True)
class _Drawn:
    """画出来的: what the pictures of a file say, and the numbers in its charts by category and series."""

    pictures: tuple[str, ...]
    embedded: Mapping[frozenset[str], Set[str]]


def _embedded(document: Document) -> Mapping[frozenset[str], Set[str]]:
    """Return the numbers embedded in charts, by the two names that cross in one; stacked bars have them exchanged."""
    found: dict[frozenset[str], set[str]] = {}
    for chart in _charts(document):
        heads = [plain(cell.content) for cell in chart.head]
        for row in chart.body:
            name, *texts = [plain(cell.content) for cell in row]
            for head, text in zip(heads[1:], texts, strict=False):
                found.setdefault(frozenset((name, head)), set()).add(text)
    return found


def _lost(document: Document, facts: Facts, drawn: _Drawn) -> Iterator[Lost]:
    """Yield the numbers of the tree that are no claims of equal value at their place in the file."""
    blocks, at = facts.flat.blocks, 0
    for content in _contents(document):
        numbers = _numbers(content)
        if not numbers:
            continue
        text, offsets = normalised(plain(content))
        found = next((one for one in range(at, len(blocks)) if blocks[one].text == text), None)
        if found is None:
            yield from (_missed(number, text) for _, number in numbers)
            continue
        at = found + 1
        for start, number in numbers:
            digits = _DIGITS.search(number.text)
            first = bisect_left(offsets, start + (digits.start() if digits else 0))
            if not _is_recovered(number, _claim_at(facts, blocks[found], first)):
                yield _missed(number, text)
    for chart in _charts(document):
        yield from _lost_in_chart(chart, drawn)


def _lost_in_chart(chart: Chart, drawn: _Drawn) -> Iterator[Lost]:
    """Yield the numbers of a chart that its description does not say or that are others in its embedded data."""
    heads = [plain(cell.content) for cell in chart.head]
    for row in chart.body:
        name = plain(row[0].content) if row else ""
        texts = [one for one in drawn.pictures if name in one]
        for head, cell in zip(heads, row, strict=False):
            known = drawn.embedded.get(frozenset((name.rpartition("：")[2], head)))
            for _, number in _numbers(cell.content):
                described = any(number.text in text.partition(name)[2] for text in texts)
                embedded = known is None or number.text.replace("\u2212", "-") in known
                if not (_states_itself(number) and described and embedded):
                    yield _missed(number, f"图中“{name}”")


def _missed(number: Number, text: str) -> Lost:
    return Lost(number.text, number.indicator, number.period, text)


def _claim_at(facts: Facts, block: Block, place: int) -> Claim | None:
    return next((one for one in facts.in_block(block.index) if one.numeral.start <= place < one.numeral.end), None)


def _is_recovered(number: Number, claim: Claim | None) -> bool:
    """Say whether a claim states the number: its very digits, and in its unit the exact value that they stand for."""
    digits = _DIGITS.search(number.text)
    if claim is None or digits is None or digits[0] not in _DIGITS.findall(claim.numeral.printed):
        return False
    one = claim.numeral
    if one.sort in (Sort.EXCLUDED, Sort.UNKNOWN):
        return False
    if number.exact is None or one.value is None or number.unit not in UNITS:
        return True
    exact = in_numeral_unit(abs(number.exact), number.unit, one)
    return exact is not None and _is_near(exact, abs(one.value), one.step)


def _states_itself(number: Number) -> bool:
    """Say whether the digits of a number stand for its exact value."""
    digits = _DIGITS.search(number.text)
    if digits is None or number.exact is None or number.unit == "a:b":
        return True
    text = digits[0].replace(",", "")
    return _is_near(abs(number.exact), Fraction(text), Fraction(1, 10 ** len(text.partition(".")[2])))


def _is_near(exact: Fraction, value: Fraction, step: Fraction) -> bool:
    """Say whether a printed value can stand for an exact one, whichever way it was rounded."""
    return exact == value or abs(exact - value) < step
