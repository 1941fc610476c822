"""断言的读取: one left-to-right pass over a block gives each numeral its role, period, direction and label."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.asides import is_class_bound, is_set_off
from zhibao.audit.claims.labels import cleaned
from zhibao.audit.claims.layout import SEPARATORS, lay_out
from zhibao.audit.claims.lexicon import Lexicon
from zhibao.audit.claims.parallel import align
from zhibao.audit.claims.roles import FROM, RoleReader
from zhibao.terms.numerals.noun import Numeral, Sort
from zhibao.terms.numerals.scan import in_unit, scan

_YEAR = re.compile(r"(?:19|20)\d{2}")
_COMPARED_YEAR = re.compile(
    r"(?:比|较|与|同|相比)(?P<year>(?:19|20)\d{2})(?:年(?:末|底|度)?|届|级)(?:同期)?(?:（|的)?(?:为)?$"
)
_JOINS = re.compile(r"^(?:和|及|与|以及|至|、|，|或|/)?(?:约|近|超过)?$")
_LAST_YEAR = re.compile("（(?:上年|去年|上一年|上期|上届|期初|年初|前期|上学年|上年度)[^，。；:（）]{0,6}(?::|为|是)")
_THAT = re.compile("(?:这|该|此)(?:一|个|项)?(?:比例|比率|数字|数据|指标|数值|占比|比重|数)(?:为|是|达|约)*$")
_AFTER = re.compile(r"[^，。；:！？、（）“”《》\d]*")


class _Reader(RoleReader):
    """Reads one block; holds what was said last, so that lists inherit roles and periods."""

    def read(self, numerals: Sequence[Numeral], first: int) -> list[Claim]:
        text = self.block.text
        for place, numeral in enumerate(numerals):
            claim = Claim(first + place, self.block, numeral)
            at = min(numeral.start, len(text) - 1)
            claim.sentence, claim.group = self.layout.sentence[at], self.layout.group[at]
            claim.clause, claim.depth = self.layout.clause[at], self.layout.depth[at]
            claim.depth -= is_set_off(text, numeral)
            following = numerals[place + 1].start if place + 1 < len(numerals) else len(text)
            self._surround(claim, following)
            if numeral.sort is not Sort.EXCLUDED and is_class_bound(claim):
                claim.numeral = replace(numeral, sort=Sort.EXCLUDED, value=None, interval=None, reason="分组界限")
                claim.role = Role.EXCLUDED
            elif numeral.sort is Sort.EXCLUDED:
                claim.role = Role.EXCLUDED
            else:
                self._share_unit(claim)
                self._understand(claim)
                self._borrow_unit(claim)
            self.claims.append(claim)
        align(self.block.text, self.claims, self.lex)
        self._all_of_last_year()
        return self.claims

    def _all_of_last_year(self) -> None:
        """A sentence that opens with 去年 and states nothing of another year states plain values of that year."""
        for sentence in {claim.sentence for claim in self.claims}:
            own = [
                claim
                for claim in self.claims
                if claim.sentence == sentence and claim.role in (Role.VALUE, Role.BEFORE, Role.TARGET)
            ]
            first = next((claim for claim in self.claims if claim.sentence == sentence), None)
            begin = self.layout.sentence_start[first.start] if first else 0
            opened = self.lex.before.match(self.block.text, begin)
            if (
                opened
                and own
                and not any(claim.role is not Role.BEFORE and claim.start < own[0].start for claim in own)
            ):
                marker = [
                    claim
                    for claim in own
                    if claim.role is Role.BEFORE and claim.previous and not FROM.search(claim.lead)
                ]
                if len(marker) == len([claim for claim in own if claim.role is Role.BEFORE]) and len(marker) == len(
                    own
                ):
                    for claim in marker:
                        claim.role = Role.VALUE

    def _share_unit(self, claim: Claim) -> None:
        """Give bare numbers of a list the unit that only its last member prints (80.1、187.2 和 195.7 万人次)."""
        numeral = claim.numeral
        if numeral.sort in (Sort.PLAIN, Sort.EXCLUDED, Sort.UNKNOWN, Sort.RANK) or numeral.value is None:
            return
        for earlier in reversed(self.claims):
            between = self.block.text[earlier.numeral.stop : claim.start]
            if earlier.numeral.sort is not Sort.PLAIN or not _JOINS.match(between) or not between:
                return
            factor = numeral.factor
            earlier.numeral = in_unit(earlier.numeral, numeral, factor)
            claim = earlier

    def _surround(self, claim: Claim, following: int) -> None:
        """Set the text before (back to the separator or number) and behind (up to the next)."""
        text, start = self.block.text, claim.numeral.start
        floor = next(
            (
                one.numeral.stop
                for one in reversed(self.claims)
                if one.role is not Role.EXCLUDED or one.numeral.reason not in ("期间", "日期", "分组界限")
            ),
            0,
        )
        begin = start
        while begin > floor and text[begin - 1] not in SEPARATORS:
            begin -= 1
        claim.lead = text[begin:start]
        behind = _AFTER.match(text, claim.numeral.stop)
        claim.after = behind[0] if behind else ""
        if claim.numeral.stop + len(claim.after) > following:
            claim.after = text[claim.numeral.stop : max(following, claim.numeral.stop)]

    def _borrow_unit(self, claim: Claim) -> None:
        """Give a bare number of the period before the unit of its head (82.40%，比上一年（72.16）上升 …)."""
        if (
            claim.numeral.sort is not Sort.PLAIN
            or claim.role is not Role.BEFORE
            or not claim.depth
            or not claim.numeral.decimals
        ):
            return
        head = next(
            (
                one
                for one in reversed(self.claims)
                if one.sentence == claim.sentence and one.depth < claim.depth and one.numeral.is_quantity
            ),
            None,
        )
        if head is not None and head.numeral.sort is Sort.RATE and head.numeral.decimals == claim.numeral.decimals:
            claim.numeral = in_unit(claim.numeral, head.numeral, Fraction(1))

    def _understand(self, claim: Claim) -> None:
        last = self._list_mate(claim)
        self._period(claim, last)
        if last is not None and not re.sub("[和及与以、]", "", claim.lead):
            claim.role, claim.direction, claim.word = last.role, last.direction, last.word
            claim.list_id = last.list_id = last.list_id if last.list_id >= 0 else last.index
            claim.label, claim.base, claim.thing, claim.noun = last.label, last.base, last.thing, last.noun
            claim.previous = last.previous
            if claim.after and claim.numeral.sort is Sort.COUNT:
                claim.label = cleaned(claim.after, self.lex) or claim.label
            claim.scope = last.scope
            return
        self.set_role(claim)
        self._label(claim)
        sentence_start = self.layout.sentence_start[claim.start]
        clause = self.block.text[self.layout.clause_start[claim.start] : claim.numeral.stop] + claim.after
        claim.scope |= frozenset(self.lex.scope.findall(clause if len(clause) < 60 else claim.lead + claim.after))
        if self.lex.planned.search(self.block.text[max(sentence_start, claim.start - 16) : claim.start]):
            claim.scope |= {"计划"}
        if self.lex.cumulative.search(self.block.text[max(sentence_start, claim.start - 24) : claim.start]):
            claim.scope |= {"累计"}

    def _list_mate(self, claim: Claim) -> Claim | None:
        """Return the number before it in a list (、和 between them), if this one continues it."""
        last = self.claims[-1] if self.claims else None
        if last is None or last.role is Role.EXCLUDED or last.sentence != claim.sentence or last.depth != claim.depth:
            return None
        between = self.block.text[last.numeral.stop : claim.start]
        return last if _JOINS.match(between) and last.numeral.sort is claim.numeral.sort else None

    def _period(self, claim: Claim, last: Claim | None) -> None:
        text, start = self.block.text, claim.start
        begin = self.layout.sentence_start[start]
        for earlier in reversed(self.claims):
            if earlier.sentence != claim.sentence or earlier.start < begin:
                break
            if earlier.role is Role.EXCLUDED and earlier.numeral.reason in ("期间", "日期"):
                if earlier.depth > claim.depth:
                    continue
                years = [int(year) for year in _YEAR.findall(earlier.numeral.printed)]
                if years:
                    claim.year, claim.first_year = years[-1], years[0]
                    break
        clause = text[self.layout.clause_start[start] : start]
        clause = re.sub("（[^（）]*）", "", clause)
        near = clause if last is None and len(clause) < 40 and not self._answers_from(claim) else claim.lead
        before = _last(self.lex.before, near)
        now = _last(self.lex.now, near)
        others = [one.span() for one in self.lex.not_change.finditer(near)]
        between = _last(self.lex.change, near.replace("新增", "新设"), others)
        marker = before is not None and (now is None or now.start() < before.end())
        claim.previous = marker and (between is None or between.start() < (before.start() if before else 0))
        if not claim.previous and before is None and now is None and last is not None and last.previous:
            claim.previous = last.clause == claim.clause
        compared = _COMPARED_YEAR.search(text[max(0, start - 14) : start])
        if compared:
            claim.year, claim.previous = int(compared["year"]), True
        elif claim.previous and claim.year is not None:
            claim.year -= 1
        elif claim.depth and self._is_aside_of_earlier(claim):
            claim.previous = True

    def _answers_from(self, claim: Claim) -> bool:
        """Say whether it is the second value of 由上年的 812 人变为 846 人."""
        last = next((one for one in reversed(self.claims) if one.role is not Role.EXCLUDED), None)
        return (
            last is not None
            and last.clause == claim.clause
            and FROM.search(last.lead) is not None
            and re.search("(?:到|至|为|成)(?:了|约|近|超过)?$", claim.lead) is not None
        )

    def _is_aside_of_earlier(self, claim: Claim) -> bool:
        """Say whether a bracket behind a number is a value of an earlier year: 12.56 亿元（2021 年：11.20 亿元）."""
        heads = [one for one in self.claims if one.role is not Role.EXCLUDED]
        end = heads[-1].numeral.stop if heads else 0
        if len(heads) > 1 and heads[-1].role in (Role.GROWTH, Role.DIFFERENCE):
            heads.pop()  # 63.11 万台，降幅 13.37%（2021 年：72.85 万台）
        if not heads or not heads[-1].is_like(claim) or heads[-1].depth >= claim.depth:
            return False
        opening = _LAST_YEAR.match(self.block.text, end)
        if opening and opening.end() == claim.start:
            return True
        opening = re.match(r"（(?:19|20)\d{2}年(?:度|末|底|同期)?(?:为|是|:)?$", self.block.text[end : claim.start])
        return opening is not None and claim.year is not None and (heads[-1].year or claim.year + 1) > claim.year

    def _label(self, claim: Claim) -> None:
        if claim.role in (Role.DIFFERENCE, Role.GROWTH, Role.FACTOR, Role.AVERAGE_GROWTH):
            claim.label = claim.noun
            return
        lead = claim.lead
        if claim.role is Role.TARGET and claim.word is not None:
            lead = self.block.text[claim.start - len(claim.lead) : claim.word[0]]
        if claim.role is Role.SHARE:
            found = self.lex.share_end.search(lead)
            noun = found is not None and found["word"] != "占" and not claim.base
            lead = lead[: found.end("word") if noun else found.start()] if found else lead
        label = cleaned(lead, self.lex)
        if _THAT.search(claim.lead):
            claim.label = self._label_before(claim)
            return
        label = "" if label in ("在", "从", "对", "向") else label
        after = claim.after if claim.numeral.sort is Sort.COUNT else ""
        tail = (
            re.split(
                r"(?:占|比|较|同比|为|是|在|与|和|参加|获得|获|被|已|的(?:比|占)|分别|通过|达到|达|其中|共|增|减|升|降)",
                after,
            )[0]
            if after
            else ""
        )
        tail = re.sub("(?:之)?[中里]$", "", tail)
        noun = tail if tail and not tail.startswith(("的", "，", "以", "左右", "及")) else ""
        if noun.startswith("的") or len(noun) < 2:
            noun = ""
        if not label and not noun:
            wide = "" if claim.role is Role.TARGET else cleaned(self.wide(claim), self.lex)
            label = wide or self._label_before(claim)
        claim.label = label + noun if noun and (not label or claim.numeral.unit not in ("人", "人次")) else label

    def _label_before(self, claim: Claim) -> str:
        """Return the label of the clause before, where it has no number of its own (在校生规模稳中有升，达到 …)."""
        begin = self.layout.clause_start[claim.start]
        heads = (Role.VALUE, Role.BEFORE, Role.TARGET)
        for last in reversed(self.claims):
            if last.sentence != claim.sentence:
                break
            if last.role in heads and last.depth <= claim.depth:
                if not last.is_like(claim):
                    return ""
                claim.scope |= last.scope - {"计划", "累计"}
                return last.label
        if begin == self.layout.sentence_start[claim.start] or begin < 2:
            return ""
        if self.claims and self.claims[-1].numeral.stop > self.layout.clause_start[begin - 1]:
            return ""
        clause = self.block.text[self.layout.clause_start[begin - 1] : begin - 1]
        word = self.lex.change.search(clause)
        return cleaned(clause[: word.start()] if word else clause, self.lex)


def _last(pattern: re.Pattern[str], text: str, within: Sequence[tuple[int, int]] = ()) -> re.Match[str] | None:
    """Return the last match that is no piece of one of the spans."""
    found = None
    for one in pattern.finditer(text):
        if not any(start <= one.start() and one.end() <= end for start, end in within):
            found = one
    return found


def _as_page(one: Numeral, block: Block) -> Numeral:
    """Return the last number of a line of contents as the page that it is."""
    rest = block.text[one.stop :].strip("-. ·…|—")
    if rest or one.sort is Sort.EXCLUDED:
        return one
    return replace(one, sort=Sort.EXCLUDED, value=None, interval=None, unit="", reason="页码")


def read_block(block: Block, lex: Lexicon, first: int) -> list[Claim]:
    """Return the claims of a block, numbered from `first`."""
    numerals = scan(block.text, is_cell=block.kind == "cell", is_title=block.kind in ("heading", "contents"))
    if block.kind == "contents":
        numerals = [_as_page(one, block) for one in numerals]
    if not numerals:
        return []
    return _Reader(block, lex, lay_out(block.text), []).read(numerals, first)
