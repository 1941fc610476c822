"""What the audit reaches on self-made reports: issue 4's figures, on a sample small enough for every run."""

import pytest

from tests.audit.genres.run import SEED, described
from zhibao.audit.proof.genres.write import reports
from zhibao.audit.proof.seeded import Verdict, judged, loud, rate

FOUND, FALSE_PER_TEN_THOUSAND = 0.85, 0.3


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return judged(reports(10), 5, ("digit",), SEED)[1]


def test_clean_reports_are_hardly_ever_accused() -> None:
    made = reports(20, first=40)
    found = [f"{report.name}: {one.rule} {one.where} {one.message}" for report in made for one in loud(report.text)]
    allowed = FALSE_PER_TEN_THOUSAND * sum(len(report.text) for report in made) / 10_000
    assert len(found) <= allowed, "\n".join(found)


def test_changed_digits_of_checkable_claims_are_found(verdicts: list[Verdict]) -> None:
    missed = "\n".join(described(one.seeded) for one in verdicts if not one.found)
    assert rate(verdicts) >= FOUND, missed


def test_changed_digits_are_found_in_wordings_never_looked_at(verdicts: list[Verdict]) -> None:
    held = [one for one in verdicts if one.seeded.report.held_out]
    assert rate(held) >= FOUND - 0.05, "\n".join(described(one.seeded) for one in held if not one.found)
