"""截短的名称: a known name that stops before its last word (某市职业技术与… for 某市职业技术学校与…)."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark, instead
from zhibao.audit.names import register
from zhibao.catalog.rulebook import AuditRule, RuleBook

_LAST = re.compile("(?:学校|学院|大学|中学|公司|集团|局|委员会)$")
_FOLLOWER = re.compile("[与和及在的，。、；为是对将等]")
_OPEN_ENDS = (
    "技术",
    "职业技术",
    "卫生",
    "工贸",
    "有限",
    "工业",
    "信息",
    "科技",
    "师范",
    "中医药",
    "机电",
    "财经",
    "商贸",
    "艺术",
    "体育",
    "旅游",
)
_SHORTEST = 6
_LEAST_WEIGHT = 2


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield stretches that are a known name without its last word, where a function word follows at once.

    Only names known from two places, and only stretches that cannot stand for themselves (they end in 技术, 有限 …).
    """
    known = register(flat)
    text = known.whole.text
    for name in known.counts:
        if known.weight(name) < _LEAST_WEIGHT:
            continue
        last = _LAST.search(name)
        stem = name[: last.start()] if last else ""
        if len(stem) < _SHORTEST or not stem.endswith(_OPEN_ENDS):
            continue
        place = text.find(stem)
        while place >= 0:
            end = place + len(stem)
            if _FOLLOWER.match(text[end : end + 1]) and not text.startswith(name, place):
                block, start = known.whole.locate(place)
                others = f"全文另有“{name}” {known.counts[name]} 处"
                yield instead(rule.name, block, start, stem, name, computation=others)
            place = text.find(stem, end)
