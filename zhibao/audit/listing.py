"""所列的项: the things that a sentence lists beside a number of them, before it or behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.audit.claim import Claim

_PROTECT = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）")
_VERB = re.compile(
    "[了]|设立|开设|建立|建成|获得|荣获|举办|参加|组织|开展|拥有|完成|实现|培养|引进|聘请|投入|成立|承担|承办|覆盖|涵盖|达到|新增|增加|减少|形成|取得|制定|出台|获奖|获评|获批|设有|打造|推出|签订|评选|共建|联合|合作|"
    "分别|合计|共有|共计|现有|均|都|各|以及其他|同比|较上年|近|约|的|与其|由|从|将|被|把|是|有(?!限)|为|在|向|对(?!外)|于|给|让|使"
)
_BEFORE_LIST = re.compile(
    ".*?(?:设有|设|开设|包括|涵盖|含|有|即|为|是|以|对|在|与|和(?=.*、)|从|由|围绕|聚焦|建成|建设|开展|举办|参加|获得|组织|成立|立项|打造|推进|选派|引进|覆盖|"
    "新增|面向|通过|依托|结合|针对|实施|完成|召开|编制|修订|制定|出台|开发|出版|采购|购置|承担|承办|培育|形成|建立|坚持|落实|实现|分布在|来自|向)"
)
_SUMMED = re.compile("(?:在内的?|等|(?<![总合小统会审设])计|共|共计|共有|合计|总计|总共|一共|这|以上|上述)+$")
_MADE_OF = re.compile("(?:共同|联合|一起)?(?:组成|构成|组建|组合成)(?:的|了)?[^、]{0,12}$")
_ARE = re.compile(
    "(?:同为|均为|都是|正是|分别是|就是|被[^、]{1,4}为|(?:列|评|定|选|认定|确定)为|成为|属于|为|是)[^、]{0,14}$"
)
_AS_CHIEF = re.compile("为(?:代表|主|主体|重点|核心|龙头|依托|基础|载体|支撑|引领|骨干|主导)")
_ONE_OF_THEM = re.compile("之一|中的|之中|当中|其中|中(?:$|[，。])")
_SERVES = re.compile("提供|送|服务|培训|支持|解决|开展|提出|作|做|带来|争取|创造|减|办")
_OPENS = re.compile(
    r"(?P<noun>[^，。；:、（）\-\d]{0,26}?)(?P<open>"
    r"，?(?:这[^，。；:、（）\d]{0,5})?(?:它们|他们|她们|其)?(?:分别|依次|具体)(?:(?:为|是|有|包括|即):?|:)"
    r"|，(?:它们|他们|她们|即|就是|也就是|包括|涵盖|有|为|是)(?:为|是)?:?|即:?|包括:?|:|（|-{1,2})"
)
_ARE_THESE = re.compile(r"(?P<noun>[^，。；:、（）\-\d为是有]{1,10})(?P<open>为|是)")
_DEFINITE = re.compile("(?:的|这|上述|以上|该|前)$")
_ATTRIBUTE = re.compile("^(?:国家|省|市|县|校|区|部|院)级|[级性型类]$|^(?:新建|改建|扩建|续建)")
_MARKED = re.compile("[一二三四五]是|其一|首先|第一")
_OWN_NUMBER = re.compile(r"(?:[约近共]|有)?\d[\d,.]*(?P<unit>[万亿]?[\u4e00-\u9fff%]{0,3})$")
_CLASSES = re.compile(
    "(?:专业|课程|学科|系|系部|学院|部门|科室|中心|镇|乡|县|区|市|村|街道|省|省份|城市|国家|语种|工种|园区|校区|专业群|教研室|产业链)$"
)
_ALTERNATIVES = frozenset(
    "省 市 区 县 旗 州 盟 自治区 直辖市 特别行政区 兵团 国家 地区 经济体 学院 学部 教学部 教研部 研究院 "
    "研究所 系 系部 部 院 所 中心 街道 镇 乡 办事处 开发区 功能区 园区 分校 校区 公司 子公司 单位 企业 部门 "
    "机构 科室 班级 专业 方向".split()
)
"""Other names for the things that are counted: 14 个省（直辖市、自治区）lists nothing."""
_MISCOUNTED = 3
"""An author who miscounts a list is off by no more."""


@dataclass(frozen=True, slots=True)
class Listing:
    """所列: the items, [start, end) in the block; `is_open` behind 等.

    `is_sure` says that the words or the names of the items leave no doubt that these are the things counted.
    """

    items: tuple[str, ...]
    start: int
    end: int
    is_open: bool = False
    is_sure: bool = True


def listed_before(stated: Claim, claims: Sequence[Claim], begin: int) -> Listing | None:
    """Return the list that a number sums up: 机电、商贸、艺术三个系; …，共四个镇; …组成的 3 个系; …为 3 个系."""
    text = stated.block.text
    start, stop, word = _before_number(stated, begin)
    if any(start <= one.start < stated.start for one in claims):
        return None
    is_open = bool(re.search("等|在内", word))
    if text[start:stop].endswith(("等", "在内")):
        stop, is_open = stop - (1 if text[stop - 1] == "等" else 2), True
    if stated.numeral.unit == "人" and not is_open:
        return None
    hidden = _hide(text[start:stop])
    if "、" not in hidden:
        return None
    if not word:
        place = hidden.rindex("、") + 1
        hidden = hidden[:place] + _before_predicate(hidden[place:], stated)
    parts = _items(hidden)
    if not parts:
        return None
    stop = start + len(hidden)
    if not is_open:
        is_sure = (word[:1] != "，" and _is_close(stated, parts)) or (_is_class(stated, parts) and bool(_noun(stated)))
        return Listing(parts, stop - len("、".join(parts)), stop, False, is_sure)
    return Listing(parts, stop - len("、".join(parts)), stop, True)


def _before_number(stated: Claim, begin: int) -> tuple[int, int, str]:
    """Return where the text of a list before a number begins and ends, and the word between (等, 共, ，共)."""
    text = stated.block.text
    start = max(begin, max(text.rfind(sign, 0, stated.start) for sign in "，。；:") + 1)
    word = _SUMMED.search(text[start : stated.start])
    if word is None:
        return start, stated.start, ""
    if word.start() == 0 and not re.search("等|在内", word[0]) and text[start - 1 : start] == "，":
        stop = start - 1
        return max(begin, max(text.rfind(sign, 0, stop) for sign in "，。；:") + 1), stop, "，" + word[0]
    return start, start + word.start(), word[0]


def _items(hidden: str) -> tuple[str, ...]:
    """Return the items of a list, the words that lead to it left out; empty where it is no list of things."""
    tail = re.split("、|和|及|与", hidden)[-1]
    if hidden.endswith(("、", "共", "计", "了")) or not tail or len(tail) > 20 or re.search(r"\d", hidden):
        return ()
    if _VERB.search(tail) and "囗" not in tail:
        return ()
    first = hidden.split("、")[0]
    if len(first) <= 2 and re.search("新建|改建|扩建|改扩建|新|旧|大|小", first):
        return ()
    opening = _BEFORE_LIST.match(first)
    items = hidden[opening.end() :] if opening else hidden
    if len(items.split("、")[0]) > 20 and "囗" not in items.split("、")[0]:
        return ()
    return tuple(part for part in items.split("、") if part)


def _is_close(stated: Claim, items: Sequence[str]) -> bool:
    """Say whether a number that differs would be a miscount: its noun follows, and it is not far more than the items.

    采购打印机、电脑 12 台 and 国家级、省级奖项 12 项 count something else than what is listed.
    """
    if any(_ATTRIBUTE.search(item) for item in items[:-1]) or not _noun(stated):
        return False
    return (stated.numeral.value or 0) <= len(items) + 1 + _MISCOUNTED


def _before_predicate(last: str, stated: Claim) -> str:
    """Return the last item without what leads on to the number: D组成的, D为学校下设的, 由 D构成的."""
    made = _MADE_OF.search(last)
    if made and made.start() >= 1:
        return last[: made.start()]
    are = _ARE.search(last)
    if _AS_CHIEF.search(last) or not are or are.start() < 1:
        return last
    behind = stated.block.text[stated.numeral.stop :][:14]
    noun = re.match(r"[^，。；:、（）\d]{1,12}(?=[，。；]|$)", behind)
    if not noun or _ONE_OF_THEM.search(noun[0]) or _SERVES.search(noun[0]) or _SERVES.search(are[0]):
        return last
    return last[: are.start()]


def listed_behind(stated: Claim, end: int) -> Listing | None:
    """Return the list that a number announces: 3 个系：…; 三个系（…）; 三个系——…——; 五个专业获批，它们是 …."""
    text = stated.block.text
    after = text[stated.numeral.stop : end]
    found = _OPENS.match(after)
    found = found or _ARE_THESE.match(after)
    if not found:
        return None
    start = stated.numeral.stop + found.end()
    sign = found["open"]
    hidden = _hide(text[start:end])
    close = re.search("[）。；，]" if sign == "（" else "--?|[。；]" if sign.startswith("-") else "[。；]", hidden)
    hidden = hidden[: close.start()] if close else hidden
    if re.search(r"\d", hidden):
        numbered = _without_numbers(hidden, stated)
        if numbered is None:
            return None
        parts, is_open = numbered
        return Listing(parts, start, start + len(hidden), is_open, _is_kin(stated, parts))
    if _MARKED.search(hidden):
        return None
    if sign == ":" and "、" not in hidden:
        parts = _clauses(_hide(text[start:end]))
        return Listing(parts, start, end) if parts else None
    is_sure = True
    if sign != "（" and "，" in hidden:
        hidden, rest = hidden.split("，", 1)
        further = rest.split("，")[0]
        is_sure = "、" not in further or bool(_VERB.search(further))  # 东城区、西城区，南城县、北城县
    if "、" not in hidden:
        return None
    is_open = bool(re.search("等[^、]{0,8}$", hidden))
    hidden = re.sub("等[^、]{0,8}$", "", hidden)
    parts = tuple(part for part in hidden.split("、") if part)
    if not parts or (sign == "（" and (max(map(len, parts)) <= 1 or _ALTERNATIVES.issuperset(parts))):
        return None
    if re.search("[，:]", hidden) or max(map(len, parts)) > 30:
        return None
    if sign.endswith(("为", "是")) and any(_ATTRIBUTE.search(part) for part in parts):
        return None
    if sign in ("为", "是"):
        sure = bool(_DEFINITE.search(stated.lead)) or _is_kin(stated, parts)
        return Listing(parts, start, start + len(hidden), is_open, sure)
    return Listing(parts, start, start + len(hidden), is_open, is_sure)


def _clauses(hidden: str) -> tuple[str, ...]:
    """Return the short clauses of one form that a colon leads to: 三件事：改进课堂；建设基地；健全评价."""
    for sign in "；，":
        parts = tuple(part for part in hidden.split(sign) if part)
        sizes = [len(part) for part in parts]
        if (
            len(parts) > 2
            and max(sizes) <= 12
            and max(sizes) - min(sizes) <= 2
            and not re.search("[，；:]", "".join(parts))
        ):
            return parts
    return ()


def _without_numbers(hidden: str, stated: Claim) -> tuple[tuple[str, ...], bool] | None:
    """Return the names of items that carry numbers of their own (机电系120人、商贸系98人); None where they add up."""
    is_open = bool(re.search("等[^、，]{0,8}$", hidden))
    parts = [part for part in re.split("[、，]|和(?=[^、，]*$)", re.sub("等[^、，]{0,8}$", "", hidden)) if part]
    numbers = [_OWN_NUMBER.search(part) for part in parts]
    if len(parts) < 2 or not all(numbers):
        return None
    unit = stated.quote.removeprefix(stated.numeral.printed)
    if any(found and (not found["unit"] or found["unit"][:1] == unit[:1]) for found in numbers):
        return None
    names = tuple(part[: found.start()] for part, found in zip(parts, numbers, strict=True) if found)
    return (names, is_open) if all(re.search("[\u4e00-\u9fff]", name) for name in names) else None


def _is_class(stated: Claim, items: Sequence[str]) -> bool:
    noun = _noun(stated)
    return bool(_CLASSES.search(noun)) or _is_kin(stated, items)


def _is_kin(stated: Claim, items: Sequence[str]) -> bool:
    """Say whether at least half of the items end as the noun of the number does (四个镇: 青石镇、白沙镇 …)."""
    noun = stated.numeral.unit + _noun(stated)
    ends = [item[-1] for item in items]
    return any(letter in noun and 2 * ends.count(letter) >= len(ends) and ends.count(letter) > 1 for letter in ends)


def _noun(stated: Claim) -> str:
    return re.split("的|在|均|都|已|全部|被|为|是|有|获|通过|完成|-", stated.after)[0]


def _hide(text: str) -> str:
    """Return the text with quoted and bracketed words made one sign; titles side by side are items (《…》《…》)."""

    def hidden(found: re.Match[str]) -> str:
        size = len(found[0])
        follows = text[found.end() : found.end() + 1] in ("《", "“") and found[0][-1] in "》”"
        return "囗" * (size - 1) + "、" if follows else "囗" * size

    return _PROTECT.sub(hidden, text)
