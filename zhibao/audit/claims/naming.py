"""名目的比较: what a number counts, stripped of words that do not change it, and whether two names mean one thing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import YEARS
from zhibao.audit.claims.lexicon import Lexicon, lexicon, one_of
from zhibao.catalog.rulebook import RuleBook
from zhibao.terms.numerals.noun import Sort


class Sameness(IntEnum):
    """同与不同: how surely two names mean one quantity; `LIKELY` if one bears a word more whose weight is not known."""

    OTHER = 0
    LIKELY = 1
    SAME = 2


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """名目: the patterns that reduce the words before a number to its name, and tell a name from another."""

    lex: Lexicon
    light: re.Pattern[str]
    ahead: re.Pattern[str]
    behind: re.Pattern[str]
    cites: re.Pattern[str]
    telling: re.Pattern[str]
    weightless: re.Pattern[str]
    singular: re.Pattern[str]
    dependent: re.Pattern[str]
    alike: tuple[tuple[str, str], ...]

    def stripped(self, text: str) -> str:
        """Return a phrase without years, fillers, light verbs, the document's own owner and measure nouns."""
        return _stripped(self, text)

    def _strip(self, text: str) -> str:
        text = _OWN.sub("", YEARS.sub("", _SIGNS.sub("", text)))
        for spelling, usual in self.alike:
            text = text.replace(spelling, usual)
        text = self.cites.sub("", text)
        text = self.lex.now.sub("", self.lex.before.sub("", text))
        text = _WHOLE.sub("", self.light.sub("", text)).replace("的", "")
        for _ in range(6):
            shorter = self.behind.sub("", self.ahead.sub("", text))
            if shorter == text:
                break
            text = shorter
        return text

    def compared(self, one: str, other: str) -> tuple[Sameness, str]:
        """Return how surely two names mean one thing, and the piece that only one of them has."""
        if one == other or _is_turned(one, other):
            return Sameness.SAME, ""
        long, short = (one, other) if len(one) > len(other) else (other, one)
        extra = _extra(long, short)
        if extra and len(short) >= 2 and self.weightless.fullmatch(extra):
            return Sameness.SAME, ""
        is_manner = _MANNER.match(extra) is not None
        tells = self.telling.search(_PARTNER.sub("", extra) if is_manner else extra)
        if not extra or tells or _PLACE.search(extra):
            return Sameness.OTHER, extra
        return (Sameness.SAME if is_manner else Sameness.LIKELY), extra


_SIGNS = re.compile(r"（[^（）]*）|[“”《》（）\s]")
_OWN = re.compile("(?:全|我|本)(?:省|市|县|区|州|镇|乡|旗|校|院|公司|集团|行业?)")
_PLACE = re.compile(
    "[\u4e00-\u9fff](?:省|市|县|区|州|镇|乡|旗|街道|村|国|大学|学院|学校|中学|小学|医院|公司|分行|支行|基地|校|系|部|处|科|班|组"
    "|车间|厂|分院|中心|局)$"
)
_MANNER = re.compile("(?:与|同|和|联合|会同|在|通过|依托|面向|围绕)")
_WHOLE = re.compile("总(?=[值额量数产])")
_PARTNER = re.compile("企业|高校|单位|院校")
_SEMICOLON = "；"
_COMPARES = re.compile(r"^.*?(?:比|较|与|同|相比|高于|低于|多于|少于)(?=(?:19|20)\d{2}|上|去年|前一|同期)")
_FROM = re.compile("(?:由|从|自)[^，]*$")
_TAIL = re.compile(
    "(?:占|比|较|同比|为|是|在|与|和|参加|获得|获|被|已|的|分别|通过|达到|达|其中|共|增|减|升|降|，|以|左右|及|有|到|至|来自|分布|均|全|不)"
)
_HEADS = (Role.VALUE, Role.TARGET, Role.BEFORE)


@lru_cache(maxsize=4096)
def _stripped(names: Names, text: str) -> str:
    return names._strip(text)


@lru_cache(maxsize=8)
def names_of(book: RuleBook) -> Names:
    """Return the patterns of a rule book."""
    words, lex = book.words["quantity_words"], lexicon(book)
    cites = one_of(words["cites"])
    guards = (
        "共(?![建享同青产和育])|在(?![校岗册编职读园籍建营研训线地库用产])|总(?![部经工装则理书站])|对(?![外口公])"
        "|现(?![金代场货])|年(?![级轻龄画货均])|[为向对](?:企业|社会|地方|行业|学生|群众|师生)"
    )
    return Names(
        lex=lex,
        light=re.compile(one_of(words["light"])),
        ahead=re.compile(f"^(?:{guards}|{one_of(words['ahead'])})+(?=.)"),
        behind=re.compile(f"(?:{one_of(words['behind'])})+$"),
        cites=re.compile(
            rf"^.*?(?:附[表件录图]|[表图]|前文|上文|下文|正文|文中|年报|公报|数据)[一二三四五六七八九十\d.-]*(?:{cites})"
        ),
        telling=re.compile(f"{one_of(words['telling'])}|{lex.scope.pattern}"),
        weightless=re.compile(f"(?:{one_of(words['weightless'])})+"),
        singular=re.compile(one_of(words["singular"])),
        dependent=re.compile(f"^(?:{one_of(words['dependent'])})|^.{{0,2}}(?:{one_of(words['dependent'])})$"),
        alike=tuple((pair.split("/")[0], pair.split("/")[1]) for pair in words["alike"]),
    )


def name_claims(claims: Sequence[Claim], names: Names) -> Mapping[int, str]:
    """Return claim index → name, for the values of one block in reading order; those without a name are left out."""
    found: dict[int, str] = {}
    for place, claim in enumerate(claims):
        if claim.role in (*_HEADS, Role.SHARE) and claim.numeral.is_quantity:
            name = _own(claim, names)
            name = _inherited(claim, name, claims[:place], claims[place + 1 :], found, names)
            if len(name) >= 2:
                found[claim.index] = name
    return found


def _own(claim: Claim, names: Names) -> str:
    """Return the name that the words before the number, or the noun behind its unit, give it."""
    if claim.list_id >= 0:
        return names.stripped(claim.label)
    lead = claim.lead
    if claim.role is Role.TARGET and claim.word is not None:
        lead = claim.block.text[claim.start - len(lead) : max(claim.start - len(lead), claim.word[0])]
    if claim.role is Role.BEFORE:
        lead = _FROM.sub("", lead)
    if claim.role is Role.SHARE and "占" in lead and not lead.rstrip("为达到约是").endswith("占比"):
        return ""
    lead = _COMPARES.sub("", lead)
    name = names.stripped(lead)
    noun = ""
    if claim.numeral.sort is Sort.COUNT and claim.after:
        noun = _TAIL.split(claim.after)[0]
    if len(noun) >= 2 and (len(name) <= 2 or claim.numeral.unit not in ("人", "人次")):
        return names.stripped(name + noun)
    return name


def _inherited(
    claim: Claim, name: str, before: Sequence[Claim], behind: Sequence[Claim], found: Mapping[int, str], names: Names
) -> str:
    """Return the name, completed from the value of another year that stands in the same sentence."""
    for one in reversed(before):
        if one.sentence != claim.sentence:
            break
        if _stands_apart(one, claim):
            break
        its = found.get(one.index, "")
        if its and one.is_like(claim) and (not name or (its.endswith(name) and one.year != claim.year)):
            return its
    if len(name) >= 2:
        return name
    text = claim.block.text
    begin = claim.start - len(claim.lead)
    if text[begin - 1 : begin] == "，":
        start = max(text.rfind(sign, 0, begin - 1) for sign in "，。；:！？、") + 1
        clause = text[start : begin - 1]
        if not re.search(r"\d", YEARS.sub("", clause)):
            change = names.lex.change.search(clause)
            return names.stripped(clause[: change.start()] if change else clause)
    for one in behind:
        if _stands_apart(claim, one):
            break
        if one.sentence == claim.sentence and one.is_like(claim) and one.role in _HEADS:
            return _own(one, names) if claim.role is Role.BEFORE else ""
    return name


def _stands_apart(one: Claim, other: Claim) -> bool:
    """Say whether ； parts two values that have labels of their own, neither the end of the other's."""
    if _SEMICOLON not in one.block.text[one.start : other.start]:
        return False
    return not (one.label.endswith(other.label) or other.label.endswith(one.label))


def _is_turned(one: str, other: str) -> bool:
    """Say whether two names are the same words in another order (培训教职工, 教职工培训)."""
    if len(one) != len(other) or len(one) < 4:
        return False
    return other in one + one or (len(one) > 4 and sorted(one) == sorted(other))


def _extra(long: str, short: str) -> str:
    """Return the one piece without which the longer name is the shorter, its head noun kept; empty if there is none."""
    if long.endswith(short):
        return long[: -len(short)]
    head = next((i for i in range(len(short)) if long[i] != short[i]), len(short))
    tail = len(short) - head
    if tail < 2 or not long.endswith(short[head:]):
        return ""
    return long[head : len(long) - tail]
