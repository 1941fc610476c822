"""名目索引: the values of a document by what they count, so that two mentions of one quantity meet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.changes import Change
from zhibao.audit.claims.labels import key_of
from zhibao.audit.claims.lexicon import Lexicon, lexicon
from zhibao.catalog.rulebook import RuleBook
from zhibao.terms.numerals.noun import Sort

_BODY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,20}?(?:职业技术学校|职业学校|职校|技工学校|卫生学校|艺术学校|学校|学院|大学|中学|小学|公司|集团|医院|银行|研究院|研究所|分校|校区|系部|学部|教育集团|基地|中心)"
)
_GENERIC = re.compile(
    "^(?:全市|全省|全县|全国|我市|各|本市|全区|所有|公办|民办|该|中职|中等|职业|高职|高等|技工|试点|成员|两所|多所|其他|部分|合作|与|在|建|有|由|从|对|共|依托|推动|支持|组织)*(?:中职|中等职业|职业|技工|高职|高等职业|职业院|公办|民办|市属|区属|县属)*(?:学校|院校|公司|基地|中心|集团|学院|大学)$"
)
_PREFIX = re.compile(
    "^(?:依托|建有|建成|拥有|设有|设立|实现|完成|按|按照|组建|开设|新建|打造|共建|获得|荣获|获|举办|开展|截至|已|现|有|利用|在(?!校|岗|册|编|职|读|园|籍|建|营|校生)|达到|配备了?|配有|聘有|拥有|共有|其中有|截止|培养|招收|投入|安排|累计|新增|其中|目前|全市|我市|全校|我校|各|全年|当年|本年|学校|该校|公司|共有|现有|全日制|全部|截至)+"
)
_SET_OFF = re.compile("（[^（）]*）|[“”《》]")
_SHARES = re.compile("所占比例|所占比重|占比例|比重|比例")


def subject_of(claim: Claim) -> str:
    """Return the organisation that owns a claim: the one named last in its sentence, else its case box."""
    block = claim.block
    start = max(block.text.rfind(sign, 0, claim.start) for sign in "。！？") + 1
    named = organisations_in(block.text[start : max(start, claim.start - len(claim.lead))])
    return named[-1] if named else block.case


def organisations_in(text: str) -> list[str]:
    """Return the organisations that a text names, not those that it only describes (两所学校)."""
    return [one[0] for one in _BODY.finditer(text) if not _GENERIC.match(one[0])]


@lru_cache(maxsize=4096)
def comparable(label: str, lex: Lexicon) -> str:
    """Return a label for comparison: brackets, fillers and 占比 variants made equal."""
    label = _SET_OFF.sub("", label)
    label = _SHARES.sub("占比", label)
    return key_of(_PREFIX.sub("", label), lex)


@lru_cache(maxsize=8)
def aliases(book: RuleBook) -> dict[str, str]:
    """Return comparable label → the first label of the indicator that bears it."""
    lex = lexicon(book)
    table: dict[str, str] = {}
    for one in book.indicators.values():
        for label in one.labels:
            table.setdefault(comparable(label, lex), comparable(one.labels[0], lex))
    return table


def index_values(claims: Iterable[Claim], book: RuleBook) -> dict[str, list[Claim]]:
    """Return key → the claims that state a value of it, in reading order; names of one indicator are one key."""
    lex, known = lexicon(book), aliases(book)
    table: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if (
            claim.role in (Role.VALUE, Role.TARGET, Role.BEFORE, Role.SHARE)
            and claim.numeral.interval is not None
            and claim.label
        ):
            if claim.numeral.sort in (Sort.EXCLUDED, Sort.RANGE, Sort.RANK) or claim.block.kind in (
                "heading",
                "contents",
            ):
                continue
            key = comparable(claim.label, lex)
            key = known.get(key, key)
            if len(key) >= 2:
                table[key].append(claim)
    return table


def with_table_years(
    changes: Iterable[Change], table: dict[str, list[Claim]], lex: Lexicon, year: int | None
) -> Iterator[Change]:
    """Yield the changes; one without a value before gets it from a table row that holds the value now."""
    for change in changes:
        if (
            change.before is None
            and change.now is not None
            and not change.follower.thing
            and change.follower.role is not Role.AVERAGE_GROWTH
        ):
            before = _before_in_table(change.now, table, lex)
            yield replace(change, before=before) if before is not None else change
        else:
            yield change


def _before_in_table(now: Claim, table: dict[str, list[Claim]], lex: Lexicon) -> Claim | None:
    own = now.numeral.interval
    cells = [
        one
        for one in table.get(comparable(now.label, lex), ())
        if one.block.kind == "cell" and one.is_like(now) and one is not now
    ]
    for cell in cells:
        same = cell.numeral.interval is not None and own is not None and cell.numeral.value == now.numeral.value
        if same and cell.year is not None:
            older = [
                one
                for one in cells
                if one.block.table == cell.block.table
                and one.year == cell.year - 1
                and (one.block.row == cell.block.row or one.block.column == cell.block.column)
            ]
            if len(older) == 1:
                return older[0]
    return None
