"""表头: what heads a row or a column: its label, unit, year, and whether it holds values, shares, changes or totals."""

import re
from dataclasses import dataclass
from enum import StrEnum

from zhibao.audit.tables.units import HeadUnit, implied_unit, split_unit
from zhibao.audit.tables.words import HeadWords
from zhibao.terms.numerals.noun import Sort

_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:[-~/至](?:(?:19|20)?\d{2}))?"
    r"(?:年度|学年度|学年|年末数|年末|年底|年初|年期末|年|级|届)?(?:末)?"
)
BARE_YEAR = re.compile(r"(?:19|20)\d{2}$")
_LIST_NUMBER = re.compile(r"^(?:（?[一二三四五六七八九十]+）?、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、]|[①-⑳])")
_OF_WHICH = re.compile(r"^(?:其中[:，、]?|#|\*)")
_AMONG = re.compile(r"[:，]?其中$")


class Sense(StrEnum):
    """表头的意思: what the numbers under it are."""

    VALUE = "value"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    WEAK_TOTAL = "weak_total"
    OF_WHICH = "of_which"
    SHARE = "share"
    RATE = "rate"
    CHANGE = "change"
    AVERAGE = "average"
    PER_HEAD = "per_head"
    RANK = "rank"
    CODE = "code"
    UNIT = "unit"
    NOTE = "note"
    SECTION = "section"


ADDITIVE = frozenset({Sense.VALUE, Sense.TOTAL, Sense.SUBTOTAL, Sense.WEAK_TOTAL, Sense.OF_WHICH})
TOTALS = frozenset({Sense.TOTAL, Sense.SUBTOTAL, Sense.WEAK_TOTAL})


class Form(StrEnum):
    """变化的写法: what a change head says that it gives."""

    DIFFERENCE = "difference"
    GROWTH = "growth"
    POINTS = "points"
    OPEN = "open"


@dataclass(slots=True, eq=False)
class Head:
    """表头: `core` is the innermost label without unit and year, `group` what stands above it, `rest` both, undated.

    `year` and `before` say when (True: the earlier of two periods, False: the later, None: not said); `form` how a
    change is given; `falls` that it counts falls without a sign; `depth` how far a row is set in; `cut` that a new
    block of rows begins after it.
    """

    index: int
    printed: str
    core: str
    group: str
    rest: str
    sense: Sense
    unit: HeadUnit | None
    year: int | None = None
    before: bool | None = None
    form: Form | None = None
    falls: bool = False
    series: frozenset[str] = frozenset()
    group_is_total: bool = False
    depth: int = 0

    @property
    def is_additive(self) -> bool:
        """Say whether numbers under it may be added along the other direction."""
        if self.unit is not None and self.unit.sort in (Sort.RATE, Sort.POINTS, Sort.FACTOR):
            return False
        return self.sense in ADDITIVE and (self.unit is None or "/" not in self.unit.name)

    @property
    def is_rate(self) -> bool:
        """Say whether its numbers are per cent."""
        return self.sense in (Sense.SHARE, Sense.RATE) or (self.unit is not None and self.unit.sort is Sort.RATE)

    @property
    def stem(self) -> str:
        """Return the label in which two heads are alike that give number and share of one thing."""
        return self.core or self.group


def read_head(index: int, levels: tuple[str, ...], words: HeadWords) -> Head:
    """Return what a row or column with these labels (outermost first) holds."""
    printed = "/".join(levels)
    year: int | None = None
    before: bool | None = None
    bare: list[str] = []
    unit: HeadUnit | None = None
    for level in levels:
        core, found = split_unit(level)
        unit = found or unit
        if match := _YEAR.search(core):
            year = int(match["year"]) - match[0].endswith("初")
            if not words.change.search(core):
                core = core[: match.start()] + core[match.end() :]
        if core in words.sets["before"]:
            before, core = True, ""
        elif core in words.sets["now"]:
            before, core = False, ""
        core = core.replace("（）", "").strip("/、，: ")
        if core and (not bare or bare[-1] != core):
            bare.append(core)
    core = _LIST_NUMBER.sub("", bare[-1].strip("*")) if bare else ""
    group = "/".join(bare[:-1])
    sense = _sense(core, unit, words)
    if sense is Sense.OF_WHICH:
        core = _OF_WHICH.sub("", core)
    head = Head(index, printed, core, group, "/".join(bare), sense, unit or implied_unit(core), year, before)
    head.series = words.series_of(core)
    head.group_is_total = any(one in words.sets["total"] for one in bare[:-1])
    if sense is Sense.CHANGE:
        head.form = _form(core, printed, unit, words)
        head.falls = bool(words.falls.search(core)) and "增" not in core and "升" not in core
    return head


def _sense(core: str, unit: HeadUnit | None, words: HeadWords) -> Sense:
    sets = words.sets
    exact = (
        (Sense.CODE, "code"),
        (Sense.UNIT, "unit"),
        (Sense.NOTE, "note"),
        (Sense.SUBTOTAL, "subtotal"),
        (Sense.TOTAL, "total"),
        (Sense.WEAK_TOTAL, "weak_total"),
        (Sense.AVERAGE, "average"),
    )
    for sense, group in exact:
        if core in sets[group]:
            return sense
    if core.endswith(("代码", "编码", "编号", "电话", "网址", "日期", "原因")):
        return Sense.NOTE if core.endswith(("电话", "网址", "日期", "原因")) else Sense.CODE
    if _OF_WHICH.match(core) and _OF_WHICH.sub("", core):
        inner = _sense(_OF_WHICH.sub("", core), unit, words)
        return Sense.OF_WHICH if inner in (Sense.VALUE, Sense.TOTAL) else inner
    if any(word in core for word in sets["rank"]):
        return Sense.RANK
    if words.change.search(core) and not words.not_change.search(core):
        return Sense.CHANGE
    if words.per_head.search(core):
        return Sense.PER_HEAD
    return _measure(core, unit, words)


def _measure(core: str, unit: HeadUnit | None, words: HeadWords) -> Sense:
    """Return whether a label names a share, a rate, a total or a plain value."""
    is_rate = unit is not None and unit.sort is Sort.RATE
    counted = (unit is not None and not is_rate) or core.endswith(("人数", "数量", "金额", "数"))
    if (
        (not counted and words.share.search(core))
        or re.search(r"占.{0,12}(?:比|%)", core)
        or core in ("比例", "占", "百分比")
    ):
        return Sense.SHARE
    if (not core and is_rate) or words.rate_end.search(core) or is_rate:
        return Sense.RATE if core else Sense.SHARE
    if words.total_end.search(core):
        return Sense.TOTAL
    return Sense.VALUE


def _form(core: str, printed: str, unit: HeadUnit | None, words: HeadWords) -> Form:
    if "百分点" in printed or (unit is not None and unit.sort is Sort.POINTS):
        return Form.POINTS
    if (unit is not None and unit.sort is Sort.RATE) or words.growth.search(core):
        return Form.GROWTH
    if unit is not None or core.endswith(("额", "数", "量", "差", "值")):
        return Form.DIFFERENCE
    return Form.OPEN
