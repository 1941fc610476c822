"""角色: what a number does in its sentence, by the words that lead to it."""

import re
from dataclasses import dataclass

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim, Role
from zhibao.audit.claims.labels import cleaned
from zhibao.audit.claims.layout import Layout
from zhibao.audit.claims.lexicon import Lexicon
from zhibao.terms.numerals.noun import Sort

FROM = re.compile(r"(?:由|从|自)(?P<thing>[^，。；、]*)$")
_COMPARED = re.compile(r"(?:比(?!重|例|率|值)|较|与|同|相比于|相较于|高于|低于|多于|少于|对比)(?P<thing>[^，。；、]*)$")
_IS_TIME = re.compile(
    r"^(?:19|20)\d{2}(?:年|届|级)?(?:末|底|度|同期|同月)?(?:的?(?:决算|执行|实际|完成|水平)(?:数|额)?)?的?$"
    "|(?:时|初|前|期|末|之初|当年)$"
)
_IS_OF = re.compile("(?:为|相当于|是|等于)(?P<base>[^，。；、（）]{1,10}(?:总额|总数|总量|总值|数|额))的(?:约|近)?$")
_OF_NUMBER = re.compile(
    "^的(?:(?:比重|比例|份额|比率)(?:约为|高达|达到|升至|降至|提高到|提高至|上升到|下降到|为|达|是)*)?(?:约|近|超过)?$"
)
_START = re.compile(
    "(?:(?:上市|成立|建校|创办|创立|创建|组建|起步|启动|立项|开办|办学|投产|试点|挂牌|入学|接手|改革|改制|改造|实施|建设|开工|运营|开业|转型|扩建|升格)"
    "(?:之初|初期|之前|时|前|初)|最初|当初|起初|原先|原来|原有)[^，。；]{0,14}$"
)
_NOW_AHEAD = re.compile("[^。；，]{0,12}，(?:而|但|到)?(?:目前|如今|现|今|至今|已|时至今日|发展到)")
_EDGES = re.compile("^(?:高达|仅|已|[的了为到达约近超过是])+|(?:高达|仅|已|[的了为到达约近超过是])+$")
_BY_SO_MUCH = ("高出", "超出")
"""What follows them is the gap, in whatever unit: 高出省控线 26 分."""
_NORM = re.compile(r"(?:要求|规定|标准|应|须|确保|原则上|必须|不得|底线|红线|力争|目标|按照)")


@dataclass(slots=True)
class RoleReader:
    """角色的读取: the block, its layout and the claims read so far; later claims inherit from them."""

    block: Block
    lex: Lexicon
    layout: Layout
    claims: list[Claim]

    def set_role(self, claim: Claim) -> None:
        """Set the role of a claim, and what its words say besides: direction, base, what it compares with."""
        sort = claim.numeral.sort
        if sort is Sort.RANK:
            claim.role = Role.RANK
        elif sort is Sort.POINTS:
            self._change(claim, Role.DIFFERENCE)
            claim.role = Role.DIFFERENCE
        elif sort in (Sort.FACTOR, Sort.DOUBLING):
            self._change(claim, Role.FACTOR)
            claim.role = Role.FACTOR
        elif sort in (Sort.RATIO, Sort.SPLIT, Sort.RANGE, Sort.UNKNOWN):
            self._value(claim)
        elif sort is Sort.RATE:
            self._rate(claim)
        else:
            self._amount(claim)

    def _rate(self, claim: Claim) -> None:
        wide = self.wide(claim)
        mean = self.lex.average.search(wide)
        if mean and (mean[0] != "年平均" or self.lex.change.search(wide)) and not self.lex.share_end.search(claim.lead):
            claim.role = Role.AVERAGE_GROWTH
            self._change(claim, Role.AVERAGE_GROWTH)
            return
        if self._of_number(claim):
            return
        if self.lex.change_to.search(claim.lead):
            claim.role = Role.TARGET
            self._turn(claim, self.lex.change_to.search(claim.lead))
            return
        if self._change(claim, Role.GROWTH):
            return
        if re.match("(?:，|（)?(?:即|也就是)\\d", self.block.text[claim.numeral.stop : claim.numeral.stop + 6]):
            claim.role = Role.SHARE  # 有 72.58% 即 278 人留在了本市
            return
        if FROM.search(claim.lead) and self._goes_on(claim):
            claim.role = Role.BEFORE
            return
        found = self.lex.share_end.search(claim.lead) or (
            self.lex.share_end.search(wide) if not claim.lead.strip("的") else None
        )
        if found:
            claim.role = Role.SHARE
            if claim.previous and (found["word"] != "占" or not found["base"].strip("了约近为达到")):
                claim.role = Role.BEFORE
                return
            claim.base = _EDGES.sub("", found["base"])
            return
        if told := _IS_OF.search(claim.lead):
            plans = re.search("计划|目标|任务|预算|指标", told["base"])
            claim.role = Role.COMPLETION if plans else Role.SHARE
            claim.base = _EDGES.sub("", told["base"])
            return
        if re.search(
            r"完成.*(?:的|计划|目标|任务|预算|指标)$|完成率|执行率|达成率|支付率|拨付率|支出率|(?:投资|支出|资金|工程|建设|拨付|采购|招生|形象)进度(?:为|达|达到|约)?$|完成(?:了)?(?:年度|全年|年|招生)?(?:计划|目标|预算|任务)",
            claim.lead,
        ):
            claim.role = Role.COMPLETION
            return
        if re.match(r"的(?:速度|增长|增速|增幅|涨幅|降幅|高速|年均)", claim.after):
            claim.role = Role.GROWTH
            claim.direction = -1 if claim.after.startswith("的降") else 1
            return
        self._value(claim)

    def _of_number(self, claim: Claim) -> bool:
        """占在校生 7707 人的 60.32%, 为年度目标（153.68 亿元）的 90.5%: a share of the very number before it."""
        if not _OF_NUMBER.match(claim.lead) or not self.claims:
            return False
        last = self.claims[-1]
        between = self.block.text[last.numeral.stop : claim.start]
        if (
            last.role is Role.EXCLUDED
            or last.sentence != claim.sentence
            or not _OF_NUMBER.match(between.removeprefix("）"))
        ):
            return False
        lead = self.block.text[self.layout.clause_start[last.start] : last.start]
        if not re.search("占|为|是|完成|达到|相当于|实现|超过|达", lead):
            return False
        completes = re.search("完成|预算|计划|目标|任务|进度", lead)
        claim.role = Role.COMPLETION if completes else Role.SHARE
        claim.of = last
        return True

    def _amount(self, claim: Claim) -> None:
        found = self.lex.change_to.search(claim.lead)
        if found and not self._is_other(claim.lead, found):
            claim.role = Role.TARGET
            self._turn(claim, found)
            return
        if self._change(claim, Role.DIFFERENCE):
            return
        self._value(claim)

    def _value(self, claim: Claim) -> None:
        """Set a plain value, a value before (由, 从, 上年), or a bound where the words are a norm."""
        sentence = self.block.text[self.layout.sentence_start[claim.start] : claim.start]
        if claim.numeral.qualifier in ("不少于", "不超过", "至少", "至多", "以上", "以下") and (
            _NORM.search(sentence[-24:]) or claim.numeral.qualifier in ("不少于", "不超过")
        ):
            claim.role = Role.BOUND
            return
        dated = claim.previous or claim.year is not None
        if dated and self.block.text.startswith(("为基数", "为基期"), claim.numeral.stop):
            claim.role = Role.BEFORE  # 以 2021 年末的 11709 家为基数
            return
        if (self._is_from(claim) and self._goes_on(claim)) or self._is_start(claim):
            claim.role = Role.BEFORE
            return
        claim.role = Role.BEFORE if claim.previous else Role.VALUE
        wide = self.wide(claim)
        claim.is_total = bool(self.lex.total_end.search(claim.lead)) or (
            not claim.lead and bool(self.lex.total_end.search(wide))
        )

    def _goes_on(self, claim: Claim) -> bool:
        """Say whether the words behind it lead to a second value: 由 812 人增加到 846 人."""
        text, stop = self.block.text, claim.numeral.stop
        ahead = re.match(
            r"起，|[^，。；、]{0,16}?(?:到|至|为|(?<![构组完])成)|(?:起步|起家|开始)，(?:到|至)", text[stop : stop + 24]
        )
        return bool(ahead) or bool(re.match(r"（[^（）]{0,30}）[^，。；]{0,12}(?:到|至|为)", text[stop : stop + 60]))

    def _is_from(self, claim: Claim) -> bool:
        """Say whether 由 or 从 leads to the number, also over a name in quotes (由“十三五”末的 1677 人次)."""
        if FROM.search(claim.lead):
            return True
        begin = claim.start - len(claim.lead)
        return self.block.text[begin - 1 : begin] == "”" and FROM.search(self.wide(claim)) is not None

    def _is_start(self, claim: Claim) -> bool:
        """Say whether it is how things began, told against now: 建校之初仅 623 人，如今已达 1262 人."""
        text = self.block.text
        ahead = _START.search(text[self.layout.clause_start[claim.start] : claim.start])
        return ahead is not None and _NOW_AHEAD.match(text, claim.numeral.stop) is not None

    def _change(self, claim: Claim, role: Role) -> bool:
        """Set role and direction where a change word leads to the number; say whether one does."""
        for lead in (claim.lead, self.wide(claim)):
            found = self.lex.change_end.search(lead)
            if found and not self._is_other(lead, found):
                claim.role = role
                self._turn(claim, found, lead)
                return True
            if lead is claim.lead and claim.lead.strip("了约近超过达到为:的是"):
                break
        return self._change_with_noun(claim, role)

    def _change_with_noun(self, claim: Claim, role: Role) -> bool:
        """增加学生 120 人, 比甲校多招 34 人, 高于全省平均水平 2.1 个百分点."""
        wide = self.wide(claim)
        found = self.lex.compare_end.search(wide)
        is_gap = claim.numeral.sort is Sort.POINTS or (found is not None and found["word"] in _BY_SO_MUCH)
        if found and found["thing"] and len(found["word"]) > 1 and is_gap:
            claim.role, claim.thing = role, found["thing"]
            self._turn(claim, found, wide)
            return True
        words = [
            m for m in self.lex.change.finditer(wide) if len(m[0]) > 1 or re.search("比|较|同比", wide[: m.start()])
        ]
        if not words or claim.numeral.sort in (Sort.FACTOR, Sort.DOUBLING):
            return False
        last = words[-1]
        noun = wide[last.end() :]
        if (
            not noun
            or len(noun) > 12
            or re.search(r"[到至为于]$|\d", noun)
            or not re.search("比|较|同比|净", wide[: last.end()])
        ):
            return False
        if self._is_other(wide, last):
            return False
        claim.role, claim.noun = role, cleaned(noun, self.lex)
        self._turn(claim, last, wide)
        return True

    def _is_other(self, lead: str, found: re.Match[str]) -> bool:
        """Say whether the change word is a piece of another word (增加值, 高等, 新增)."""
        start, end = found.span("word") if "word" in found.re.groupindex else found.span()
        if lead[start:end] == "高" and lead.startswith("达", end):
            return True  # 比例高达 92.2%
        if lead[max(0, start - 1) : start] == "新" and re.search("比|较", lead[:start]):
            return False  # 较上学年末新增 6679 册
        if lead[max(0, start - 1) : start] in ("新", "最", "较", "更", "大") and end - start == 1:
            return True
        return any(
            m.start() <= start and m.end() >= end and m[0] != lead[start:end]
            for m in self.lex.not_change.finditer(lead)
        ) or (lead[start:end] in ("增加值",))

    def _turn(self, claim: Claim, found: re.Match[str] | None, lead: str | None = None) -> None:
        """Set direction, the word's span, what is compared with, and the follower's own noun."""
        if found is None:
            return
        lead = claim.lead if lead is None else lead
        span = found.span("word") if "word" in found.re.groupindex else found.span()
        word = lead[span[0] : span[1]]
        claim.direction = 1 if word in self.lex.up else -1 if word in self.lex.down else 0
        at = self.block.text.rfind(word, self.layout.sentence_start[claim.start], claim.start)
        claim.word = (at, at + len(word)) if at >= 0 else None
        ahead = re.sub("同比|环比", "", lead[: span[0]])
        compared = _COMPARED.search(ahead)
        if compared:
            thing = compared["thing"]
            if not _IS_TIME.search(thing) and not self.lex.before.search(thing) and not claim.thing:
                claim.thing = thing.strip("的了")
            ahead = ahead[: compared.start()]
        ahead = re.sub(
            r"[按以][^，。；]{1,8}(?:计价|计算|口径|核算)|同比|环比|相比|对比|折合|小幅|大幅|明显|显著|略微|略有|略|稳步|持续|进一步|实际|名义|有所|继续|逐步|又|再|共|分别|整体|总体|净|平均|[一二两三四五六七八九十\\d]+年(?:间|来|内)?|年均|复合|期间|每年|年平均|两年|累计|变化|变动|相差|差距|差额|幅度|全年",
            "",
            ahead,
        )
        if not claim.noun and ahead not in ("前者", "后者"):
            claim.noun = cleaned(ahead, self.lex)

    def wide(self, claim: Claim) -> str:
        """Return the text from the start of the clause, or from the number before it, to the digits."""
        begin = self.layout.clause_start[claim.start]
        for last in reversed(self.claims):
            if last.role is not Role.EXCLUDED and last.depth <= claim.depth:
                begin = max(begin, last.numeral.stop)
                break
        wide = self.block.text[begin : claim.start]
        return re.sub("（[^（）]*）", "", wide) if claim.depth == 0 else wide
