"""总与分: a total and its parts as the words give them, and how surely they do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhibao.audit.arithmetic import meets, total
from zhibao.audit.claim import Claim
from zhibao.audit.facts import Sentence
from zhibao.audit.model import Reading
from zhibao.terms.numerals.noun import Sort

SUMS = (Sort.COUNT, Sort.MONEY, Sort.MEASURE)
OPEN_END = re.compile(r"^[^，。；、]{0,10}?等")
TOTAL_LAST = re.compile(
    r"(?:合计|共计|总计|合共|总共|一共|小计|累计|加总|总和为?|加起来|合起来|加在一起|合在一起|全部|总(?!部|书记|体|经理|工|师|则)[\u4e00-\u9fff]{1,6}|全年共|(?<!公)共(?!同|建|享|青|产|党|和))"
    r"[^，。；、（）0-9]{0,14}$"
)
STRONG_TOTAL = re.compile("合起来|加在一起|合计|共计|总计|合共|总共|一共|小计|加总|总和|加起来|合在一起")
_ASIDE = re.compile(r"\d[^\d，。；（）]{0,6}（[^（）]*$")
_OVERLAPPING = re.compile(
    "双师|高速|等级公路|规模以上|硕士|博士|本科|研究生|学历|高级|职称|女|党员|骨干|专任|兼职|少数民族|困难|住宿|寄宿|留守|外来|以上|名师|带头人"
)


@dataclass(frozen=True, slots=True)
class Split:
    """总分: `prior` is how often such words leave nothing out; `is_announced` that 其中 makes them parts."""

    total: Claim
    parts: tuple[Claim, ...]
    reading: Reading
    prior: float
    is_announced: bool = False


def lead_of(claim: Claim) -> str:
    """Return the text before a number, back to the separator."""
    text = claim.block.text
    begin = max(text.rfind(sign, 0, claim.start) for sign in "，。；:、（）")
    return text[begin + 1 : claim.start]


def is_aside(one: Claim, sentence: Sentence) -> bool:
    """Say whether a value in a bracket right behind a number is an aside (a conversion, last year's value)."""
    return one.depth > 0 and bool(_ASIDE.search(sentence.block.text[: one.start]))


def fits(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether the parts add up to the total."""
    target = whole.numeral.interval
    return target is not None and meets(total(one.numeral.interval for one in parts if one.numeral.interval), target)


def may_overlap(parts: Sequence[Claim]) -> bool:
    """Say whether the parts may count one person twice (专任 170 人，双师 87 人)."""
    return any(_OVERLAPPING.search(f"{one.lead}{one.label}{one.after[:6]}") for one in parts)


def are_of_one_kind(run: Sequence[Claim]) -> bool:
    """Say whether the members stand in one list or in short parallel clauses, so that a total behind them is theirs."""
    text = run[0].block.text
    gaps = [text[a.numeral.stop : b.start] for a, b in pairwise(run)]
    return all(
        re.match("^[^，。；]*(?:、|和|与|及)[^，。；]*$", gap) or re.match("^[，；、][^，。；、]{0,14}$", gap)
        for gap in gaps
    )
