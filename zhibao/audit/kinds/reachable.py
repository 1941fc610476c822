"""可达: a rate over a known number of heads must come from a whole number of them."""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, log2

from zhibao.audit.claim import Claim, Role
from zhibao.audit.facts import Facts, Sentence
from zhibao.audit.model import Outcome, Reading, Relation
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.numerals.noun import Sort

_RATE = re.compile("率|比例|占比|比重|合格|优良|优秀|达标|的占|者占|占(?:全部|总数|其中)?(?:的)?$")
_NOT = re.compile(
    "增长|增幅|利用率|使用率|入学率|完成率|毛利|利率|税率|负债|回报|收益|覆盖率|吻合度|满意度|满意率|贡献率|折扣|费率|汇率|毛入学|失业率|普及率|"
    "利润率|出租率|入住率|平均|最高|最低|均在|均为|均达|超过|不低于|天数|面积|人口|人次|金额|资金|产值|收入|执行率|到位率|支付率|投资|贡献|损耗|可用|可靠"
)
_TAKING_PART = re.compile(
    "参加|参评|测评|审核|评审|抽检|监测|抽查|考试|考核|受检|评估|检测|选手|样本|学员|应届|全班|参训|考生|报名|受访|调查|送检|抽样|断面|报考|参赛|申报|送审|批次|查验"
)
_COUNTED = re.compile("参加|参考|参评|参训|受检|受访|样本|抽检|抽查|送检|基数|有效问卷|总数|^共|共计")
_AMONG = re.compile("(?:之中|当中|之内|里面|中|里|来看|看|而言|来说)$")
_ADVERBS = (
    "其中|其|总体|总|整体|综合|一次性?|首次|初次|年度|当年|按时|按期|及时|准时|如期|复核|"
    "考核|考试|测评|评价|抽查|抽检|验收|检查|最终|实际|项目|任务|全部"
)
_DONE = (
    "达标排放|出庭应诉|应诉|分类达标|合格|优良|优秀|良好|及格|达标|通过|投产|开工|竣工|完工|复工|建成|响应|获奖|整改|办结|结案|结项|结题|立项|验收|签约|履约|落地|达产|转化|上线|"
    "准点|准时|按时|按期|及时|进位|命中|中标|续签|续约|交付|备案|注册|检出|回复|回访|成功|晋级|入围|优质|示范|认定|升级|闭环|销号|整治|挂牌|开放|盈利|亏损|"
    "破损|报废|录取|报到|出勤|到课|参与|参保|就业|升学|持证|取证|双师|违约|逾期|退出|创建|接入|上云|入库|化解|调解|摘牌|出险|修复|"
    "改造|更新|在线|受理|采纳|签收|回收|应答|接通|兑现|提前|完好|关闭|解决|落实|运营|营业|评优|优胜|入选|推荐|留任|留存|流失|离职"
)
_OF_EACH = f"(?:{_ADVERBS}){{0,3}}(?:{_DONE}){{1,2}}(?:等次|等级|档次)?(?:的)?(?:率|比例|占比|比重)"
_PER_THING = re.compile(f"(?:^|[，；。:]|的|中|里|看){_OF_EACH}")
_DIRECTLY = re.compile(f"[^，。；、（）\\d]{{1,14}}?(?:的|中的?|里)?{_OF_EACH}")
_OF_ASPECT = re.compile(f"[^，。；、\\d]{{2}}{_OF_EACH}")
_SOMEBODY = re.compile(
    "学生|毕业生|教师|员工|职工|居民|患者|群众|家长|考生|企业|产品|商品|设备|用户|客户|游客|贫困户|农户|村民|课程|专业|空气|体质|作物|订单|资产"
)
_IN_TIME = re.compile("按期|按时|如期|准时|及时")
_TIMES = frozenset("次 场 期 轮 天 年 个月 小时 届 周".split())
_OWN_VERB = re.compile(
    "新增|新建|引进|举办|开设|设有|拥有|建有|配备|购置|投入|共有|现有|建成|获|下辖|设立|设置|招聘|聘请|培养|安排|选派|开通|增设|新设|成立|评选|承办|颁发|发布|签订"
)
MOST = Fraction(1, 2)
LARGEST = 1000
"""Above this share of reachable values, or for more heads than `LARGEST`, the test says nothing."""


def relations(facts: Facts, rule: AuditRule) -> Iterator[Relation]:
    """Yield whether some whole number k of the N heads named beside it gives the printed rate."""
    for sentence in facts.sentences:
        for stated in sentence.claims:
            if (
                stated.numeral.sort is Sort.RATE
                and stated.role in (Role.VALUE, Role.SHARE)
                and not stated.numeral.qualifier
                and not stated.previous
            ):
                head = _head(sentence, stated)
                if head is not None:
                    relation = _relation(rule, head, stated)
                    if relation is not None and not _is_part(facts, head, stated):
                        yield relation


def _head(sentence: Sentence, stated: Claim) -> Claim | None:
    """Return the whole count that is the base: the only one before the rate, if no numerator stands beside them."""
    text = stated.block.text
    begin = max(text.rfind(sign, 0, stated.start) for sign in "，。；、（") + 1
    near = text[begin : stated.start]
    if not _RATE.search(near) or _NOT.search(near) or stated.of is not None or stated.list_id >= 0:
        return None
    counts = [
        one
        for one in sentence.claims
        if one.numeral.sort is Sort.COUNT
        and one.role is Role.VALUE
        and one.group == stated.group
        and (one.start < stated.start or one.clause == stated.clause)
    ]
    if not counts:
        return _behind(sentence, stated)
    if len(counts) > 1:
        return None
    head = counts[0]
    value = head.numeral.value or Fraction(0)
    if not head.numeral.is_exact or value < 5 or head.start > stated.start or head.depth > stated.depth:
        return None
    if stated.clause - head.clause > 1:
        return None
    stem = re.sub("率|比例|占比|比重|为|达到|达|是|一次|的|占|:", "", near)[-2:]
    whole = head.lead + head.label + head.after
    if _is_base(head, stated, near):
        return head
    if stated.role is Role.SHARE or (stem and stem in whole):
        return None
    other = _SOMEBODY.search(near)
    if (other and other[0] not in whole) or head.numeral.unit in _TIMES:
        return None
    return head if head.numeral.unit == "人" or _TAKING_PART.search(whole) else None


def _behind(sentence: Sentence, stated: Claim) -> Claim | None:
    """Return the base that follows: 合格率为 93.3%（参考学生 45 人）, if only one count does."""
    counts = [one for one in sentence.claims if one.numeral.sort is Sort.COUNT and one.group == stated.group]
    if len(counts) != 1 or counts[0].role is not Role.VALUE or not counts[0].numeral.is_exact:
        return None
    head = counts[0]
    is_next = re.fullmatch(r"（[^，。；、（）\d]{2,12}", sentence.between(stated, head))
    return head if is_next and (head.numeral.value or 0) >= 5 and _COUNTED.search(head.lead) else None


def _is_base(head: Claim, stated: Claim, near: str) -> bool:
    """Say whether the words make the count the base: 40 个断面中，…; or a bare 35 个重点项目，投产率为 …."""
    behind = re.sub("^（[^（）]*）", "", head.block.text[head.numeral.stop : stated.start])
    if _AMONG.search(head.after) or _AMONG.search(behind.split("，")[0]):
        other = _SOMEBODY.search(near)
        if other and other[0] not in head.lead + head.after and re.search("率|比例|比重", near):
            return False
        return "率" not in near or bool(_PER_THING.search(near) or _OF_ASPECT.match(near)) or _names(head, near)
    kind = re.search("([一-龥]{2})(?:占比|比例|比重)(?:为|达|达到|是)*$", near)
    if kind and stated.clause - head.clause == 1 and kind[1] in head.lead[-6:] + head.after:
        return not _OWN_VERB.search(head.lead.replace("现有", ""))  # 专业课教师 40 人，“双师型”教师占比为 82.50%
    if stated.clause == head.clause:
        between = re.sub("（[^（）]*）", "", head.block.text[head.numeral.stop : stated.start])
        return bool(_DIRECTLY.match(between)) and not _SOMEBODY.search(between[2:])
    text = head.block.text
    start = max(text.rfind(sign, 0, head.start) for sign in "，。；、（:") + 1
    clause = text[start : head.start] + head.after
    is_told = not _OWN_VERB.search(clause) or _IN_TIME.match(near) is not None
    is_topic = len(clause) >= 2 and stated.clause == head.clause + 1 and is_told
    return is_topic and bool(_PER_THING.search(near))


def _is_part(facts: Facts, head: Claim, stated: Claim) -> bool:
    """Say whether the count is the part itself: of a whole named before it, it makes just this rate.

    毕业生 720 人，比上年增加 20 人；就业（含升学）700 人，就业率为 97.22%。
    """
    part, interval = head.numeral.value or Fraction(0), stated.numeral.interval
    if interval is None or interval.low is None or interval.high is None:
        return False
    before = (
        one.numeral.value
        for sentence in facts.sentences
        for one in sentence.claims
        if one.block is head.block and one.start < head.start and one.numeral.sort is Sort.COUNT
    )
    return any(whole and whole > part and interval.low <= part / whole * 100 <= interval.high for whole in before)


def _names(head: Claim, near: str) -> bool:
    noun = _AMONG.sub("", head.after)
    return bool(noun) and noun[-2:] in near


def _relation(rule: AuditRule, head: Claim, stated: Claim) -> Relation | None:
    total = head.numeral.value or Fraction(0)
    interval, value, step = stated.numeral.interval, stated.numeral.value, stated.numeral.step
    if interval is None or interval.low is None or interval.high is None or value is None or value in (0, 100):
        return None
    power = total * step / 100
    if power > MOST or total > LARGEST:
        return None
    low, high = ceil(interval.low * total / 100), floor(interval.high * total / 100)
    reached = low <= high and low <= total
    cut = low <= total and ceil(value * total / 100) <= floor((value + step) * total / 100 - Fraction(1, 10**9))
    near = round(value * total / 100)
    around = "、".join(
        f"{k} ÷ {total} = {float(100 * Fraction(k) / total):.{stated.numeral.decimals + 1}f}%"
        for k in sorted({max(near - 1, 0), near, near + 1})
    )
    outcome = Outcome.HOLDS if reached else Outcome.CUT_OFF if cut else Outcome.FAILS
    bits = -log2(float(power))
    return Relation(
        rule.name,
        (head, stated),
        stated,
        outcome,
        Reading.FORCED,
        bits,
        "",
        around if not reached else f"{low} ÷ {total}",
        prior=0.78,
        values={"power": f"{float(100 * power):.0f}"},
    )
