"""旁注的数: numbers that only bound a class of things (35 岁以下), and values that brackets only set off."""

import re

from zhibao.audit.claim import Claim
from zhibao.terms.numerals.noun import Numeral, Sort

_BANDED = frozenset("年 岁 元 分 个月 天 小时 学时 平方米 人".split())
_GOES_ON = re.compile("），?(?:明显|略|也|均)?(?:比|较|与|同比|环比|高于|低于|高出|相比)")
_IS_BEFORE = re.compile(
    r"(?:上年|去年|同期|上届|前期|上期|\d(?:年|届|级|月)|季度|平均|水平|(?:[比较](?![例重率值])|高于|低于|与)[^，。；（）]{0,6})"
    r"[^，。；（）]{0,4}（$"
)


def is_class_bound(claim: Claim) -> bool:
    """Say whether a number only names a class of others (起薪在 3000 元以上的有 2006 人)."""
    bounded = claim.numeral.sort is Sort.RANGE or claim.numeral.qualifier in ("以上", "以下")
    if claim.numeral.unit in ("岁", "周岁") and re.match(
        r"(?:（?含?）?(?:及)?以[上下内])?(?:\d|的?[一-龥]{1,10}?(?:占|共|有|\d))",
        claim.block.text[claim.numeral.stop :],
    ):
        return bounded or "以" in claim.after[:2] or claim.block.text[claim.numeral.stop].isdigit()
    bounded = (
        bounded or re.search("(?:不满|不足|未满|满|超过|[一二三四五六七八九十]+(?:至|到|-))$", claim.lead) is not None
    )
    behind = claim.block.text[claim.numeral.stop : claim.numeral.stop + 24]
    if bounded and claim.numeral.unit in _BANDED and re.match(r"的[^，。；、\d]{0,8}\d", behind):
        return True  # 入职不满五年的员工 93 人，五至十年的 124 人
    if bounded and re.match(r"(?:以上)?[^，。；、\d]{1,14}的(?:有|为|达|占|共|人数为)?\d", behind):
        return True  # 取得两种以上证书的有 1446 名
    return (
        bounded
        and re.match("的(?:有|为|占|共|达|毕业生|学生|教师|企业|人员|人数|家庭|农户|居民|项目)", claim.after)
        is not None
    )


def is_set_off(text: str, numeral: Numeral) -> bool:
    """Say whether brackets only set off the value that the sentence goes on about: 读研比例（14.1%）较上届上升 …."""
    return (
        numeral.sort in (Sort.RATE, Sort.COUNT, Sort.MONEY)
        and text[: numeral.start].endswith("（")
        and _GOES_ON.match(text, numeral.stop) is not None
        and re.search(r"[一-龥”]（$", text[: numeral.start]) is not None
        and _IS_BEFORE.search(text[: numeral.start]) is None
    )
