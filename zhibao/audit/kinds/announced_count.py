"""所称个数: a number of things and the list of them: 机电、商贸、艺术三个系; 3 个系：…; 等 5 个."""

import re
from collections.abc import Iterator

from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts
from zhibao.audit.listing import Listing, listed_before, listed_behind
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_UNITS = frozenset(
    "位 大 件 方面 个 项 家 所 门 类 种 人 条 部 本 座 支 处 届 次 场 期 款 台 辆 间 对 组 套 级 层 步 篇 县 区 市 省 "
    "镇 村 院 系 户 块 节 校 站 馆".split()
)
_NAMED_WITH = re.compile(
    "与(?:管理|维修|制造|应用|营养|技术|服务|运营|控制|维护|设计|施工|贸易|检测|运用|膳食|保健|美容|实践|推广|加工|养护|护理|运行|创新|改革)"
)
_MARKS = re.compile("(?<![一-龥])[一二三四五六七八九十]是|[；。:，][一二三四五六七八九十]是")
MOST = 30
"""Longer lists do not stand in one sentence."""
_BITS = 3.2
_BITS_OPEN = 1.0
"""Behind 等 any larger number holds: it says little."""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield number of items = announced number; behind 等 the items may be fewer."""
    for sentence in facts.sentences:
        for stated in sentence.claims:
            if _may_announce(stated):
                listing = listed_before(stated, sentence.claims, sentence.start) or listed_behind(stated, sentence.end)
                relation = _numbered_behind(rule, stated) or (_compare(rule, stated, listing) if listing else None)
                if relation is not None:
                    yield relation


def _may_announce(stated: Claim) -> bool:
    numeral = stated.numeral
    if numeral.value is None or not 2 <= numeral.value <= MOST or numeral.unit not in _UNITS:
        return False
    if stated.role is Role.RANK:
        return stated.lead.endswith("前") and not numeral.decimals  # 增速居前 3 位的镇依次为 …
    return stated.role is Role.VALUE and numeral.sort is Sort.COUNT and numeral.is_exact


def _numbered_behind(rule: AuditRule, stated: Claim) -> Relation | None:
    """重点抓了三件事：一是…；二是…；三是…: the markers behind the colon are as many as announced."""
    text = stated.block.text
    noun = re.match(r"[^，。；、（）\d]{0,12}[:，]", text[stated.numeral.stop :])
    if not noun:
        return None
    begin = stated.numeral.stop + noun.end() - 1
    marks = [m[0][-2] for m in _MARKS.finditer(text, begin)]
    if len(marks) < 2 or marks[0] != "一" or not re.match("[:，]一是", text[begin:]):
        return None
    order = "一二三四五六七八九十"
    count = next((place for place, mark in enumerate(marks) if order.find(mark) != place), len(marks))
    value = int(stated.numeral.value or 0)
    return Relation(
        rule.name,
        (stated,),
        stated,
        Outcome.HOLDS if value == count else Outcome.FAILS,
        Reading.FORCED,
        _BITS,
        str(count),
        f"列出 {count} 项，称 {stated.quote}",
        prior=0.95,
        values={"items": "、".join(f"{m}是" for m in marks[:count]), "counted": str(count)},
    )


def _compare(rule: AuditRule, stated: Claim, listing: Listing) -> Relation | None:
    last = listing.items[-1]
    joined = bool(re.search("以及|和|及|与", last))
    low = len(listing.items)
    high = low + joined
    if joined and re.search("以及|和|及", _NAMED_WITH.sub("", last)):
        low = high
    value = int(stated.numeral.value or 0)
    holds = value >= low if listing.is_open else low <= value <= high
    if not holds and not listing.is_sure:
        return None
    counted = f"{low}" if low == high else f"{low} 或 {high}"
    says_little = holds and (not listing.is_sure or (listing.is_open and value > high))
    return Relation(
        rule.name,
        (stated,),
        stated,
        Outcome.HOLDS if holds else Outcome.FAILS,
        Reading.FORCED,
        _BITS_OPEN if says_little else _BITS,
        str(high if joined else low),
        f"列出 {counted} 项，称 {stated.quote}",
        prior=0.95 if not listing.is_open or not holds else 1.0,
        values={"items": stated.block.text[listing.start : listing.end][:50], "counted": counted},
    )
