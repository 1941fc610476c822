"""The scorecard's counting and its page; the figures themselves are compared in .ci/run."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from zhibao.audit.proof.engine import audited, book, spread
from zhibao.audit.proof.genres.write import FACTS, VARIANTS
from zhibao.audit.proof.labels import CLASSES, GENRES, RELATIONS, SEEDED
from zhibao.audit.proof.matrix.measure import all_samples
from zhibao.audit.proof.matrix.sample import Sample
from zhibao.audit.proof.seeding import ERRORS
from zhibao.audit.proof.tallies import Tally, of_examples, of_report, of_samples, of_scrambled, of_source, understood

PAGE = ROOT / "docs" / "scorecard.md"


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return list(all_samples(1, 3, relation="growth/"))[:12]


def test_everything_that_is_measured_has_a_name() -> None:
    assert set(RELATIONS) == {one.relation for one in all_samples(1, 1)}
    assert set(GENRES) == set(FACTS)
    assert set(SEEDED) == set(ERRORS)
    assert set(CLASSES) == {"numeric", "structure", "names", "text"}


def test_batches_counted_apart_and_together_are_the_same(samples: list[Sample]) -> None:
    whole = of_samples(samples)
    joined = Tally()
    for batch in (samples[:5], samples[5:]):
        joined.take(of_samples(batch))
    assert {key: row.counts for key, row in joined.rows.items()} == {key: row.counts for key, row in whole.rows.items()}
    assert {name: pair.good for name, pair in joined.rules.items()} == {
        name: pair.good for name, pair in whole.rules.items()
    }


def test_a_rule_that_speaks_of_a_wrong_text_was_right(samples: list[Sample]) -> None:
    wrong = [one for one in samples if one.variant == "slip"]
    spoken = of_samples(wrong).rules
    assert spoken
    assert all(pair.good == pair.number for pair in spoken.values())


def test_scrambled_numbers_are_counted_by_relation(samples: list[Sample]) -> None:
    right = [one for one in samples if one.variant == "right"]
    assert {name: row.tried for name, row in of_scrambled(right).nulls.items()} == {"growth": len(right)}


def test_a_self_made_report_counts_its_seeded_errors_and_its_false_findings() -> None:
    variant = VARIANTS[0]
    tally = of_report((variant, 1, 1))
    report = variant.write(1)
    assert set(tally.seeded) <= set(ERRORS)
    assert sum(pair.number for pair in tally.seeded.values()) >= 6
    loud = list(audited(report.text).loud())
    assert (tally.false[variant.genre].good, tally.false[variant.genre].number) == (len(loud), len(report.text))


def test_examples_of_a_rule_count_what_had_to_be_found_and_what_had_to_be_left_alone() -> None:
    tally = of_examples(["growth_agrees"])
    assert tally.examples["growth_agrees"].number >= 5
    assert tally.silent["growth_agrees"].number >= 5


def test_excluded_numerals_are_no_values() -> None:
    classes = {"total": 10, "verified": 2, "contradicted": 1, "consistent": 1, "not_checkable": 2, "not_understood": 2}
    assert understood(classes | {"excluded": 2}) == (8, 0.25, 0.5)


def test_without_the_published_reports_nothing_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIBAO_SOURCES", str(tmp_path))
    assert of_source("jiangmen-2021") == Tally()


def test_batches_come_back_in_their_order() -> None:
    assert list(spread(len, ["a", "bbb", "cc"])) == [1, 3, 2]


def test_the_committed_page_lists_every_rule_and_relation() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in book().rules if f"`{name}`" not in page] == []
    assert [label for label in RELATIONS.values() if f"| {label}（" not in page] == []


def test_the_committed_page_holds_no_time_and_no_folder() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert not re.search(r"\d+:\d\d|/\w+/\w+/\w+/", page.replace("tests/audit/", ""))
