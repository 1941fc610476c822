"""Puts one error into a self-made report, and only if exact arithmetic proves that it is one."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhibao.audit.proof.genres.compose import renumbered
from zhibao.audit.proof.genres.report import Report
from zhibao.audit.proof.genres.truth import Bond, Print, Span

UNITS = {"万元": ("亿元", 10_000), "亿元": ("万元", -10_000), "万人": ("亿人", 10_000), "元": ("万元", 10_000)}
TRIES = 40
# A list that these words close must be complete; after a bare 其中 a part less is an open list and no error.
CLOSED = re.compile(
    r"按[^，。；]{1,8}分|分别|依次|组成|构成如下|合计|共计|总数为|[两三四]项|之和|一等奖|国家级|金牌|共\d"
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """埋错: the report with one error, line from 1, columns [column, end) from 1 of what was changed, and the proof.

    `relation` is the equation that no longer holds; `kin` are the lines (from 1) of all the numbers that stand in it.
    """

    report: Report
    error: str
    text: str
    line: int
    column: int
    end: int
    before: str
    after: str
    relation: str
    kin: tuple[int, ...]


def seed(report: Report, error: str, rnd: random.Random) -> Seeded | None:
    """Return the report with one error of a kind, or None where nothing provable can be made of it."""
    if not report.bonds and not report.marks:
        return None
    for _ in range(TRIES):
        found = _KINDS[error](report, rnd)
        if found is not None:
            return found
    return None


def _digit(report: Report, rnd: random.Random) -> Seeded | None:
    one = _checkable(report, rnd)
    places = [place for place, char in enumerate(one.digits) if char.isdigit()]
    place = rnd.choice(places)
    other = rnd.choice([digit for digit in "0123456789" if digit != one.digits[place]])
    return _rewritten(report, one, one.digits[:place] + other + one.digits[place + 1 :], "digit")


def _swap(report: Report, rnd: random.Random) -> Seeded | None:
    one = _checkable(report, rnd)
    pairs = [
        place
        for place in range(len(one.digits) - 1)
        if one.digits[place : place + 2].isdigit() and one.digits[place] != one.digits[place + 1]
    ]
    if not pairs:
        return None
    place = rnd.choice(pairs)
    digits = one.digits[:place] + one.digits[place + 1] + one.digits[place] + one.digits[place + 2 :]
    return _rewritten(report, one, digits, "swap")


def _rewritten(report: Report, one: Print, digits: str, error: str) -> Seeded | None:
    """Return the report with other digits in one place, printed in the same way, if an equation breaks."""
    line = report.lines[one.line]
    old = line[one.start : one.end]
    plain = digits.lstrip("+-").partition(".")[0]
    if not re.fullmatch(r"[\d.,+-]+", old) or (len(plain) > 1 and plain.startswith("0")):
        return None
    new = digits
    if "," in old:
        whole, point, rest = digits.partition(".")
        new = f"{int(whole):,}{point}{rest}"
    broken = _broken(report, {one: one.span(digits)})
    return _changed(report, error, one.line, one.start, one.end, new, broken) if broken else None


def _unit(report: Report, rnd: random.Random) -> Seeded | None:
    """Change the unit behind a number: 万元 and 亿元, or 个百分点 to % (the change is then relative growth)."""
    one = _checkable(report, rnd)
    line = report.lines[one.line]
    found = re.match(r"(\s?)(万元|亿元|万人|元(?=[，。、；）])|个百分点)", line[one.end :])
    if found is None or one.table:
        return None
    start = one.end + len(found[1])
    if found[2] == "个百分点":
        return _points_as_growth(report, one, start)
    unit, factor = UNITS[found[2]]
    scale = one.scale * factor if factor > 0 else one.scale // -factor
    broken = _broken(report, {one: one.span(scale=scale)})
    return _changed(report, "unit", one.line, start, start + len(found[2]), unit, broken) if broken else None


def _points_as_growth(report: Report, one: Print, start: int) -> Seeded | None:
    for bond in report.of(one):
        if bond.kind == "difference" and bond.result is one:
            growth = Bond("growth", one, bond.operands)
            if not growth.holds([place.span() for place in growth.prints]):
                return _changed(report, "unit", one.line, start, start + len("个百分点"), "%", growth)
    return None


def _word(report: Report, rnd: random.Random) -> Seeded | None:
    """Turn a change word round; the numbers that it compares stand beside it and differ for certain."""
    if not report.trends:
        return None
    word, later, earlier = rnd.choice(report.trends)
    bond = Bond("difference", later, (earlier,))
    return _changed(report, "word", word.line, word.start, word.end, word.pair[1 if word.rises else 0], bond)


def _years(report: Report, rnd: random.Random) -> Seeded | None:
    """Swap the years in the head of a table whose rows print signed changes between them."""
    heads = []
    for number, line in enumerate(report.lines):
        years = list(re.finditer(r"(?<!\d)(20\d\d)(?=年)", line))
        changes = [bond for bond in _below(report, number) if bond.kind in ("difference", "growth")]
        if len(years) == 2 and years[0][1] != years[1][1] and changes and re.search(r"\||\t", line):
            heads.append((number, years, changes))
    if not heads:
        return None
    number, (first, second), changes = rnd.choice(heads)
    line = report.lines[number]
    broken = [bond for bond in changes if not _swapped(bond).holds([one.span() for one in _swapped(bond).prints])]
    if not broken:
        return None
    new = f"{second[1]}{line[first.end() : second.start()]}{first[1]}"
    return _changed(report, "years", number, first.start(), second.end(), new, broken[0])


def _swapped(bond: Bond) -> Bond:
    return Bond(bond.kind, bond.result, bond.operands[::-1], bond.extra)


def _below(report: Report, head: int) -> Iterator[Bond]:
    """Yield the equations of the table that begins at a line, whose change is printed with a sign that matters."""
    table = next((one.table for one in report.prints if one.table and head < one.line <= head + 2), 0)
    for bond in report.bonds:
        if table and bond.result.table == table and bond.result.signed:
            yield bond


def _part(report: Report, rnd: random.Random) -> Seeded | None:
    """Drop one part from a list in a sentence whose words say that it is complete."""
    sums = [bond for bond in report.bonds if bond.kind == "sum" and len(bond.operands) > 2]
    if not sums:
        return None
    bond = rnd.choice(sums)
    one = rnd.choice(bond.operands[1:])
    rest = Bond("sum", bond.result, tuple(other for other in bond.operands if other is not one))
    if rest.holds([place.span() for place in rest.prints]):
        return None
    line = report.lines[one.line]
    first, last = (edge(place.start for place in bond.prints) for edge in (min, max))
    if one.table or not CLOSED.search(line[max(0, first - 16) : last + 4]):
        return None
    start = max(line.rfind(mark, 0, one.start) for mark in "、，；（：")
    marks = [place for mark in "、，；。）" if (place := line.find(mark, one.end)) >= 0]
    if start < 0 or not marks or line[start] not in "、，":
        return None
    end = min(marks)
    if any(start <= other.start < end and other is not one for other in report.prints if other.line == one.line):
        return None
    return _changed(report, "part", one.line, start, end, "", bond)


def _mark(kind: str) -> Callable[[Report, random.Random], Seeded | None]:
    def renumber(report: Report, rnd: random.Random) -> Seeded | None:
        marks = [mark for mark in report.marks if mark.kind == kind]
        if not marks:
            return None
        mark = rnd.choice(marks)
        if kind == "page":
            number = rnd.choice([mark.number + 20, max(1, mark.number - 4), mark.number + 9])
        else:
            number = mark.number + rnd.choice([1, 2])
        if not mark.breaks(number) or (kind == "enumeration" and number > 9):
            return None
        line = renumbered(mark, number, report.lines[mark.line])
        after = line[mark.start : len(line) - len(report.lines[mark.line]) + mark.end]
        kin = tuple(sorted({one.line + 1 for one in marks if one.series is mark.series}))
        return _made(report, kind, (mark.line, mark.start, mark.end), after, f"series of {kind}", kin)

    return renumber


def _checkable(report: Report, rnd: random.Random) -> Print:
    """Return a number that takes part in an equation; each place counts once, as a reader would count them."""
    places = sorted(
        {one for bond in report.bonds for one in bond.prints if one.key[:2] != "l:"},
        key=lambda one: (one.line, one.start),
    )
    return rnd.choice(places)


def _broken(report: Report, spans: dict[Print, Span]) -> Bond | None:
    """Return an equation that can no longer be true with other intervals in some places."""
    for bond in report.bonds:
        if any(one in spans for one in bond.prints) and not bond.holds(
            [spans.get(one) or one.span() for one in bond.prints]
        ):
            return bond
    return None


def _changed(report: Report, error: str, line: int, start: int, end: int, after: str, bond: Bond) -> Seeded:
    kin = tuple(sorted({line + 1, *(one.line + 1 for one in bond.prints)}))
    return _made(report, error, (line, start, end), after, bond.kind, kin)


def _made(
    report: Report, error: str, where: tuple[int, int, int], after: str, relation: str, kin: tuple[int, ...]
) -> Seeded:
    line, start, end = where
    old = report.lines[line]
    lines = [*report.lines[:line], old[:start] + after + old[end:], *report.lines[line + 1 :]]
    text = "\n".join(lines) + "\n"
    return Seeded(
        report, error, text, line + 1, start + 1, start + 1 + len(after), old[start:end], after, relation, kin
    )


_KINDS: dict[str, Callable[[Report, random.Random], Seeded | None]] = {
    "digit": _digit,
    "swap": _swap,
    "unit": _unit,
    "word": _word,
    "years": _years,
    "part": _part,
    "caption": _mark("caption"),
    "page": _mark("page"),
    "enumeration": _mark("enumeration"),
}
ERRORS = tuple(_KINDS)
