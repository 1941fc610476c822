"""诊断的结果: everything that pages, notices and programs are written from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zhibao.catalog.standard import Standard
from zhibao.diagnose.grid import ElementState
from zhibao.diagnose.ground import Ground
from zhibao.diagnose.notices import Notice
from zhibao.diagnose.places import Forecast
from zhibao.diagnose.problems import Follow
from zhibao.diagnose.verdict import Outcome, Verdict
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level


@dataclass(frozen=True)
class Diagnosis:
    """诊断: this year's verdicts and last year's by the same standards, and what follows from them."""

    ground: Ground
    verdicts: tuple[Verdict, ...]
    before: tuple[Verdict, ...]
    notices: tuple[Notice, ...]
    forecast: Forecast
    follow: Follow
    grid: tuple[ElementState, ...]
    findings: tuple[Finding, ...]

    def of(self, place: str) -> tuple[Verdict, ...]:
        """Return the verdicts on a place."""
        return self._by_place.get(place, ())

    @cached_property
    def _by_place(self) -> Mapping[str, tuple[Verdict, ...]]:
        found: dict[str, list[Verdict]] = defaultdict(list)
        for one in self.verdicts:
            found[one.place].append(one)
        return {place: tuple(those) for place, those in found.items()}

    def schools_below(self) -> Mapping[str, tuple[Verdict, ...]]:
        """Return standard → the verdicts on the schools below its line; advisory lines are left out."""
        found: dict[str, list[Verdict]] = defaultdict(list)
        for one in self.verdicts:
            if one.level is Level.SCHOOL and one.outcome is Outcome.BELOW and not one.standard.advisory:
                found[one.standard.name].append(one)
        return {name: tuple(those) for name, those in found.items()}

    def counts(self, standard: Standard, *, last: bool = False) -> Mapping[Outcome, int]:
        """Return how many schools met a standard, are below it, or could not be judged, this year or last."""
        found = dict.fromkeys(Outcome, 0)
        for one in self.before if last else self.verdicts:
            if one.standard.name == standard.name and one.level is Level.SCHOOL:
                found[one.outcome] += 1
        return found
