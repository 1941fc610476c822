"""埋错的判定: what the audit makes of self-made reports, clean and with one seeded error each."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.audit.proof.engine import audited
from zhibao.audit.proof.genres.report import Report
from zhibao.audit.proof.seeding import ERRORS, Seeded, seed
from zhibao.terms.finding import Finding
from zhibao.terms.source import TextPlace


@dataclass(frozen=True, slots=True)
class Verdict:
    """判定: the new findings about one seeded error, and those that stand elsewhere."""

    seeded: Seeded
    hits: tuple[Finding, ...]
    aside: tuple[Finding, ...]

    @property
    def found(self) -> bool:
        """Say whether the error was found."""
        return bool(self.hits)


def loud(text: str) -> list[Finding]:
    """Return the errors and warnings about a text."""
    return list(audited(text).loud())


def lines_of(finding: Finding) -> set[int]:
    """Return the lines that a finding stands on or points to."""
    return {place.line for place in (finding.where, *finding.related) if isinstance(place, TextPlace)}


def same(finding: Finding) -> tuple[object, ...]:
    """Return what makes a finding the same in two versions of a text."""
    where = finding.where
    line, quote = (where.line, where.quote) if isinstance(where, TextPlace) else (0, "")
    return finding.rule, line, quote, finding.message


def verdict(seeded: Seeded, clean: Sequence[Finding]) -> Verdict:
    """Return which new findings stand on the changed line or point to it; of a series, on any of its lines."""
    known = {same(one) for one in clean}
    new = [one for one in loud(seeded.text) if same(one) not in known]
    right = {seeded.line, *(seeded.kin if seeded.relation.startswith("series") else ())}
    hits = tuple(one for one in new if lines_of(one) & right)
    aside = tuple(one for one in new if not lines_of(one) & {seeded.line, *seeded.kin})
    return Verdict(seeded, hits, aside)


def seeded_in(report: Report, each: int, rnd: random.Random, errors: Sequence[str] = ERRORS) -> list[Seeded]:
    """Return so many errors of each kind, every one in a copy of its own; fewer where no more can be proved."""
    made: dict[tuple[int, int, str], Seeded] = {}
    for error in (kind for kind in errors for _ in range(each)):
        one = seed(report, error, rnd)
        if one is not None:
            made.setdefault((one.line, one.column, one.after), one)
    return list(made.values())


def judged(
    chosen: Sequence[Report], each: int, errors: Sequence[str], seed_of_errors: int
) -> tuple[dict[str, list[Finding]], list[Verdict]]:
    """Return the findings of each clean report by its name, and a verdict for every error seeded into it."""
    rnd = random.Random(seed_of_errors)  # noqa: S311 - drawn cases, no secret
    clean: dict[str, list[Finding]] = {}
    verdicts: list[Verdict] = []
    for report in chosen:
        clean[report.name] = loud(report.text)
        verdicts += [verdict(one, clean[report.name]) for one in seeded_in(report, each, rnd, errors)]
    return clean, verdicts


def rate(verdicts: Sequence[Verdict]) -> float:
    """Return the share of seeded errors that were found."""
    return sum(one.found for one in verdicts) / len(verdicts) if verdicts else 0.0
