"""整改通知: per school the lines it is below, what has been asked of it, and what the re-check says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zhibao.diagnose.found import finding
from zhibao.diagnose.ground import Ground, text
from zhibao.diagnose.verdict import Outcome, Verdict
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level

REGISTER = "compliance_notices"
_CLOSED = ("已整改", "取消办学")


@dataclass(frozen=True, slots=True)
class Asked:
    """已下达的整改: a row of the register."""

    number: str
    issued: str
    deadline: date | None
    state: str
    closed: str
    result: str
    required: str
    actual: str

    @property
    def is_open(self) -> bool:
        """Say whether it has not ended."""
        return self.state not in _CLOSED


@dataclass(frozen=True, slots=True)
class Item:
    """整改项目: an indicator, this year's verdicts on it (several documents may set a line), and what was asked."""

    indicator: str
    label: str
    verdicts: tuple[Verdict, ...]
    asked: Asked | None

    @property
    def outcome(self) -> Outcome:
        """Return below if any line is missed, unjudged if one cannot be judged, else met."""
        found = {one.outcome for one in self.verdicts}
        return next((one for one in (Outcome.BELOW, Outcome.UNJUDGED) if one in found), Outcome.MET)

    @property
    def worst(self) -> Verdict:
        """Return the verdict that lies farthest from its line, or the first one."""
        return max(self.verdicts, key=lambda one: (one.outcome is Outcome.BELOW, abs(one.judgment.gap or 0)))


@dataclass(frozen=True, slots=True)
class Notice:
    """一所学校的整改通知: what is to be remedied, and what was asked earlier and is met now."""

    place: str
    name: str
    items: tuple[Item, ...]

    @property
    def below(self) -> tuple[Item, ...]:
        """Return what is still to be remedied."""
        return tuple(one for one in self.items if one.outcome is Outcome.BELOW)


def notices(ground: Ground, verdicts: Iterable[Verdict]) -> tuple[Notice, ...]:
    """Return one notice per school below a line that counts, or with an open item, in the roster's order."""
    by_place: dict[str, dict[str, list[Verdict]]] = {}
    for one in verdicts:
        if one.level is Level.SCHOOL and not one.standard.advisory and one.standard.indicator:
            by_place.setdefault(one.place, {}).setdefault(one.standard.indicator, []).append(one)
    asked = _asked(ground)
    found = []
    for code, indicators in by_place.items():
        name = ground.names[code]
        items = []
        for indicator, those in indicators.items():
            earlier = asked.get((name, indicator))
            item = Item(indicator, ground.catalog.indicators[indicator].label, tuple(those), earlier)
            if item.outcome is Outcome.BELOW or (earlier and earlier.is_open):
                items.append(item)
        if items:
            found.append(Notice(code, name, tuple(items)))
    return tuple(found)


def notice_findings(ground: Ground, given: Iterable[Notice]) -> Iterator[Finding]:
    """Yield shortfalls without a notice, notices whose time is over, and those that can be closed."""
    year, month = map(int, ground.edition.issued.split("-"))
    today = date(year, month, 1)
    for notice in given:
        if lacking := [one.label for one in notice.items if one.asked is None]:
            yield finding(ground, "shortfall_has_notice", REGISTER, notice.name, items="、".join(lacking))
        for one in notice.items:
            if one.asked is None or not one.asked.is_open:
                continue
            key, due, state = f"{notice.name}；{one.label}", one.asked.deadline, one.asked.state
            if one.outcome is Outcome.MET:
                yield finding(ground, "notice_is_closed", REGISTER, key, state=state)
            elif due and due < today:
                yield finding(ground, "notice_in_time", REGISTER, key, due=due, state=state)


def _asked(ground: Ground) -> Mapping[tuple[str, str], Asked]:
    """Return (school, indicator) → what was asked; this year's row in place of last year's."""
    found: dict[tuple[str, str], Asked] = {}
    for year in ground.edition.data_years:
        for row in ground.city_rows(REGISTER, year):
            indicator = ground.indicator_named.get(text(row.get("indicator")))
            if indicator:
                found[(text(row.get("school_name")), indicator)] = _row(row)
    return found


def _row(row: Row) -> Asked:
    deadline = row.get("deadline")
    names = ("number", "issued", "state", "closed", "result", "required", "actual")
    said = {name: text(row.get(name)) for name in names}
    return Asked(
        said["number"], said["issued"], deadline if isinstance(deadline, date) else None, said["state"],
        said["closed"], said["result"], said["required"], said["actual"],
    )  # fmt: skip
