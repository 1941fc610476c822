"""变动的说明: for every value that two releases tell otherwise, all that made it so; nothing stays unexplained unsaid.

Source: docs/lineage.md
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.expression import Aggregate
from zhibao.catalog.model import Indicator
from zhibao.lineage.cells import Read, cell_changes, told
from zhibao.lineage.definitions import counted_otherwise, printed_otherwise
from zhibao.lineage.model import CellChange, Change, Kind, Moved, Step
from zhibao.lineage.opened import Opened, Record, differ
from zhibao.lineage.points import Point, points
from zhibao.lineage.shares import shares
from zhibao.publish.release import PublishError
from zhibao.terms.place import Level
from zhibao.terms.value import Known, Missing, Undefined, Value, ValueKey

Wanted = Callable[[ValueKey], bool]


def changes(before: Opened, after: Opened, wanted: Wanted = lambda _: True) -> tuple[Change, ...]:
    """Return every value that differs and is wanted, with its reasons; values of years that both releases tell.

    Raises: PublishError, when the releases are not about the same place.
    """
    if before.edition.code != after.edition.code:
        raise PublishError(f"{before.path} 与 {after.path} 不是同一地区的发布件，不能对照。")
    years = common_years(before, after)
    every = dict.fromkeys((*after.records, *before.records))
    keys = [
        key
        for key in every
        if key.year in years and wanted(key) and differ(before.records.get(key), after.records.get(key))
    ]
    explained = _Explained(before, after, tuple(dict.fromkeys(key.indicator for key in keys)), years)
    return tuple(explained.change(key) for key in keys)


def common_years(before: Opened, after: Opened) -> tuple[int, ...]:
    """Return the years of which both releases tell values."""
    one, other = ({key.year for key in release.records} for release in (before, after))
    return tuple(sorted(one & other))


class _Explained:
    """Both releases and the points between them."""

    def __init__(self, before: Opened, after: Opened, names: tuple[str, ...], years: tuple[int, ...]) -> None:
        self.before, self.after = before, after
        self.points = points(before, after, names, years)
        self._name = cache(lambda code: after.name(code) if after.name(code) != code else before.name(code))
        self._counted = cache(lambda name: counted_otherwise(name, before.catalog, after.catalog))

    def change(self, key: ValueKey) -> Change:
        """Return a change with its steps."""
        printed = self.before.printed(key), self.after.printed(key)
        label = next(one.label for one in reversed(printed) if one is not None)
        return Change(key, label, self._name(key.place), *printed, tuple(self._steps(key)))

    def _steps(self, key: ValueKey) -> Iterator[Step]:
        missing = [one for one in (self.before, self.after) if key.indicator not in one.catalog.indicators]
        if missing:
            said = "只在后一份里有定义" if missing[0] is self.before else "后一份里已没有定义"
            yield Step((Kind.DEFINITION,), None, None, (f"指标 {key.indicator} {said}",))
            return
        told_in = [any(one.indicator == key.indicator for one in release.records) for release in self._both]
        if not all(told_in):
            said = "后一份的提纲才用到这个指标" if told_in[1] else "后一份的提纲不再用到这个指标"
            yield Step((Kind.OUTLINE,), None, None, (said,))
            return
        moved = [point.moved(key) for point in self.points]
        yield from self._moves(key, moved)
        if lines := printed_otherwise(key.indicator, self.before, self.after):
            yield Step((Kind.PRINTING,), moved[3], moved[3], lines)
        yield from self._of_systems(key)
        yield from self._unexplained(key, moved)

    @property
    def _both(self) -> tuple[Opened, Opened]:
        return self.before, self.after

    def _moves(self, key: ValueKey, moved: Sequence[Moved | None]) -> Iterator[Step]:
        """Yield the steps between the points; a point without a number between two numbers is passed over."""
        stops = [0, *(at for at in (1, 2) if not _hides(moved, at)), 3]
        for start, end in pairwise(stops):
            if moved[start] == moved[end]:
                continue
            parts = [self._part(key, at, (moved[at], moved[at + 1])) for at in range(start, end)]
            kinds = tuple(dict.fromkeys(kind for part in parts for kind in part.kinds)) or (Kind.UNEXPLAINED,)
            alone = parts[0] if len(parts) == 1 else None
            yield Step(
                kinds,
                moved[start],
                moved[end],
                tuple(line for part in parts for line in part.lines),
                alone.shares if alone else None,
                tuple(cell for part in parts for cell in part.cells),
            )

    def _part(self, key: ValueKey, at: int, moved: tuple[Moved | None, Moved | None]) -> Step:
        """Return what happened between a point and the next, whatever it did."""
        if at == 0:
            lines = self._counted(key.indicator)
            return Step((Kind.DEFINITION,) if lines else (), *moved, lines)
        pair, level = (self.points[at], self.points[at + 1]), self._level(key)
        share = shares(key, level, pair, moved)
        if at == 1:
            lines = tuple(self._of_roster(key, level, pair))
            return Step((Kind.ROSTER,) if lines else (), *moved, lines, share)
        told_so: list[str] = []
        cells: list[CellChange] = []
        for read in self._reads(key):
            for code in self._places(key, level, read, pair):
                files = tuple(one.snapshots.get((code, key.year)) for one in pair)
                if files[0] != files[1]:
                    told_so += told(code, self._name(code), files[0], files[1], read)
                    cells += cell_changes(code, files[0], files[1], read)
        kinds = dict.fromkeys(one.kind for one in cells)
        return Step(
            tuple(kinds or ([Kind.RESUBMISSION] if told_so else [])), *moved, tuple(told_so), share, tuple(cells)
        )

    def _level(self, key: ValueKey) -> Level:
        """Return the level of a place; schools and counties are told by the roster of either release."""
        for point in reversed(self.points):
            for level in point.tables.levels:
                if key.place in point.scope.places(level, key.year):
                    return level
        return Level.SCHOOL

    def _of_roster(self, key: ValueKey, level: Level, pair: tuple[Point, Point]) -> Iterator[str]:
        """Yield which schools came to a place and which went from it."""
        old, new = ({one.code: one for one in point.scope.schools[key.year]} for point in pair)
        was, now = (_schools_at(key, level, point) for point in pair)
        listed = [{str(row["code"]) for row in point.scope.roster(key.year)} for point in pair]
        for code in sorted({*was, *now} - ({*was} & {*now})):
            who = f"{self._name(code)}（{code}）"
            if code in now and code in old:
                yield f"{who}：由{self._name(old[code].within)}改属{self._name(new[code].within)}"
            elif code in was and code in new:
                yield f"{who}：由{self._name(old[code].within)}改属{self._name(new[code].within)}，不再计入"
            elif code in now:
                yield f"{who}：{'由不统计改为统计' if code in listed[0] else '新列入名单'}"
            else:
                yield f"{who}：{'由统计改为不统计' if code in listed[1] else '不再列入名单'}"

    def _reads(self, key: ValueKey) -> Iterator[Read]:
        """Yield what the indicator reads, register by register, by the later definition."""
        catalog = self.points[3].catalog
        indicator = catalog.indicators[key.indicator]
        by, _, field = indicator.by.partition(".")
        for name, aggregates in _by_register(indicator, self.points[3]).items():
            member = (field, key.member) if key.member and name == by else ("", "")
            yield Read(catalog.registers[name], aggregates, *member)

    def _places(self, key: ValueKey, level: Level, read: Read, pair: tuple[Point, Point]) -> tuple[str, ...]:
        """Return whose rows of a register count at a place, at both points."""
        found: dict[str, None] = {}
        for point in pair:
            spot = (level, key.place, key.year)
            if level is Level.SCHOOL:
                found[key.place] = None
                continue
            if read.register.level is not Level.CITY:
                found |= dict.fromkeys(point.scope.within(*spot))
            if level is not Level.COUNTY:
                found |= dict.fromkeys(point.scope.cities_at(*spot))
        return tuple(found)

    def _of_systems(self, key: ValueKey) -> Iterator[Step]:
        """Yield that the systems changed which numbers of the indicator come from, be it elsewhere."""
        old, new = (_said(release.records.get(key), "systems") for release in self._both)
        if key in self.before.records and key in self.after.records and old != new:
            yield Step((Kind.IMPORT,), None, None, (f"数据来源：{old or '填报'} → {new or '填报'}",))

    def _unexplained(self, key: ValueKey, moved: Sequence[Moved | None]) -> Iterator[Step]:
        """Yield that a release tells another value than its own data give."""
        for release, found in zip(self._both, (moved[0], moved[3]), strict=True):
            record = release.records.get(key)
            if _state(found) != _recorded(record):
                line = f"{release.path} 所记的值与其封存数据重新得出的不符，请先运行 zhibao verify {release.path}"
                yield Step((Kind.UNEXPLAINED,), None, None, (line,))


def _schools_at(key: ValueKey, level: Level, point: Point) -> tuple[str, ...]:
    """Return the schools in scope at a place; of a school itself, if it is."""
    if level is Level.SCHOOL:
        return tuple(one.code for one in point.scope.schools[key.year] if one.code == key.place)
    return point.scope.within(level, key.place, key.year)


def _by_register(indicator: Indicator, point: Point) -> Mapping[str, tuple[Aggregate, ...]]:
    texts = filter(None, (indicator.value, indicator.numerator, indicator.denominator))
    found: dict[str, dict[Aggregate, None]] = {}
    for text in texts:
        for one in point.catalog.formula(text).aggregates:
            found.setdefault(one.register, {})[one] = None
    return {name: tuple(aggregates) for name, aggregates in found.items() if name != ROSTER or aggregates}


def _hides(moved: Sequence[Moved | None], at: int) -> bool:
    """Say whether a point has no number although both ends have one."""
    ends = all(isinstance(one.value, Known) for one in (moved[0], moved[3]) if one) and moved[0] and moved[3]
    here = moved[at]
    return bool(ends) and (here is None or not isinstance(here.value, Known))


def _state(moved: Moved | None) -> tuple[str, str]:
    if moved is None:
        return "", ""
    value: Value = moved.value
    match value:
        case Known(number):
            return "known", str(number)
        case Missing(meaning):
            return meaning.value, ""
        case Undefined():
            return "undefined", ""


def _recorded(record: Record | None) -> tuple[str, str]:
    return (str(record["state"]), str(record["exact"])) if record is not None else ("", "")


def _said(record: Record | None, name: str) -> str:
    return str(record.get(name, "")) if record is not None else ""
