"""数词的扫描: one pass from left to right; at each place the highest class wins, then the longest form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhibao.terms.interval import Interval, printed_interval
from zhibao.terms.numerals.chinese import SIGNS, chinese_value
from zhibao.terms.numerals.noun import Numeral, Sort
from zhibao.terms.numerals.tokens import EXCLUDED, LIST_START
from zhibao.terms.numerals.uncounted import no_count
from zhibao.terms.numerals.units import SCALES, PrintedUnit, scale_at, unit_at
from zhibao.terms.numerals.words import AFTER, BEFORE, CHINESE_NEVER, CHINESE_UNITS, NOT_BEFORE

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CN = f"[{SIGNS}]"
_EXCLUDED = re.compile("|".join(f"(?P<x{i}>{pattern})" for i, (_, pattern) in enumerate(EXCLUDED)))
_REASONS = tuple(reason for reason, _ in EXCLUDED)
_CANDIDATE = re.compile(
    rf"(?P<rank>(?:第|前|列|居|排|位列|位居|排名|排在|跃居)第?(?P<ranked>\d+)(?:名|位)?(?=[，。、；）]|位|名|$))"
    rf"|(?P<ratio>{_NUMBER}(?::{_NUMBER})+(?![\d:]))"
    rf"|(?P<per>{_NUMBER}/1(?![\d./]))"
    rf"|(?P<split>(?<![\d.])\d{{1,3}}/\d{{1,4}}(?![\d/.年]))"
    rf"|(?P<hundred>百分之(?P<hundreds>{_CN}+(?:点{_CN}+)?)|千分之{_CN}+|万分之{_CN}+|{_CN}+分之{_CN}+)"
    rf"|(?P<number>{_NUMBER}(?:\.\d+)*)"
    rf"|(?P<chinese>(?<![第初周星期礼拜几数十]){_CN}+(?:点{_CN}+)?)"
)
_NOT_TENTHS = re.compile("成(?:立|为|功|果|员|绩|长|本|都|人|效|熟|就|交|分|型|品|套|才|份|语|片|章)")
_IS_YEAR = re.compile(r"(?:19|20)\d{2}年")
_IN_STEPS = re.compile("[从由][^，。；]{0,30}、$")
_CHANGES_BY = re.compile("(?:增加|减少|提高|下降|上升|增长|扩大|降低|缩减|回落|压减)[了约]?$")
_RANGE = re.compile(rf"(?:-|~|至|到)(?=(?P<high>{_NUMBER}|{_CN}+))")


def scan(text: str, *, is_cell: bool = False, is_title: bool = False) -> list[Numeral]:
    """Return the numerals of a normalised text in order, each token once.

    `is_cell` reads a sign before the digits and takes the whole text for a number where it is one; `is_title` takes a
    number at the start for the title's own.
    """
    return list(_Scanner(text, is_cell, is_title).numerals())


_NUMBERED_YEAR = re.compile(r"(?:^|(?<=[。；]))\d{1,2}\.(?=(?:19|20)\d{2}年)")


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str, is_cell: bool, is_title: bool) -> None:
        # 1. 2021 年…: the blank is gone in the normal form, and the point of a list number is no decimal's
        text = _NUMBERED_YEAR.sub(lambda m: m[0][:-1] + "、", text)
        self.text = text
        self.is_cell = is_cell
        self.is_title = is_title
        found = _EXCLUDED.finditer(text) if _has_digit(text) else ()
        self.excluded = [(m.start(), m.end(), _reason(m)) for m in found if _has_digit(m[0])]

    def numerals(self) -> Iterator[Numeral]:
        place, waiting, text = 0, 0, self.text
        while True:
            while waiting < len(self.excluded) and self.excluded[waiting][0] < place:
                waiting += 1
            found = _CANDIDATE.search(text, place)
            token = self.excluded[waiting] if waiting < len(self.excluded) else None
            if token and (not found or token[0] <= found.start() or self._inside(token, found)):
                if leading := self._list_number(token[0]):
                    yield leading
                    place = leading.stop
                    continue
                start, end, reason = token
                yield Numeral(start, end, end, text[start:end], Sort.EXCLUDED, reason=reason)
                place = end
                continue
            if not found:
                return
            one = self._list_number(found.start()) or self._read(found, token[0] if token else len(text))
            if one is None:
                place = found.end()
                continue
            yield one
            place = max(one.stop, one.end)

    def _inside(self, token: tuple[int, int, str], found: re.Match[str]) -> bool:
        """Say whether an excluded token that begins later still swallows the candidate's digits (第3 in 第3章)."""
        return bool(found["rank"]) and token[0] < found.end() <= token[1]

    def _list_number(self, start: int) -> Numeral | None:
        text = self.text
        at_start = start == 0 or (start == 1 and text[0] == "（")
        after_stop = start > 0 and text[start - 1] in "。；:！？" and not self.is_cell
        opened = start > 1 and text[start - 1] == "（" and text[start - 2] in "。；:！？，、"
        if not (at_start or after_stop or opened) or (self.is_cell and not at_start):
            return None
        begin = start - 1 if start > 0 and text[start - 1] == "（" else start
        found = LIST_START.match(text, begin)
        if self.is_title and at_start and not found:
            found = re.compile(r"\d+(?:\.\d+)*\.?(?=[^\d%.])(?!年)").match(text, begin)
        if not found or not _has_digit(found[0]) or (self.is_cell and self._ends_there(found.end())):
            return None
        first = next(i for i in range(found.start(), found.end()) if text[i].isdigit())
        last = max(i for i in range(found.start(), found.end()) if text[i].isdigit()) + 1
        return Numeral(first, last, found.end(), text[first:last], Sort.EXCLUDED, reason="编号")

    def _ends_there(self, place: int) -> bool:
        """Say whether nothing follows in a cell but a unit or the second half of a ratio (5.8 天, 18.6:1)."""
        found = unit_at(self.text, place)
        return place + (len(found[0]) if found else 0) == len(self.text) or self.text[place] in "/:"

    def _read(self, found: re.Match[str], limit: int) -> Numeral | None:
        match found.lastgroup:
            case "ranked" | "rank":
                start, end = found.span("ranked")
                return Numeral(start, end, found.end(), found["ranked"], Sort.RANK, Fraction(found["ranked"]),
                               Interval(Fraction(found["ranked"]), Fraction(found["ranked"])), "位")  # fmt: skip
            case "ratio" | "per":
                return self._ratio(found)
            case "split":
                return Numeral(*found.span(), found.end(), found[0], Sort.UNKNOWN, reason="分数或比分，含义不明")
            case "hundred" | "hundreds":
                return _part_of_hundred(found)
            case "number":
                return self._number(found, limit)
            case _:
                return self._chinese(found)

    def _ratio(self, found: re.Match[str]) -> Numeral:
        printed = found[0]
        parts = tuple(Fraction(part.replace(",", "")) for part in re.split("[:/]", printed))
        start, end = found.span()
        if len(parts) == 2 and 1 in parts and 0 not in parts:
            flip = parts[0] == 1 and parts[1] != 1
            digits = re.split("[:/]", printed)[1 if flip else 0].replace(",", "")
            interval = printed_interval(digits)
            return Numeral(start, end, end, printed, Sort.RATIO, Fraction(digits), interval, "1:N" if flip else "N:1",
                           step=_step(digits, 1), decimals=_decimals(digits), parts=parts,
                           qualifier=self._qualifier_before(start))  # fmt: skip
        sizes = max(_decimals(part) for part in printed.replace("/", ":").split(":"))
        return Numeral(start, end, end, printed, Sort.SPLIT, None, None, "a:b", step=Fraction(1, 10**sizes),
                       decimals=sizes, parts=parts)  # fmt: skip

    def _number(self, found: re.Match[str], limit: int) -> Numeral:
        text, start, printed = self.text, found.start(), found["number"]
        if printed.count(".") > 1:
            return Numeral(start, found.end(), found.end(), printed, Sort.EXCLUDED, reason="编号")
        digits, end = printed.replace(",", ""), found.end()
        sign = self._sign(start)
        suffix, place = self._some(end)
        scale, place, extra = self._scales(place, limit)
        if not suffix:
            suffix, place = self._some(place)
        ranged = _RANGE.match(text, place) if place < limit else None
        unit_text, unit, stop = self._unit(place)
        if ranged is None and unit and stop < limit:
            ranged = _RANGE.match(text, stop)
        if text[max(0, start - 1) : start] in ("从", "由", "自"):
            ranged = None  # 从 72.4% 到 78.4% says two values
        if ranged and not sign and (numeral := self._range(start, digits, scale, ranged, unit)):
            return numeral
        qualifier, stop = self._qualifier(start, suffix, stop)
        return _quantity(start, end if not extra else place, stop, text[start:end], sign + digits, scale, extra,
                         unit, qualifier, is_bare=not unit_text)  # fmt: skip

    def _sign(self, start: int) -> str:
        before = self.text[start - 1] if start else ""
        if before in ("-", "+", "▼", "↓", "↑", "▲"):
            ahead = self.text[start - 2] if start > 1 else ""
            bare = start == 1 and self.is_cell
            if (
                bare
                or (before == "-" and (ahead in "（:为是长比，" and ahead != ""))
                or (self.is_cell and ahead in ("", "（"))
            ):
                return "-" if before in "-▼↓" else ""
        return ""

    def _some(self, place: int) -> tuple[str, int]:
        if (
            place < len(self.text)
            and self.text[place] in "多余几"
            and self.text[place : place + 2] not in ("多种", "多样")
        ):
            return self.text[place], place + 1
        return "", place

    def _scales(self, place: int, limit: int) -> tuple[int, int, Fraction]:
        """Return scale, place behind it, and what further members add (1 万 2 千: 2000; 3 亿 5000 万)."""
        word = scale_at(self.text, place)
        if not word:
            return 1, place, Fraction(0)
        scale, place = SCALES[word], place + len(word)
        extra = Fraction(0)
        more = re.compile(r"(\d{1,4})(亿|万|千|百)").match(self.text, place)
        if more and more.end() <= limit and SCALES[more[2]] < scale:
            extra, place = Fraction(more[1]) * SCALES[more[2]], more.end()
        return scale, place, extra

    def _unit(self, place: int) -> tuple[str, PrintedUnit | None, int]:
        found = unit_at(self.text, place)
        if found is None and self.text[place : place + 1] == " " and (found := unit_at(self.text, place + 1)):
            place += 1
        if found:
            word, unit = found
            if word == "大" and self.text[place + 1 : place + 2] in ("学", "型", "小", "厅", "会", "队"):
                return "", None, place
            if word == "分" and self.text[place : place + 2] in ("分别", "分为", "分成", "分布"):
                return "", None, place
            if word in ("年", "点", "级", "场", "道", "层", "站", "期") and self.text.startswith(
                ("级", "度", "份", "均"), place + 1
            ):
                return "", None, place
            return word, unit, place + len(word)
        bracket = re.compile(r"（[^（）\d]{1,24}）").match(self.text, place)
        if bracket and (behind := unit_at(self.text, bracket.end())):
            word, unit = behind
            return word, unit, place
        return "", None, place

    def _range(
        self, start: int, low: str, scale: int, ranged: re.Match[str], unit: PrintedUnit | None
    ) -> Numeral | None:
        text, place = self.text, ranged.end() + len(ranged["high"])
        high = ranged["high"].replace(",", "")
        top = Fraction(high) if high[0].isdigit() else chinese_value(high)
        if top is None:
            return None
        digits_end = place
        word = scale_at(text, place)
        high_scale = SCALES[word] if word else 1
        place += len(word)
        _, behind, stop = self._unit(place)
        if unit and behind and (unit.sort is not behind.sort or _IS_YEAR.match(text, ranged.end())):
            return None  # 下降 0.4 个百分点至 60.0%, 从 10.60 万人到 2022 年的 8.18 万人
        if _IN_STEPS.search(text, max(0, start - 40), start):
            return None  # 从 79.65%、82.55% 到 89.18%
        if unit and behind and _CHANGES_BY.search(text, max(0, start - 4), start):
            return None  # 增加 236 万股至 17926.15 万股
        unit = behind or unit
        factor = unit.factor if unit else Fraction(1)
        bottom = Fraction(low) * (scale if scale != 1 else high_scale) * factor
        top = top * high_scale * factor
        if unit is None or bottom >= top or unit.sort is Sort.POINTS:
            return None
        return Numeral(start, digits_end, max(stop, digits_end), text[start:digits_end], Sort.RANGE, None,
                       Interval(bottom, top), unit.name, parts=(bottom, top))  # fmt: skip

    def _qualifier(self, start: int, suffix: str, stop: int) -> tuple[str, int]:
        before = self._qualifier_before(start)
        if suffix:
            return ("余" if suffix == "余" else suffix), stop
        for word, meaning in AFTER:
            if self.text.startswith(word, stop) and not (
                word in "多余" and self.text[stop + 1 : stop + 2] in "种样元数额"
            ):
                return meaning, stop
        return before, stop

    def _qualifier_before(self, start: int) -> str:
        ahead = self.text[max(0, start - 4) : start]
        for word, meaning in BEFORE:
            if ahead.endswith(word) and not any(self.text[:start].endswith(stop) for stop in NOT_BEFORE):
                return meaning
        return ""

    def _chinese(self, found: re.Match[str]) -> Numeral | None:
        text, start, printed = self.text, found.start(), found["chinese"]
        if start and text[start - 1] in "第初":
            return None
        stopped = CHINESE_NEVER.search(text, max(0, start - 2), start + len(printed) + 4)
        if stopped and stopped.start() < start + len(printed) and stopped.end() > start:
            return None
        value = chinese_value(printed)
        if value is None or (len(printed) == 1 and printed in "百千万亿零"):
            return None
        end = found.end()
        some, place = self._some(end)
        if value < 10 and text.startswith("成", place) and not _NOT_TENTHS.match(text, place):
            return self._tenths(start, end, place + 1, printed, value * 10, some)
        unit_text, unit, stop = self._unit(place)
        if unit_text not in CHINESE_UNITS or unit is None or (unit_text == "年" and value in (100, 1000, 10000)):
            return None
        if reason := no_count(text, start, stop, unit_text):
            return Numeral(start, end, stop, printed, Sort.EXCLUDED, reason=reason)
        qualifier, stop = self._qualifier(start, some, stop)
        scale = 10_000 if printed.endswith("万") else 10**8 if printed.endswith("亿") else 1
        digits = str(value.numerator) if value.denominator == 1 else f"{float(value):f}".rstrip("0")
        plain = _quantity(start, end, stop, printed, digits, 1, Fraction(0), unit, qualifier, is_bare=False)
        return plain if scale == 1 else _rescaled(plain, value, scale)

    def _tenths(self, start: int, end: int, stop: int, printed: str, share: Fraction, some: str) -> Numeral:
        interval = Interval(share - 5, share + 5, True, False)
        qualifier = self._qualifier(start, some, stop)[0]
        return Numeral(start, end, stop, printed, Sort.RATE, share, interval, "%", Fraction(10), qualifier=qualifier)


def in_unit(one: Numeral, like: Numeral, factor: Fraction) -> Numeral:
    """Return a bare number read in the unit and scale of another (the last of its list)."""
    digits = one.printed.replace(",", "")
    exact = like.sort is Sort.COUNT and factor == 1 and _decimals(digits) == 0
    value = Fraction(digits) * factor
    interval = Interval(value, value) if exact else printed_interval(digits, scale=factor)
    return replace(
        one,
        sort=like.sort,
        value=value,
        interval=interval,
        unit=like.unit,
        step=_step(digits, factor),
        scale=like.scale,
    )


def _rescaled(one: Numeral, value: Fraction, scale: int) -> Numeral:
    half = Fraction(scale, 2)
    interval = one.interval if one.qualifier else Interval(value - half, value + half, True, False)
    return Numeral(one.start, one.end, one.stop, one.printed, one.sort, one.value, interval, one.unit, Fraction(scale),
                   scale, 0, one.qualifier)  # fmt: skip


def _quantity(start: int, end: int, stop: int, printed: str, digits: str, scale: int, extra: Fraction,
              unit: PrintedUnit | None, qualifier: str, *, is_bare: bool) -> Numeral:  # fmt: skip
    sort = unit.sort if unit else Sort.PLAIN
    factor = (unit.factor if unit else Fraction(1)) * scale
    value = Fraction(digits) * factor + extra * (unit.factor if unit else 1)
    exact = sort in (Sort.COUNT, Sort.PLAIN) and scale == 1 and _decimals(digits) == 0
    if is_bare and scale == 1:
        exact = exact and _decimals(digits) == 0
    if extra or sort is Sort.DOUBLING:
        interval = Interval(value, value)
    elif digits.startswith("-") and qualifier:
        interval = printed_interval(digits, scale=factor)
    else:
        interval = printed_interval(digits, qualifier, scale=factor, exact=exact)
        if exact:
            interval = printed_interval(digits, qualifier) if qualifier else Interval(value, value)
    return Numeral(start, end, stop, printed, sort, value, interval, unit.name if unit else "", _step(digits, factor),
                   scale, _decimals(digits), qualifier)  # fmt: skip


def _part_of_hundred(found: re.Match[str]) -> Numeral | None:
    printed, (start, end) = found["hundred"], found.span("hundred")
    below, _, above = printed.partition("分之")
    base = {"百": 100, "千": 1000, "万": 10_000}.get(below) or chinese_value(below)
    value = chinese_value(above)
    if not base or value is None:
        return None
    share = value / base * 100
    decimals = len(above.partition("点")[2])
    half = Fraction(1, 2 * 10**decimals) if base == 100 else Fraction(1, 2)
    return Numeral(start, end, end, printed, Sort.RATE, share, Interval(share - half, share + half, True, False), "%",
                   step=half * 2, decimals=decimals)  # fmt: skip


def _step(digits: str, factor: Fraction | int) -> Fraction:
    return Fraction(1, 10 ** _decimals(digits)) * factor


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _reason(found: re.Match[str]) -> str:
    return next(_REASONS[i] for i in range(len(_REASONS)) if found[f"x{i}"] is not None)


def _has_digit(text: str) -> bool:
    return any("0" <= sign <= "9" for sign in text)
