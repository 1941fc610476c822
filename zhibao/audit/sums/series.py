"""封闭系列: parts whose names leave nothing of their whole out (一、二、三等奖; 男、女; … 其他)."""

import re
from collections.abc import Sequence

from zhibao.audit.claim import Claim
from zhibao.audit.facts import Facts

_REST = re.compile("其他|其它|其余|另外|余下")
_BY_NATURE = re.compile("特等奖|一等奖|金奖|金牌|男|女|一季度|上半年|第一产业|一产")
_OPPOSITES = (
    ("上", "下"),
    ("内", "外"),
    ("男", "女"),
    ("有", "无"),
    ("已", "未"),
    ("前", "后"),
    ("新", "老"),
    ("新", "旧"),
    ("城", "乡"),
)
_LOWEST = re.compile(r"\d[^\d，]{0,3}以[下内][^，]{0,4}$")
_MIDDLE = re.compile(r"\d[^\d，]{0,3}(?:至|到|-|~)\d[^，]{0,6}$")
_HIGHEST = re.compile(r"\d[^\d，]{0,3}以上[^，]{0,4}$")
_SPAN = re.compile("([两二三四五六])年(?:来|间|内|共|合计|累计|总)|累计")
_BARE_YEAR = re.compile(r"(?:其中|:)?(?:19|20)\d{2}年(?:度)?(?:为|投入|完成|支出|安排|实现|达|有)?$")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_VERBS = re.compile("(?:的|有|为|是|达|占|共)+$")
_LONGEST_OPPOSITE = 4
_MOST_WITH_REST = 5


def named_text(one: Claim) -> str:
    """Return the words around a number that may name its member of a series."""
    return f"{one.lead}|{one.label}|{one.after[:8]}"


def closed_prefix(facts: Facts, parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the leading parts that make up a closed series, each member once; empty where there is none."""
    best: tuple[Claim, ...] = ()
    texts = [named_text(one) for one in parts]
    said, most = "|".join(texts), len(parts)
    for series in facts.lex.series:
        size = len(series)
        if len(best) < size <= most and series[0] in said and covers(series, texts[:size]):
            best = tuple(parts[:size])
    if not best and are_opposite(parts[:2]):
        best = tuple(parts[:2])
    texts_are_ends = len(parts) > 1 and "以上" in texts[0] and "以下" in texts[-1]
    if not best and texts_are_ends:
        best = tuple(parts)  # 本科及以上 …，专科 …，高中及以下 …
    if not best and (bands := _bands(parts)):
        best = bands
    if len(best) < len(parts) <= _MOST_WITH_REST and len(parts) >= 2 and _REST.search(texts[-1]):
        return tuple(parts)
    if not best and len(parts) == 2 and "一等奖" in texts[0] and "三等奖" in texts[1]:
        return tuple(parts)  # a list of prizes that leaves out the second is no list of prizes
    if best and len(parts) > len(best):
        extra = texts[len(best)]
        if any(extra in "".join(series) for series in facts.lex.series):
            return ()
    return best


def continues_series(facts: Facts, parts: Sequence[Claim]) -> bool:
    """Say whether parts are members of one series, each another (第一产业 …；第二产业 …), the last one newly come."""
    texts = [f"{one.lead}|{one.label}" for one in parts]
    return any(
        len(texts) <= len(series)
        and len({next((member for member in series if names(text, member)), None) for text in texts} - {None})
        == len(texts)
        for series in facts.lex.series
    )


def is_member(facts: Facts, head: Claim, closed: Sequence[Claim]) -> bool:
    """Say whether the head is itself a member of a longer series (国家级 4 个、省级 18 个、市级 44 个)."""
    texts = [named_text(head), *(named_text(one) for one in closed)]
    return any(len(series) == len(texts) and covers(series, texts) for series in facts.lex.series)


def divides_by_nature(one: Claim) -> bool:
    """Say whether a part's name divides its whole by nature, so that no word has to announce it."""
    text = named_text(one)
    return _BY_NATURE.search(text) is not None or _REST.search(text) is not None


def _bands(parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the leading parts that are bands from below to above (35 岁以下、36—50 岁、51 岁以上)."""
    if not parts or not _LOWEST.search(parts[0].lead):
        return ()
    for place, one in enumerate(parts[1:], 1):
        if _HIGHEST.search(one.lead):
            return tuple(parts[: place + 1])
        if not _MIDDLE.search(one.lead):
            return ()
    return ()


def are_opposite(parts: Sequence[Claim]) -> bool:
    """Say whether two names differ in one word and its opposite alone (规模以上、规模以下; 已整改、未整改)."""
    if len(parts) != 2:
        return False
    left, right = (_VERBS.sub("", one.lead) for one in parts)
    short = 0 < len(left) == len(right) <= _LONGEST_OPPOSITE
    return short and any(
        left.replace(a, b) == right != left or left.replace(b, a) == right != left for a, b in _OPPOSITES
    )


def are_years_of(head: Claim, parts: Sequence[Claim]) -> bool:
    """Say whether parts are the years that the total runs over (三年来累计投入 …，2020 年 …，2021 年 …，2022 年 …)."""
    spans = _SPAN.search(head.lead)
    years = [one.year for one in parts if one.year is not None and _BARE_YEAR.match(one.lead)]
    follows = len(years) == len(parts) > 1 and years == list(range(years[0], years[0] + len(years)))
    return spans is not None and follows and _NUMBERS.get(spans[1], len(years)) == len(years)


def has_rest(parts: Sequence[Claim]) -> bool:
    """Say whether the last part is what is left over (其余 47 个)."""
    return _REST.search(named_text(parts[-1])) is not None


def covers(series: Sequence[str], texts: Sequence[str]) -> bool:
    """Say whether each member of a series is named by a text of its own."""
    left = list(texts)
    for member in series:
        match = next((text for text in left if names(text, member)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def names(text: str, member: str) -> bool:
    """Say whether a text names a member; 不满意 does not name 满意."""
    found = text.find(member)
    while found >= 0:
        if not (member in ("满意", "合格", "达标") and text[max(0, found - 2) : found].endswith(("不", "基本", "未"))):
            return True
        found = text.find(member, found + 1)
    return False
