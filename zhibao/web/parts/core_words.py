"""内核的词: the closed vocabularies of the core in the reader's language; what it stores and hands out stays Chinese.

A definition's label and a finding's sentence are content: what holds one of them comes back as it is.
"""

import re
from functools import cache, lru_cache

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from zhibao.web.language import has_chinese, is_english
from zhibao.web.parts.trail_words import ACTIONS
from zhibao.web.records.in_chinese import in_chinese

_WORDS = (
    # why there is no number
    pgettext_lazy("core", "未报送"), pgettext_lazy("core", "不适用"), pgettext_lazy("core", "无此项"),
    pgettext_lazy("core", "未采集"), pgettext_lazy("core", "不予公布"), pgettext_lazy("core", "分母为零"),
    pgettext_lazy("core", "估计"), pgettext_lazy("core", "少于 5 人，不予显示"), pgettext_lazy("core", "没有数据"),
    # what a standard says of it
    pgettext_lazy("core", "达标"), pgettext_lazy("core", "未达标"), pgettext_lazy("core", "不能判断"),
    pgettext_lazy("core", "改善"), pgettext_lazy("core", "下滑"), pgettext_lazy("core", "持平"),
    pgettext_lazy("core", "等于界限，须大于"), pgettext_lazy("core", "等于界限，须小于"),
    pgettext_lazy("core", "合格"), pgettext_lazy("core", "基本合格"), pgettext_lazy("core", "不合格"),
    pgettext_lazy("core", "优秀"), pgettext_lazy("core", "良好"),
    # how grave a finding is
    pgettext_lazy("core", "强制"), pgettext_lazy("core", "提示"), pgettext_lazy("core", "注"),
    pgettext_lazy("core", "错误"),
    # levels
    pgettext_lazy("core", "学校"), pgettext_lazy("core", "县（市、区）"), pgettext_lazy("core", "市"),
    pgettext_lazy("core", "省"), pgettext_lazy("core", "全国"), pgettext_lazy("core", "全校"),
    pgettext_lazy("core", "全县"), pgettext_lazy("core", "全市"), pgettext_lazy("core", "全省"),
    # times
    pgettext_lazy("core", "自然年"), pgettext_lazy("core", "学年"), pgettext_lazy("core", "财政年度"),
    pgettext_lazy("core", "统计时点"),
    # formulas, registers, origins
    pgettext_lazy("core", "分子"), pgettext_lazy("core", "分母"), pgettext_lazy("core", "合计"),
    pgettext_lazy("core", "计数"), pgettext_lazy("core", "不重复计数"), pgettext_lazy("core", "最大"),
    pgettext_lazy("core", "最小"), pgettext_lazy("core", "行数"), pgettext_lazy("core", "其他"),
    pgettext_lazy("core", "填报"), pgettext_lazy("core", "由台账得出"), pgettext_lazy("core", "导入"),
    pgettext_lazy("core", "是"), pgettext_lazy("core", "否"),
    # what keeps a report from its release
    pgettext_lazy("core", "缺报的数据"), pgettext_lazy("core", "未解决的强制问题"),
    pgettext_lazy("core", "改过而没有重新读入的工作簿"), pgettext_lazy("core", "沿用上年、尚未改过的段落"),
    pgettext_lazy("core", "未答复的批注"), pgettext_lazy("core", "改编之后学校又重报的案例"),
    pgettext_lazy("core", "与数据不符的文字"), pgettext_lazy("core", "成稿核验没有通过"),
    # what stands beside a report while it is written
    pgettext_lazy("core", "编不出来"), pgettext_lazy("core", "拦住发布的"), pgettext_lazy("core", "文字与数据"),
    pgettext_lazy("core", "数据校验"), pgettext_lazy("core", "工作簿"), pgettext_lazy("core", "案例人称"),
)  # fmt: skip
_UNITS = (
    pgettext_lazy("unit", "人"), pgettext_lazy("unit", "名"), pgettext_lazy("unit", "人次"),
    pgettext_lazy("unit", "人日"), pgettext_lazy("unit", "所"), pgettext_lazy("unit", "校"),
    pgettext_lazy("unit", "个"), pgettext_lazy("unit", "家"), pgettext_lazy("unit", "项"),
    pgettext_lazy("unit", "条"), pgettext_lazy("unit", "本"), pgettext_lazy("unit", "册"),
    pgettext_lazy("unit", "份"), pgettext_lazy("unit", "台"), pgettext_lazy("unit", "套"),
    pgettext_lazy("unit", "门"), pgettext_lazy("unit", "场"), pgettext_lazy("unit", "次"),
    pgettext_lazy("unit", "批次"), pgettext_lazy("unit", "期"), pgettext_lazy("unit", "节"),
    pgettext_lazy("unit", "学时"), pgettext_lazy("unit", "课时"), pgettext_lazy("unit", "小时"),
    pgettext_lazy("unit", "天"), pgettext_lazy("unit", "支"), pgettext_lazy("unit", "分"),
    pgettext_lazy("unit", "米"), pgettext_lazy("unit", "平方米"), pgettext_lazy("unit", "亩"),
    pgettext_lazy("unit", "元"), pgettext_lazy("unit", "万元"), pgettext_lazy("unit", "亿元"),
    pgettext_lazy("unit", "元/生"), pgettext_lazy("unit", "个/生"), pgettext_lazy("unit", "门 / 学时"),
    pgettext_lazy("unit", "百分点"), pgettext_lazy("unit", "个百分点"),
)  # fmt: skip
# Each is tried on the whole text; what it holds places for must be sayable too.
_PHRASES = (
    pgettext_lazy("core", "{one}；{other}"),
    pgettext_lazy("core", "{one}，{other}"),
    pgettext_lazy("core", "不低于{amount}"),
    pgettext_lazy("core", "不高于{amount}"),
    pgettext_lazy("core", "大于{amount}"),
    pgettext_lazy("core", "小于{amount}"),
    pgettext_lazy("core", "列前{count}名"),
    pgettext_lazy("core", "第{place}名，共{count}个"),
    pgettext_lazy("core", "差{amount}"),
    pgettext_lazy("core", "超{amount}"),
    pgettext_lazy("core", "{word}（参考）"),
    pgettext_lazy("core", "{word}（缺 {count} 处）"),
    pgettext_lazy("core", "不能判断（{word}）"),
    pgettext_lazy("core", "{count}所学校数据不全，未计入"),
    pgettext_lazy("core", "其余：{word}"),
    pgettext_lazy("core", "统计期间：{period}"),
    pgettext_lazy("core", "统计期间：{period}（截至{day}）"),
    pgettext_lazy("core", "统计时点：{day}"),
    pgettext_lazy("core", "{before}—{year}学年"),
    pgettext_lazy("core", "{year}财政年度"),
    pgettext_lazy("core", "{year}年{month}月{day}日"),
    pgettext_lazy("core", "{month}月{day}日"),
    pgettext_lazy("core", "{year}年"),
    pgettext_lazy("core", "{amount}：{word}"),
)
_AMOUNT = re.compile(r"(?P<number>[+\-−]?\d[\d,.]*) ?(?P<unit>\D.*)")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
# Places that hold digits only.
_DIGITS = {"year": r"\d{4}", "before": r"\d{4}", "month": r"\d{1,2}", "day": ".+", "count": r"\d+", "place": r"\d+"}


def in_words(text: object) -> str:
    """Return what the core says in the reader's language; a text of which some part is content as it is."""
    said = str(text)
    if not is_english() or not has_chinese(said):
        return said
    return _in_english(said) or said


@lru_cache(maxsize=4_000)
def _in_english(text: str) -> str | None:
    """Return the English of a text, None where part of it is not of the core's vocabularies."""
    if not has_chinese(text):
        return text
    known = _words().get(text)
    if known is not None:
        return str(known)
    amount = _AMOUNT.fullmatch(text)
    if amount is not None and amount["unit"] in _units():
        unit = str(_units()[amount["unit"]])
        return f"{amount['number']} {'× ' if unit[0].isdigit() else ''}{unit}"
    for pattern, english in _phrases():
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = {name: _in_english(part) for name, part in found.groupdict().items()}
        if None not in parts.values():
            return str(english).format(**parts)
    return None


@cache
def _units() -> dict[str, Promise]:
    return {in_chinese(one): one for one in _UNITS}


@cache
def _words() -> dict[str, Promise]:
    return {in_chinese(one): one for one in (*ACTIONS, *_UNITS, *_WORDS)}


@cache
def _phrases() -> list[tuple[re.Pattern[str], Promise]]:
    """Return what a text must look like to be one of the phrases, made of their Chinese."""

    def looked(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{_DIGITS.get(found[1], '.+?')})"

    return [(re.compile(_PLACE.sub(looked, re.escape(in_chinese(one)))), one) for one in _PHRASES]
