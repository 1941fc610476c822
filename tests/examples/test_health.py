"""The health of the checks: every number is looked at, sown errors are found, clean examples are left alone."""

import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.registers import catalog
from zhibao.cli.app import app
from zhibao.examples import health as module
from zhibao.examples.faults import GROUPS, SOWERS, faults, with_fault
from zhibao.examples.health import HealthRecord, example_context, health
from zhibao.examples.health_page import health_page
from zhibao.examples.model import load_example

EACH = 12


@cache
def measured() -> HealthRecord:
    return health(most=EACH)


def test_nine_in_ten_numbers_of_each_example_are_looked_at() -> None:
    for one in measured()["cities"].values():
        assert one["cells"] > 400
        assert one["coverage"] >= 0.9


def test_nothing_is_found_in_the_clean_examples() -> None:
    assert measured()["false_alarms"] == {"error": 0, "warning": 0}


@pytest.mark.parametrize("group", GROUPS)
def test_of_each_group_of_errors_ninety_five_in_a_hundred_are_found(group: str) -> None:
    records = [measured()["mutation"][kind] for kind in GROUPS[group]]
    sown = sum(one["seeded"] for one in records)
    assert sown >= EACH
    assert sum(one["found"] for one in records) >= 0.95 * sown


def test_every_kind_of_error_is_sown_and_some_rule_finds_it() -> None:
    assert list(measured()["mutation"]) == list(SOWERS)
    for one in measured()["mutation"].values():
        assert one["seeded"] >= EACH
        assert one["by"]


def test_an_error_is_the_same_every_time_and_leaves_the_rest_alone() -> None:
    context = example_context(load_example("jiangmen"), catalog())
    chosen = faults(context, "times_10", 3)
    assert chosen == faults(context, "times_10", 3)
    assert len({fault.place for fault in chosen} | {"jm"}) > 1
    (fault,) = chosen[:1]
    handed = next(one for one in context.schools[context.years[1]] if one.place.code == fault.place)
    after = with_fault(handed, fault, context)
    changed = {cell for cell in handed.typed if handed.typed[cell] != after.typed[cell]}
    assert changed == set(fault.changes)
    assert {one.field for one in handed.reasons if one not in after.reasons} <= {cell.field for cell in changed}


def test_the_page_tells_what_was_measured() -> None:
    page = health_page(measured())
    assert page.startswith("<!-- 由 zhibao check --health")
    for one in measured()["mutation"].values():
        assert f"| {one['label']} | {one['seeded']} | {one['found']} |" in page
    assert "| 50 | 94.9% | 99.5% |" in page


def test_the_command_gives_the_record_or_the_page_and_needs_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "health", lambda progress: measured())
    printed = CliRunner().invoke(app, ["check", "--health", "--format", "json"])
    assert json.loads(printed.stdout) == measured()
    target = tmp_path / "page.md"
    assert CliRunner().invoke(app, ["check", "--health", "--output", str(target)]).exit_code == 0
    assert target.read_text(encoding="utf-8") == health_page(measured())
    refused = CliRunner().invoke(app, ["check", "--health", "--output", str(tmp_path / "no" / "page.md")])
    assert refused.exit_code == 2
    assert "写不进去" in refused.output
