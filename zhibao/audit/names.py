"""名称册: the names of organisations and the titles of documents that a report prints, and how often."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from zhibao.audit.blocks import Flat
from zhibao.audit.prose import Prose, prose

_SUFFIX = (
    r"(?:学校|学院|大学|中学|小学|幼儿园|校区|公司|集团|研究院|研究所|研究会|协会|学会|商会|联合会|医院|银行|中心|"
    r"委员会|办公室|教育局|局|厅|博物馆|图书馆|纪念馆)"
)
_CANDIDATE = re.compile(
    rf"(?<![\u4e00-\u9fff）”])([\u4e00-\u9fff]{{2,26}}?{_SUFFIX})(?![\u4e00-\u9fff]{{0,3}}(?:校|院)(?:长|区))"
)
_NOT_IN_NAMES = re.compile(
    "(?<![中高])等|[的在为由向是该我把被从将于以到了并已这那它他你每各全所其本]|与|及|对(?!外)|给|让|使|到|按照|根据|依托|通过|组织|开展|推进|建立|成立|举办|"
    "邀请|引进|联合(?!会|国)|参加|获|其中|一所|两所|多所|各|部分|有关|相关|所有|建设|优质|示范|牵头|以上"
)
_TITLE = re.compile("《([^《》\n]{4,90})》")
_LONGEST = 30
_HEAD = 2
_ENDING = re.compile(_SUFFIX)
_WORDS = re.compile("[\u4e00-\u9fff]*$")
_BODIES = frozenset(("paragraph", "cell", "heading", "caption"))


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """名称册: names of organisations with the number of their occurrences; names of a table's column weigh more."""

    whole: Prose
    counts: Counter[str]
    tabled: frozenset[str]

    def weight(self, name: str) -> int:
        """Return how much speaks for a name: its occurrences, and two more where a table lists it."""
        return self.counts[name] + 2 * (name in self.tabled)


@lru_cache(maxsize=2)
def register(flat: Flat) -> Register:
    """Return the organisations that stand between signs or alone in a cell, counted in the whole text."""
    whole = prose(flat, _BODIES)
    found = {match[1] for match in _CANDIDATE.finditer(whole.text) if is_name(match[1])}
    tabled = frozenset(block.text for block in flat.blocks if block.kind == "cell" and block.text in found)
    return Register(whole, _counted(whole.text, found), tabled)


def _counted(text: str, names: set[str]) -> Counter[str]:
    """Return how often each name stands in a text; every name ends in one of the endings."""
    counts: Counter[str] = Counter()
    heads = {name[:_HEAD] for name in names}
    for start, end in endings(text):
        for place in range(start, end - _HEAD):
            if text[place : place + _HEAD] in heads and text[place:end] in names:
                counts[text[place:end]] += 1
                break
    return counts


def endings(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name may end, and how far back it may begin: behind the last sign, at most a long name away."""
    for found in _ENDING.finditer(text):
        end = found.end()
        low = max(0, end - _LONGEST)
        yield low + len(text[low:end]) - len(_WORDS.search(text[low:end])[0]), end  # type: ignore[index]  # ends in words


def is_name(text: str) -> bool:
    """Say whether a stretch of text can be the name of one organisation and nothing else."""
    return 6 <= len(text) <= _LONGEST and not _NOT_IN_NAMES.search(text)


def titles(flat: Flat) -> "tuple[Prose, list[re.Match[str]]]":
    """Return the titles in 《》 with where they stand."""
    whole = prose(flat, _BODIES)
    return whole, list(_TITLE.finditer(whole.text))
