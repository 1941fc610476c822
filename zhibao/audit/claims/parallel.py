"""分别: parallel lists of one sentence, aligned member by member, with the names or years they are about."""

import re
from collections.abc import Sequence

from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import cleaned
from zhibao.audit.claims.lexicon import Lexicon

_IN_TURN = re.compile("分别|依次|各为|分列|各有|先后")
_SPLIT = re.compile("、|和|与|及|以及")


def align(text: str, claims: Sequence[Claim], lex: Lexicon) -> None:
    """Set labels, years and `mates` of the members of parallel lists, where their lengths agree."""
    runs: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.list_id >= 0:
            runs.setdefault(claim.list_id, []).append(claim)
    for place, run in enumerate(runs.values()):
        _name(text, run, claims, lex)
        others = [
            other
            for other in list(runs.values())[:place]
            if len(other) == len(run) and other[0].sentence == run[0].sentence
        ]
        if not others and (heads := _loose(text, run, claims)):
            others = [heads]
        for other in others:
            for mine, its in zip(run, other, strict=True):
                further = tuple(one for one in its.mates if one is not mine and one not in mine.mates)
                mine.mates = (*mine.mates, its, *further)
                its.mates = (*its.mates, mine)


def _loose(text: str, run: list[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """Return the values before 分别 that are no list of their own (甲 48 人、乙 105 人，分别占 …)."""
    begin = max(text.rfind(sign, 0, run[0].start) for sign in "，。；") + 1
    if not _IN_TURN.search(text[begin : run[0].start]):
        return []
    heads = [
        one
        for one in claims
        if one.sentence == run[0].sentence
        and one.start < begin
        and one.role in (Role.VALUE, Role.TARGET)
        and one.depth == run[0].depth
    ]
    chosen = heads[-len(run) :]
    like = len(chosen) == len(run) and all(one.is_like(chosen[0]) for one in chosen)
    return chosen if like and chosen[-1].clause >= run[0].clause - 2 else []


def _name(text: str, run: list[Claim], claims: Sequence[Claim], lex: Lexicon) -> None:
    """Give the members the names, or the years, that stand before 分别."""
    first = run[0]
    begin = max(text.rfind(sign, 0, first.start) for sign in "，。；:（）") + 1
    lead = text[begin : first.start]
    found = _IN_TURN.search(lead)
    if not found:
        begin = max(text.rfind(sign, 0, max(begin - 1, 0)) for sign in "，。；:（）") + 1
        lead = text[begin : first.start]
        found = _IN_TURN.search(lead)
        if not found:
            return
    ahead, behind = lead[: found.start()], lead[found.end() :]
    years = [int(year) for year in re.findall(r"(?:19|20)\d{2}", ahead)]
    if len(years) == 2 and len(run) > 2 and re.search(r"\d{4}年?(?:度)?(?:-|至|到|~)", ahead):
        years = list(range(years[0], years[1] + 1))
    if len(years) == len(run):
        thing = cleaned(re.sub(r"(?:19|20)\d{2}年?(?:末|底|度|届)?|、|和|至|-", "", ahead), lex) or cleaned(behind, lex)
        for claim, year in zip(run, years, strict=True):
            claim.year, claim.label, claim.previous = year, thing or claim.label, False
            if claim.role is Role.BEFORE:
                claim.role = Role.VALUE
        return
    names = [name for name in _SPLIT.split(ahead) if name]
    if len(names) == len(run) and len(run) > 1:
        tail = cleaned(behind, lex)
        common = _common_tail(names)
        for claim, name in zip(run, names, strict=True):
            plain = cleaned(name, lex) or name
            claim.label = plain + ("" if plain.endswith(common) else common) + tail


def _common_tail(names: Sequence[str]) -> str:
    """Return the noun that only the last name prints (小学、初中在校生: 在校生)."""
    shortest = max(len(name) for name in names[:-1])
    last = names[-1]
    return last[shortest:] if len(last) > shortest + 1 else ""
