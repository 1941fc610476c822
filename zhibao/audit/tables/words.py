"""表头用语: the words by which heads are told apart, made ready once for a rule book."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from zhibao.catalog.rulebook import RuleBook

_BOUNDS = ("ratings_first", "ratings_last")


@dataclass(frozen=True, slots=True, eq=False)
class HeadWords:
    """表头用语: groups of words as sets, or as patterns where they stand inside longer heads."""

    sets: Mapping[str, frozenset[str]]
    change: re.Pattern[str]
    not_change: re.Pattern[str]
    growth: re.Pattern[str]
    falls: re.Pattern[str]
    share: re.Pattern[str]
    per_head: re.Pattern[str]
    total_end: re.Pattern[str]
    total_part: re.Pattern[str]
    rate_end: re.Pattern[str]
    real_growth: re.Pattern[str]
    distinct: re.Pattern[str]
    series: Mapping[str, frozenset[str]]

    def series_of(self, core: str) -> frozenset[str]:
        """Return the names of the closed series that a label belongs to."""
        for end in ("", "人数", "数", "项目", "数量", "人次", "奖项"):
            if core.endswith(end) and (found := self.series.get(core[: len(core) - len(end)])):
                return found
        return frozenset()


@lru_cache(maxsize=8)
def head_words(book: RuleBook) -> HeadWords:
    """Return the words of a rule book, ready for use."""
    groups = book.words["table_heads"]
    series: dict[str, frozenset[str]] = {}
    for name, members in book.words["table_series"].items():
        if name not in _BOUNDS:
            for member in members:
                series[member] = series.get(member, frozenset()) | {name}
    sets = {name: frozenset(words) for name, words in groups.items()}
    for name in _BOUNDS:
        sets[name] = frozenset(book.words["table_series"][name])
    return HeadWords(
        sets=sets,
        change=_any(groups["change"]),
        not_change=_any(groups["not_change"]),
        growth=_any(groups["growth"]),
        falls=_any(groups["falls"]),
        share=_any(groups["share"]),
        per_head=_any(groups["per_head"]),
        total_end=re.compile("(?:合计|总计|小计|共计)$"),
        total_part=_any(groups["total_part"]),
        rate_end=re.compile(f"(?:{'|'.join(map(re.escape, groups['rate_tail']))})$"),
        real_growth=_any(groups["real_growth"]),
        distinct=_any(groups["distinct"]),
        series=series,
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
