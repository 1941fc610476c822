"""由表头得出的除法: which two lines a rate, a per-head value or an A/B label divides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibao.audit.tables.head import Head, Sense
from zhibao.audit.tables.names import LabelNames
from zhibao.audit.tables.table import View

_PER = (
    ("生均", ("在校生", "学生", "在籍生"), 1),
    ("师均", ("专任教师", "教师"), 1),
    ("班均", ("班级", "班"), 1),
    ("户均", ("户",), 1),
    ("校均", ("学校", "校数"), 1),
    ("人均", ("人数", "人口", "职工", "员工", "教师", "学生"), 1),
    ("每百名学生", ("在校生", "学生"), 100),
    ("每百人", ("人口", "人数"), 100),
    ("每万人", ("人口", "人数"), 10_000),
)
_PREFIXES = tuple(word for word, _, _ in _PER)
_STAFFED = ("生师比", "师生比")
_RATE = re.compile(r"(?P<stem>[^/（）]{2,}?)(?:完成)?率$")
_HAS = re.compile(r"^(?:拥有|占有|持有)?")
_NOT_STEM = frozenset({"比", "占比", "增长", "利", "效", "汇", "概", "自然增长", "生育"})


@dataclass(frozen=True, slots=True)
class Division:
    """除法: top × factor ÷ bottom; `is_named` where the labels leave no other lines."""

    top: Head
    bottom: Head
    factor: int
    is_named: bool
    less: Head | None = None


def divisions(view: View, line: Head, names: LabelNames) -> Iterator[Division]:
    """Yield what a line may be the quotient of, the likeliest first."""
    label = line.core or line.group
    if not _may_divide(line, label):
        return
    mates = [
        one
        for one in view.lines
        if one is not line and one.is_additive and one.year == line.year and one.before == line.before
    ]
    if "/" in line.printed and (found := _slashed(line, mates, names)):
        yield Division(*found, 100 if line.is_rate else 1, True)
        return
    if label in _STAFFED:
        yield from _staffed(label, mates)
    elif "毛利率" in label:
        yield from _margin(mates)
    elif per := next((per for per in _PER if label.startswith(per[0])), None):
        yield from _per_head(label[len(per[0]) :], per[1], per[2], mates)
    elif line.is_rate and (match := _RATE.search(label)):
        yield from _rate(match["stem"], mates)


def _may_divide(line: Head, label: str) -> bool:
    """Say whether a label can be a quotient's at all; asked first, since most are not."""
    if "/" in line.printed or label in _STAFFED or label.startswith(_PREFIXES):
        return True
    return line.is_rate and label.endswith("率")


def _slashed(line: Head, mates: Sequence[Head], names: LabelNames) -> tuple[Head, Head] | None:
    for level in (line.printed, line.rest):
        top, slash, bottom = level.partition("/")
        bottom = re.sub(r"（[^（）]*）$", "", bottom)
        if not slash or len(top) < 2 or len(bottom) < 2 or "/" in bottom:
            continue
        first = [one for one in mates if names.comparable(one.core) == names.comparable(top)]
        second = [one for one in mates if names.comparable(one.core) == names.comparable(bottom)]
        if len(first) == 1 and len(second) == 1:
            return first[0], second[0]
    return None


def _staffed(label: str, mates: Sequence[Head]) -> Iterator[Division]:
    students = _named(mates, ("在校生", "学生"))
    teachers = _named(mates, ("专任教师",)) or _named(mates, ("教师",))
    if len(students) == 1 and len(teachers) == 1:
        top, bottom = (students[0], teachers[0]) if label == "生师比" else (teachers[0], students[0])
        yield Division(top, bottom, 1, True)


def _margin(mates: Sequence[Head]) -> Iterator[Division]:
    income = [one for one in mates if one.core in ("营业收入", "主营业务收入", "收入", "销售收入")]
    cost = [one for one in mates if one.core in ("营业成本", "主营业务成本", "成本", "销售成本")]
    if len(income) == 1 and len(cost) == 1:
        yield Division(income[0], income[0], 100, True, cost[0])


def _per_head(stem: str, heads: tuple[str, ...], factor: int, mates: Sequence[Head]) -> Iterator[Division]:
    stem = _HAS.sub("", stem)
    if len(stem) < 2:
        return
    tops = [
        one
        for one in mates
        if one.core.startswith(stem) or (stem.startswith(_short(one.core)) and len(_short(one.core)) > 1)
    ]
    tops = tops or [one for one in mates if stem in one.core or (_short(stem) in one.core and len(_short(stem)) > 1)]
    bottoms = [one for head in heads for one in _named(mates, (head,)) if one not in tops]
    bottoms = list(dict.fromkeys(bottoms))
    for top in tops:
        for bottom in bottoms:
            yield Division(top, bottom, factor, len(tops) == 1 and len(bottoms) == 1)


def _short(core: str) -> str:
    return re.sub(r"(?:总册数|册数|总面积|总值|总额|总数|数量|数|值|额)$", "", core)


def _rate(stem: str, mates: Sequence[Head]) -> Iterator[Division]:
    if stem in _NOT_STEM:
        return
    tail = stem[-2:]
    tops = [one for one in mates if stem in one.core] or [one for one in mates if tail in one.core]
    if len(tops) != 1:
        return
    others = [one for one in mates if one is not tops[0] and one.group == tops[0].group]
    for bottom in others[:8]:
        alike = bottom.unit is None or tops[0].unit is None or bottom.unit.name == tops[0].unit.name
        if alike and bottom.sense is not Sense.OF_WHICH:
            yield Division(tops[0], bottom, 100, len(others) == 1)


def _named(mates: Sequence[Head], words: tuple[str, ...]) -> list[Head]:
    return [one for one in mates if any(word in one.core for word in words)]
