"""提及: the places of running text that state a quantity, with name, period and owner, and which of them meet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.index import organisations_in
from zhibao.audit.claims.naming import Sameness, name_claims, names_of
from zhibao.audit.facts import Facts

Period = tuple[int, int]
_COUNTERS = frozenset("个 家 所 座 处".split())
_SEASON = re.compile(
    r"上半年|下半年|前?[一二三四]季度|(?:\d{1,2}-)?\d{1,2}月(?!\d*日)|[春夏秋冬]季|寒假|暑假|第[一二]学期|年初|期初"
)
_WHOLE_YEAR = re.compile(r"^(?:1-)?12月$")
_STRETCH = re.compile(r"[二两三四五六七八九十\d]+年(?:来|间|内)|十[一二三四]五|以来|历年|历届|累计")
_ELSEWHERE = re.compile(
    "(?<![全我本])[\u4e00-\u9fff]{2,3}(?<![全我本城县地园社校景片湾辖城郊市矿山])(?:区|县|市|镇|省|自治州)(?![级域间内外分重产位场直属政])"
)
_INNER = ("中心", "基地", "研究院", "研究所", "系部", "学部")
_PLANNED = frozenset({"计划", "预计", "目标", "拟"})
_THIS_YEAR = re.compile("今年|明年|下年")
_PARTS = re.compile("其中|包括|包含|含|分别|依次")


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """提及: a value with its name; `is_part` says that it stands behind 其中 or 分别, where more is understood.

    `is_past` says that it is given beside the value of a later year, for comparison.
    """

    claim: Claim
    name: str
    period: Period
    season: str
    stretch: str
    owner: str
    is_part: bool
    is_past: bool

    def is_placed_like(self, other: "Mention") -> bool:
        """Say whether both speak of the same part of the year, both of a plan or both of what was done."""
        mine, its = self.claim.scope & _PLANNED, other.claim.scope & _PLANNED
        return self.season == other.season and self.stretch == other.stretch and bool(mine) == bool(its)


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """一对: two mentions, the earlier first, how surely they name one thing, and the piece only one name has."""

    one: Mention
    other: Mention
    sameness: Sameness
    extra: str


def pairs_of(facts: Facts, told: Iterable[Mention]) -> Iterator[Pair]:
    """Yield the pairs of its mentions, of different sentences, that may state one quantity of one period."""
    names = names_of(facts.book)
    groups: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for one in told:
        numeral = one.claim.numeral
        unit = "个" if numeral.unit in _COUNTERS else numeral.unit
        for end in {one.name[-2:], "".join(sorted(one.name))}:
            groups[numeral.sort, unit, one.period, end].append(one)
    seen: set[tuple[int, int]] = set()
    for group in groups.values():
        if not 1 < len(group) <= 80:
            continue
        for place, other in enumerate(group):
            for one in group[:place]:
                key = (one.claim.index, other.claim.index)
                beside = one.claim.block is other.claim.block and one.claim.sentence == other.claim.sentence
                if key in seen or beside:
                    continue
                seen.add(key)
                sameness, extra = names.compared(one.name, other.name)
                if sameness is not Sameness.OTHER:
                    yield Pair(one, other, sameness, extra)


def mentions(facts: Facts) -> Iterator[Mention]:
    """Yield the values of running text that have a name, in reading order."""
    names, title = names_of(facts.book), _title(facts)
    looks_back = "工作报告" in title and _states_last_year(facts)
    for index, claims in sorted(facts.of_block.items()):
        block = facts.flat.blocks[index]
        if block.kind in ("cell", "heading", "contents"):
            continue
        named = name_claims(claims, names)
        for claim in claims:
            period = _period(facts, claim, looks_back) if claim.index in named else None
            if period is None:
                continue
            begin = max(block.text.rfind(sign, 0, claim.start) for sign in "。！？") + 1
            ahead = block.text[begin : claim.start]
            group = ahead[ahead.rfind("；") + 1 :]
            seasons = [one for one in _SEASON.findall(ahead) if not _WHOLE_YEAR.match(one)]
            stretch = _STRETCH.search(ahead)
            yield Mention(
                claim,
                named[claim.index],
                period,
                seasons[-1] if seasons else "",
                stretch[0] if stretch else "",
                _owner(block, begin, claim.start - len(claim.lead), title),
                claim.list_id >= 0 or bool(_PARTS.search(group)),
                claim.previous or claim.role is Role.BEFORE or _has_later(claim, claims, named),
            )


def _has_later(claim: Claim, claims: Sequence[Claim], named: Mapping[int, str]) -> bool:
    """Say whether its sentence states the same thing for a later year."""
    return any(
        one.sentence == claim.sentence and named.get(one.index) == named[claim.index]
        for one in claims
        if one.year is not None and claim.year is not None and one.year > claim.year
    )


def _states_last_year(facts: Facts) -> bool:
    """Say whether a document states plain values of 去年, which in a work report is the year reported on."""
    return any(one.previous and one.role is Role.VALUE and one.year is None for one in facts.claims)


def _period(facts: Facts, claim: Claim, looks_back: bool) -> Period | None:
    """Return the first and last year that a value speaks of; None where it is a value before of no said year."""
    year = facts.year or 0
    if claim.year is not None:
        is_run = claim.first_year is not None and claim.year - claim.first_year > 1
        return (claim.first_year or claim.year) if is_run else claim.year, claim.year
    if claim.role is Role.BEFORE and not claim.previous:
        return None
    if looks_back:
        begin = max(claim.block.text.rfind(sign, 0, claim.start) for sign in "。！？") + 1
        year += bool(_THIS_YEAR.search(claim.block.text, begin, claim.start))
        year -= claim.role is Role.BEFORE
    elif claim.previous:
        year -= 1
    return year, year


def _title(facts: Facts) -> str:
    """Return the lines at the head of the document that say what it is."""
    heads = [block.text for block in facts.flat.blocks[:8] if block.kind == "heading" or block.index == 0]
    return facts.flat.reading.title + "".join(heads)


def _owner(block: Block, begin: int, end: int, title: str) -> str:
    """Return whose value it is: the organisation or place named last before it in its paragraph, or the case's."""
    for start, stop in ((begin, end), (0, begin)):
        text = block.text[start : max(start, stop)]
        named = [one for one in (*organisations_in(text), *_ELSEWHERE.findall(text)) if one not in title]
        if start < begin:
            named = [one for one in named if not one.endswith(_INNER)]  # a centre does not own the next sentence
        if named:
            return str(named[-1])
    return block.case
