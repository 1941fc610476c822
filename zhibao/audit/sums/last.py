"""总数在后: parts, and behind them 合计 …, 共 …, 总 …, or 两项合计 …."""

import re
from collections.abc import Iterator, Sequence

from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import shares_word
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Reading
from zhibao.audit.sums.series import closed_prefix, is_member
from zhibao.audit.sums.split import OPEN_END, STRONG_TOTAL, TOTAL_LAST, Split, are_of_one_kind, fits, lead_of

COUNTER = re.compile("[^，。；、（）]{0,4}(?:合计|共计|总计|相加|之和|加总|汇总|累计)")
_SPAN = re.compile("[两三四五六七八九](?:类|项|者|级|部分)|一学年|全年|全学年|两年|三年|全部|学年|年度")


def total_last(
    facts: Facts, sentence: Sentence, heads: Sequence[Claim], counters: Sequence[Claim], taken: set[int]
) -> Iterator[Split]:
    """Yield the splits of a sentence whose total comes last; `taken` are totals that have parts already."""
    yield from _counted(heads, counters)
    for place, head in enumerate(heads):
        counted = any(0 < head.start - one.numeral.stop <= 8 for one in counters)
        if head.index in taken or place < 2 or counted:
            continue
        if TOTAL_LAST.search(lead_of(head)):
            split = _of_run(facts, sentence, heads[:place], head)
        else:
            split = _of_series(facts, sentence, heads[:place], head)
        if split is not None:
            yield split


def _of_series(facts: Facts, sentence: Sentence, before: Sequence[Claim], head: Claim) -> Split | None:
    """Return 国家级 8 人次，省级 52 人次，市级 96 人次，全年达 156 人次: a whole series and one value behind it."""
    run = _run(sentence, before, head)
    closed = closed_prefix(facts, run)
    if len(run) < 3 or len(closed) != len(run) or run[-1].clause < head.clause - 1 or is_member(facts, head, run):
        return None
    largest = max(one.numeral.value or 0 for one in run)
    if fits(head, run):
        return Split(head, tuple(run), Reading.FORCED, 0.9)
    return Split(head, tuple(run), Reading.ONE_OF, 0.5) if (head.numeral.value or 0) > largest else None


def _counted(heads: Sequence[Claim], counters: Sequence[Claim]) -> Iterator[Split]:
    """Yield …59.8 亿元、…41.0 亿元，两项合计 100.8 亿元: the last so many like values before it are the parts."""
    for counter in counters:
        whole = next((one for one in heads if one.start > counter.start), None)
        size = int(counter.numeral.value or 0)
        if whole is None or whole.clause != counter.clause or not 2 <= size <= 12:
            continue
        run = [one for one in heads if one.start < counter.start and one.is_like(whole)]
        if len(run) >= size:
            yield Split(whole, tuple(run[-size:]), Reading.FORCED if len(run) == size else Reading.ONE_OF, 0.95)


def _of_run(facts: Facts, sentence: Sentence, before: Sequence[Claim], head: Claim) -> Split | None:
    run = _run(sentence, before, head)
    if len(run) < 2:
        return None
    lead = lead_of(head)
    fitting = [run[start:] for start in range(len(run) - 1) if fits(head, run[start:])]
    if fitting:
        whole = len(fitting[0]) == len(run)
        return Split(head, tuple(fitting[0]), Reading.FORCED if whole else Reading.ONE_OF, 0.9)
    if OPEN_END.match(sentence.block.text[run[-1].numeral.stop : head.start]):
        return None
    if "折合" in lead:
        return None  # 折合教师数 is weighted
    if facts.lex.cumulative.search(lead) and not _SPAN.search(lead):
        return None
    if not STRONG_TOTAL.search(lead) and not _is_theirs(facts, run, before, head, lead):
        return Split(head, tuple(run), Reading.ONE_OF, 0.5)
    others = [
        one
        for one in sentence.claims
        if run[0].start < one.start < head.start
        and one not in run
        and one.depth <= head.depth
        and one.role not in (Role.SHARE, Role.GROWTH, Role.DIFFERENCE)
    ]
    return Split(head, tuple(run), Reading.ONE_OF if others else Reading.FORCED, 0.9)


def _run(sentence: Sentence, before: Sequence[Claim], head: Claim) -> list[Claim]:
    """Return the like values right before the total, back to another unit, bracket or group."""
    run: list[Claim] = []
    for one in reversed(before):
        if not one.is_like(head) or one.depth != head.depth:
            break
        if run and one.group != run[0].group and "；" not in sentence.between(one, run[0]):
            break
        run.insert(0, one)
    return run


def _is_theirs(facts: Facts, run: Sequence[Claim], before: Sequence[Claim], head: Claim, lead: str) -> bool:
    """Say whether a weak total word (共, 总, 累计) behind a run can only mean the run."""
    if re.match("二者|两者|三者|上述|以上|[两二三四五]级", lead) or len(closed_prefix(facts, run)) == len(run):
        return run[-1].clause >= head.clause - 1
    alone = len(run) == len(before) and run[-1].clause >= head.clause - 1
    if run[0].list_id >= 0 and all(one.list_id == run[0].list_id for one in run) and run[-1].clause >= head.clause - 1:
        return True
    if re.search("总|累计", lead):
        return alone and len(lead) <= 10 and are_of_one_kind(run)
    return alone and any(shares_word(head.label, one.label) for one in run)
