"""规范名称: agencies, contests and other official names in running text, against their official wording."""

from collections.abc import Iterator

from zhibao.audit.blocks import Flat
from zhibao.audit.likeness import differences
from zhibao.audit.model import Remark, instead
from zhibao.audit.prose import prose
from zhibao.catalog.rulebook import AuditRule, RuleBook

_ANCHOR, _MORE = 4, 4
_SIGNS = frozenset("，。；：、:！？“”《》（）【】\n 0123456789")
_OTHER_THING = "省市县区国镇级一二三四五六七八九十百年第初中高大小男女届师生等"


def remarks(flat: Flat, rule: AuditRule, book: RuleBook) -> Iterator[Remark]:
    """Yield stretches that begin and end as an official name and differ from it in one short piece.

    Where the rule names `followers`, one of them has to stand right behind (网点运营推广职业技能等级证书).
    """
    whole = prose(flat, frozenset(rule.scope))
    longest = int(rule.parameters["longest_piece"])
    names = [name for sort in rule.words["lists"] for name in book.names[sort]]
    legal = {form for sort in rule.words["lists"] for name, more in book.names[sort].items() for form in (name, *more)}
    followers = rule.words.get("followers", ())
    seen: set[int] = set()
    for name in names:
        for start, end in (*_from_front(whole.text, name), *_from_end(whole.text, name)):
            said = whole.text[start:end]
            if start in seen or said in legal or not _is_slip(said, name, longest):
                continue
            if followers and not whole.text.startswith(followers, end):
                continue
            seen.add(start)
            block, place = whole.locate(start)
            yield instead(rule.name, block, place, said, name)


def _from_front(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield stretches from the name's first four letters to its last one."""
    place = text.find(name[:_ANCHOR])
    while place >= 0:
        for end in range(place + max(_ANCHOR, len(name) - _MORE), min(len(text), place + len(name) + _MORE)):
            if text[end] == name[-1]:
                yield place, end + 1
        place = text.find(name[:_ANCHOR], place + 1)


def _from_end(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield stretches from the name's first letter to its last four."""
    place = text.find(name[-_ANCHOR:])
    while place >= 0:
        start = text.rfind(name[0], max(0, place - len(name)), place)
        if start >= 0:
            yield start, place + _ANCHOR
        place = text.find(name[-_ANCHOR:], place + 1)


def _is_slip(said: str, name: str, longest: int) -> bool:
    if any(letter in _SIGNS for letter in said) or abs(len(said) - len(name)) > _MORE:
        return False
    pieces = differences(said, name)
    if len(pieces) != 1:
        return False
    gone, come = pieces[0]
    return max(len(gone), len(come)) <= longest and not any(letter in _OTHER_THING for letter in gone + come)
