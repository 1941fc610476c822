"""不计数的数词: Chinese numerals that count nothing: 三年制, 上一个五年, 前三个季度, 一对一."""

import re

from zhibao.terms.numerals.words import VAGUE

_PLANS = re.compile("行动|规划|计划|攻坚|结构|发展计划|方案|提升")
_STRETCH = re.compile("季度|月|学期|学年|年度|星期|交易日")
_LAST_ONE = re.compile("[上下前后]一个$")
_OF_LATE = ("近", "过去", "连续", "未来", "最近", "今后", "头", "前", "后", "每")
_REPEATED = ("年", "期", "届", "级", "层", "天", "次")


def no_count(text: str, start: int, stop: int, unit: str) -> str:
    """Return in Chinese why the numeral from `start` with its unit up to `stop` counts nothing; empty where it does."""
    if VAGUE.match(text, start):
        return "虚指"
    if _is_name(text, start, stop, unit):
        return "名称"
    if unit == "年" and text.startswith(("以上到期", "以内到期", "内到期", "期以上", "期以内"), stop):
        return "分组界限"
    ahead = text[max(0, start - 4) : start]
    if unit == "个" and text.startswith("一", start) and ahead.endswith(tuple("上下前后每另同这那哪又某")):
        return "虚指"
    return "期间" if _is_stretch(text, ahead, stop, unit) else ""


def _is_name(text: str, start: int, stop: int, unit: str) -> bool:
    if unit in ("年", "元") and _PLANS.match(text, stop):
        return True
    if text[max(0, start - 1) : start] in ("“", "‘"):
        return True
    if unit == "人" and text.startswith(("间", "制", "组", "小组"), stop):
        return True
    return unit == "年" and text.startswith(("制", "一贯"), stop)


def _is_stretch(text: str, ahead: str, stop: int, unit: str) -> bool:
    """Say whether it is a stretch of time, no amount: 五年来, 前三个季度, 上一个五年, 近两年."""
    if unit == "年" and text.startswith(tuple("前来间内以中年累共翻增平总后"), stop):
        return True
    if unit == "个" and ahead.endswith(tuple("前后头近上下")) and _STRETCH.match(text, stop):
        return True
    if unit in ("年", "季度", "学期") and _LAST_ONE.search(ahead):
        return True
    if unit in _REPEATED and ahead.endswith(tuple("上前后下这那每当同隔又整半头历")):
        return True
    return unit in ("年", "天", "周", "个月") and ahead.endswith(_OF_LATE)
