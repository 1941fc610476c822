"""量分: what an audit made of the samples: verified, found, and accused without cause, for each relation."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random

from zhibao.audit.proof.matrix.pairs import CITES, cite_samples, repeat_samples, repeats
from zhibao.audit.proof.matrix.sample import Sample, samples
from zhibao.audit.proof.matrix.table_kinds import KINDS
from zhibao.audit.proof.matrix.tables import table_samples
from zhibao.audit.proof.matrix.template import Mark
from zhibao.audit.proof.matrix.wordings import wordings
from zhibao.terms.audited import Audited, NumeralClass
from zhibao.terms.source import Location, TextPlace

Engine = Callable[[str], Audited]
WRONG = ("slip", "far", "flipped", "unit")


@dataclass(frozen=True, slots=True)
class Verdict:
    """判定: what the audit made of one sample; `is_good` as it should be, `alarms` the findings on a right text.

    `rules` are those that spoke: of the error in a wrong text, of anything in a right one.
    """

    sample: Sample
    is_good: bool
    alarms: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass
class Row:
    """一行: the counts of one relation: [good, of how many] for right texts and each kind of wrong one, and alarms."""

    relation: str
    wordings: set[str] = field(default_factory=set)
    counts: dict[str, list[int]] = field(default_factory=dict)
    alarms: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.wordings.add(verdict.sample.wording)
        self.alarms += bool(verdict.alarms)
        if verdict.sample.counts and (verdict.sample.variant != "right" or verdict.sample.results):
            pair = self.counts.setdefault(verdict.sample.variant, [0, 0])
            pair[0] += verdict.is_good
            pair[1] += 1

    def rate(self, variant: str) -> float | None:
        """Return the share of a variant that came out as it should; None where there is none."""
        good, number = self.counts.get(variant, (0, 0))
        return good / number if number else None


def judged(sample: Sample, audited: Audited) -> Verdict:
    """Return what an audit made of a sample."""
    starts = [0]
    for line in sample.text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    if sample.variant == "right":
        alarms = tuple(f"{one.rule}: {one.message}" for one in audited.loud())
        spoken = tuple(one.rule for one in audited.loud())
        return Verdict(sample, not sample.results or _is_verified(sample, audited, starts), alarms, spoken)
    found = tuple(
        one.rule
        for one in audited.loud()
        if any(_touches(place, mark, starts) for place in (one.where, *one.related) for mark in sample.marks)
    )
    return Verdict(sample, bool(found), rules=found)


def _touches(place: Location, mark: Mark, starts: list[int]) -> bool:
    """Say whether a finding's place overlaps a marked number or word."""
    if not isinstance(place, TextPlace) or not 0 < place.line <= len(starts):
        return False
    start = starts[place.line - 1] + place.column - 1
    return start < mark.end and mark.start < start + max(len(place.quote), 1)


def _is_verified(sample: Sample, audited: Audited, starts: list[int]) -> bool:
    """Say whether every result of the relation, or else every number of it, was verified."""
    good = {NumeralClass.VERIFIED, NumeralClass.CONSISTENT} if sample.lenient else {NumeralClass.VERIFIED}
    placed = sorted(
        (starts[place.line - 1] + place.column - 1, numeral.outcome in good)
        for numeral in audited.numerals
        for place in numeral.places[:1]
        if 0 < place.line <= len(starts)
    )
    begins = [start for start, _ in placed]

    def holds(mark: Mark) -> bool:
        at = bisect_right(begins, mark.end - 1) - 1
        return at >= 0 and placed[at][1] and placed[at][0] > mark.start - 3

    numbers = [mark for mark in sample.marks if not mark.name.startswith("word") and mark.name != "L"]
    results = [mark for mark in numbers if mark.name in sample.results]
    return all(map(holds, results)) or all(map(holds, numbers))


def all_samples(number: int, seed: int, half: str = "all", relation: str = "") -> Iterator[Sample]:
    """Yield the samples of every wording, table and pair; `half` is open, held or all."""
    for source, draw in _sources():
        if relation and relation not in source:
            continue
        # One wording of a relation is one source; a kind of table has many wordings by itself.
        often = number if "/" in source else 3 * number
        for one in draw(Random(f"{seed}/{source}"), often):  # noqa: S311 - drawn cases, no secret
            if half == "all" or one.held_out == (half == "held"):
                yield one


Draws = Callable[[Random, int], Iterator[Sample]]


def _sources() -> Iterator[tuple[str, Draws]]:
    for wording in wordings():
        yield f"{wording.relation}/{wording.name}", partial(samples, wording)
    for kind in KINDS:
        yield kind, partial(table_samples, kind)
    for kind in CITES:
        yield kind, partial(cite_samples, kind)
    for row in repeats():
        yield f"{row[0]}/{row[3]}", partial(repeat_samples, row)


def measured(engine: Engine, chosen: Iterable[Sample]) -> tuple[dict[str, Row], list[Verdict]]:
    """Return a row for each relation and every verdict that is not as it should be."""
    rows: dict[str, Row] = {}
    misses: list[Verdict] = []
    for sample in chosen:
        verdict = judged(sample, engine(sample.text))
        rows.setdefault(sample.relation, Row(sample.relation)).add(verdict)
        if not verdict.is_good or verdict.alarms:
            misses.append(verdict)
    return rows, misses


def table(rows: Mapping[str, Row]) -> str:
    """Return the rows as a table of plain text, with the sum of all."""
    everything = Row("all")
    for row in rows.values():
        everything.wordings |= row.wordings
        everything.alarms += row.alarms
        for variant, (good, number) in row.counts.items():
            pair = everything.counts.setdefault(variant, [0, 0])
            pair[0] += good
            pair[1] += number
    head = (
        f"{'relation':24}{'wordings':>9}{'texts':>7}{'verified':>10}"
        + "".join(f"{one:>9}" for one in WRONG)
        + f"{'alarms':>8}"
    )
    return "\n".join([head, *(_line(row) for row in (*rows.values(), everything))])


def _line(row: Row) -> str:
    texts = sum(number for _, number in row.counts.values())
    rates = [row.rate(one) for one in ("right", *WRONG)]
    shown = [f"{rate:.3f}" if rate is not None else "–" for rate in rates]
    return (
        f"{row.relation:24}{len(row.wordings):>9}{texts:>7}{shown[0]:>10}"
        + "".join(f"{one:>9}" for one in shown[1:])
        + f"{row.alarms:>8}"
    )
