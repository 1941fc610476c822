"""计分: what the proofs count, batch by batch in processes, and how the counts of batches are put together."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhibao.audit.proof.engine import audited, book
from zhibao.audit.proof.genres.write import Variant
from zhibao.audit.proof.gold import Gold, caught, load, mutants, scored, sources
from zhibao.audit.proof.matrix.measure import Row, judged
from zhibao.audit.proof.matrix.sample import Sample
from zhibao.audit.proof.matrix.scramble import Null, null_test
from zhibao.audit.proof.seeded import seeded_in, verdict
from zhibao.audit.run import rule_findings
from zhibao.audit.ties.known import example_records
from zhibao.catalog.load import load_catalog
from zhibao.catalog.model import Rule, RuleExample
from zhibao.document.readers.read import read_text
from zhibao.terms.source import TextPlace

Key = tuple[str, str]
"""A name and the half it was drawn from: open or held."""


@dataclass
class Pair:
    """几分之几: good of how many."""

    good: int = 0
    number: int = 0

    def add(self, good: int, number: int = 1) -> None:
        """Count some more."""
        self.good += good
        self.number += number

    @property
    def rate(self) -> float | None:
        """Return the share; None where nothing was tried."""
        return self.good / self.number if self.number else None


def pairs() -> "defaultdict[str, Pair]":
    """Return counts of which none was made yet."""
    return defaultdict(Pair)


@dataclass
class Tally:
    """一批的计数: relations, scrambled ones, seeded errors, false findings, classes of numerals, and rules.

    `rules` counts findings that were right, of all; `classes` numerals by class for a source or genre.
    """

    rows: dict[Key, Row] = field(default_factory=dict)
    nulls: dict[str, Null] = field(default_factory=dict)
    seeded: dict[str, Pair] = field(default_factory=pairs)
    aside: Pair = field(default_factory=Pair)
    false: dict[str, Pair] = field(default_factory=pairs)
    classes: dict[str, dict[str, int]] = field(default_factory=dict)
    rules: dict[str, Pair] = field(default_factory=pairs)
    examples: dict[str, Pair] = field(default_factory=pairs)
    silent: dict[str, Pair] = field(default_factory=pairs)
    gold: Gold | None = None
    mutants: Pair = field(default_factory=Pair)
    mutants_aside: Pair = field(default_factory=Pair)

    def take(self, other: "Tally") -> None:
        """Add the counts of another batch."""
        for key, row in other.rows.items():
            _join_rows(self.rows.setdefault(key, Row(row.relation)), row)
        for name, null in other.nulls.items():
            mine = self.nulls.setdefault(name, Null(name))
            mine.tried, mine.by_chance = mine.tried + null.tried, mine.by_chance + null.by_chance
            mine.spoken += null.spoken
        for mine_pairs, their_pairs in (
            (self.seeded, other.seeded), (self.false, other.false), (self.rules, other.rules),
            (self.examples, other.examples), (self.silent, other.silent),
        ):  # fmt: skip
            for name, pair in their_pairs.items():
                mine_pairs[name].add(pair.good, pair.number)
        for mine_pair, pair in (
            (self.aside, other.aside), (self.mutants, other.mutants), (self.mutants_aside, other.mutants_aside)
        ):  # fmt: skip
            mine_pair.add(pair.good, pair.number)
        for name, classes in other.classes.items():
            _join_classes(self.classes.setdefault(name, {}), classes)
        self.gold = self.gold or other.gold


def of_samples(samples: Sequence[Sample]) -> Tally:
    """Return the counts of a batch of the matrices."""
    tally = Tally()
    for one in samples:
        found = judged(one, audited(one.text))
        half = "held" if one.held_out else "open"
        tally.rows.setdefault((one.relation, half), Row(one.relation)).add(found)
        for rule in set(found.rules):
            tally.rules[rule].add(one.variant != "right")
    return tally


def of_scrambled(samples: Sequence[Sample]) -> Tally:
    """Return the counts of a batch whose numbers are drawn anew."""
    return Tally(nulls=null_test(audited, samples, seed=1))


def of_report(chosen: tuple[Variant, int, int]) -> Tally:
    """Return the counts of one self-made report, clean and with so many errors of each kind."""
    variant, seed, each = chosen
    tally = Tally()
    report = variant.write(seed)
    clean = audited(report.text)
    loud = list(clean.loud())
    tally.classes[variant.genre] = clean.counts()
    tally.false[variant.genre].add(len(loud), len(report.text))
    for finding in loud:
        tally.rules[finding.rule].add(0)
    rng = random.Random(report.name)  # noqa: S311 - drawn cases, no secret
    for one in seeded_in(report, each, rng):
        found = verdict(one, loud)
        tally.seeded[one.error].add(found.found)
        tally.aside.add(bool(found.aside))
        for rule in {hit.rule for hit in found.hits}:
            tally.rules[rule].add(1)
    return tally


def of_source(name: str) -> Tally:
    """Return the counts of one published report, with its list of defects where there is one."""
    folder = sources()
    if folder is None:
        return Tally()
    clean = audited((folder / f"{name}.txt").read_text(encoding="utf-8"))
    tally = Tally(classes={name: clean.counts()})
    if (folder / f"{name}.gold.json").is_file():
        tally.gold = scored(load(folder, name)[0], clean)
        for rule, (right, wrong) in tally.gold.rules.items():
            tally.rules[rule].add(right, right + wrong)
    return tally


def of_mutants(chosen: tuple[str, int, int, int]) -> Tally:
    """Return how many changed digits of a published report were found; every so-many-th mutant from a first one."""
    name, number, first, step = chosen
    folder = sources()
    tally = Tally()
    if folder is not None:
        content, text = load(folder, name)
        clean = list(audited(text).loud())
        for mutant in list(mutants(content, text, number, 7))[first::step]:
            found, elsewhere = caught(mutant, clean)
            tally.mutants.add(found)
            tally.mutants_aside.add(elsewhere)
    return tally


def of_examples(names: Sequence[str]) -> Tally:
    """Return how the rules do on their own examples: what had to be found, and what had to be left alone."""
    tally = Tally()
    rules = load_catalog().rules
    for name in names:
        for example in rules[name].examples:
            quotes = _quotes(rules[name], example)
            counts = tally.examples if example.finds else tally.silent
            counts[name].add(sorted(quotes) == sorted(example.finds))
    return tally


def _quotes(rule: Rule, example: RuleExample) -> list[str]:
    data = example_records(example.values, book().indicators) if example.values else None
    previous = read_text(example.previous) if example.previous else None
    found = rule_findings(read_text(example.text), book().rules[rule.name], book(), data=data, previous=previous)
    return [one.where.quote for one in found if isinstance(one.where, TextPlace)]


def understood(classes: dict[str, int]) -> tuple[int, float, float]:
    """Return how many numerals are values, and the shares of them that are not understood, and that are judged."""
    values = classes["total"] - classes["excluded"]
    judged_ones = classes["verified"] + classes["contradicted"] + classes["consistent"]
    return values, classes["not_understood"] / max(values, 1), judged_ones / max(values, 1)


def _join_rows(mine: Row, other: Row) -> None:
    mine.wordings |= other.wordings
    mine.alarms += other.alarms
    for variant, (good, number) in other.counts.items():
        pair = mine.counts.setdefault(variant, [0, 0])
        pair[0] += good
        pair[1] += number


def _join_classes(mine: dict[str, int], other: dict[str, int]) -> None:
    for name, number in other.items():
        mine[name] = mine.get(name, 0) + number
