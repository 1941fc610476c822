"""名称的变体: one organisation keeps one name; a rare form that differs in filler only is a slip."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from zhibao.audit.blocks import Flat
from zhibao.audit.model import Remark, instead
from zhibao.audit.names import Register, endings, is_name, register
from zhibao.catalog.rulebook import AuditRule, RuleBook

_FILLER = re.compile(
    "(?:[壮瑶苗侗畲黎回满土藏彝傣白羌]|土家|布依|朝鲜|蒙古|哈尼){1,3}族自治|自治|市|县|区|省|镇|技术|中等|职业|高级|社会|专业|和|与|有限|责任|股份"
)
_GENERIC = re.compile(
    "(?:^|[市县区省])(?:中等职业|中职|职业|高等职业|普通|技工|高级|民办|公办|普通高级)?(?:技术)?(?:学校|中学|小学|学院|大学)$"
)
_COUNTED = re.compile("[数共在的和与及、各均教学生办布招等毕有是对为]")
_HEAD, _LESS, _LONGER = 2, 9, 2
_SUFFIXES = ("学校", "学院", "大学", "中学", "公司", "集团", "协会", "学会", "医院", "中心", "委员会", "局", "厅")


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the rare forms beside the dominant name that they are slips of."""
    known = register(flat)
    by_core: dict[str, list[str]] = defaultdict(list)
    for name in known.counts:
        if not (_GENERIC.search(name) and "技术" not in name):
            by_core[core_of(name)].append(name)
    forms = _forms(known)
    for form, places in forms.items():
        name = max(by_core.get(core_of(form), ()), key=lambda one: _rank(known, one, form), default=form)
        if len(places) <= 2 and _is_dominant(known, name, form, len(places)):
            for place in places:
                end = place + len(form)
                if not _may_mean_all(form, known.whole.text[end : end + 1]):
                    yield _remark(known, rule, name, (place, end))


@lru_cache(maxsize=4096)
def core_of(name: str) -> str:
    """Return a name without the words that writers leave out or add: 市, 技术, 中等, 有限."""
    return _FILLER.sub("", name)


def _forms(known: Register) -> dict[str, list[int]]:
    """Return the stretches of text that begin as a known name does and end as names do, and where they stand."""
    heads = {name[:_HEAD] for name in known.counts}
    text = known.whole.text
    forms: dict[str, list[int]] = defaultdict(list)
    for start, end in endings(text):
        if not text.endswith(_SUFFIXES, start, end):
            continue
        for place in range(start, end - _HEAD):
            if text[place : place + _HEAD] in heads and is_name(text[place:end]):
                forms[text[place:end]].append(place)
                break
    return forms


def _rank(known: Register, name: str, form: str) -> tuple[bool, int]:
    return name != form and name[:_HEAD] == form[:_HEAD] and -_LONGER <= len(name) - len(form) <= _LESS, known.weight(
        name
    )


def _is_dominant(known: Register, name: str, form: str, count: int) -> bool:
    """Say whether a name is so much more frequent than a form of it that the form is a slip."""
    is_near = name != form and name[:_HEAD] == form[:_HEAD] and -_LONGER <= len(name) - len(form) <= _LESS
    is_settled = known.counts[name] >= 2 or name in known.tabled
    return is_near and is_settled and 2 * count <= known.weight(name) > known.weight(form)


def _may_mean_all(form: str, follower: str) -> bool:
    """Say whether a form may mean all schools of a place (某市中等职业学校), which no sign of a single one excludes."""
    if not _GENERIC.search(form) or "技术" in form:
        return False
    is_narrow = form.endswith("职业学校") and "中等" not in form and len(re.findall("[市县区]", form)) > 1
    return not is_narrow or bool(_COUNTED.match(follower or "、"))


def _remark(known: Register, rule: AuditRule, name: str, span: tuple[int, int]) -> Remark:
    block, start = known.whole.locate(span[0])
    said = block.text[start : start + span[1] - span[0]]
    first = known.whole.text.find(name)
    right, offset = known.whole.locate(first)
    related = ((right, offset, offset + len(name)),)
    often = f"“{name}”出现 {known.counts[name]} 次"
    return instead(rule.name, block, start, said, name, computation=often, related=related)
