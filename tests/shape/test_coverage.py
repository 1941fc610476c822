"""What serves each feature of the requirement papers is told on a page, and the page is what the script writes."""

import re
import runpy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.conftest import ROOT
from zhibao.catalog.load import Catalog, load_catalog

# The script is run as a module of its own; its names are read from there.
SCRIPT: Mapping[str, Any] = runpy.run_path(str(ROOT / "scripts" / "write_coverage.py"))
Feature = Any
FAULTS: Callable[[tuple[Feature, ...], Catalog], Iterable[str]] = SCRIPT["faults"]
ID = re.compile(r"G\d\d|F-CASE|F\d+(\.\d+)?-\d+|Q:F\d+-\d+a?")


@cache
def catalog() -> Catalog:
    return load_catalog()


@cache
def features() -> tuple[Feature, ...]:
    found: tuple[Feature, ...] = SCRIPT["read_features"](SCRIPT["FEATURES"])
    return found


def changed(name: str, **given: object) -> tuple[Feature, ...]:
    """Return the features with one of them said otherwise."""
    return tuple(replace(one, **given) if one.id == name else one for one in features())


def test_the_page_is_what_the_script_writes() -> None:
    assert SCRIPT["PAGE"].read_text(encoding="utf-8") == SCRIPT["page"](features(), catalog())


def test_every_feature_has_something_that_serves_it_or_says_why_not() -> None:
    assert list(FAULTS(features(), catalog())) == []


def test_both_papers_are_there_in_full() -> None:
    names = [one.id for one in features()]
    assert [name for name in names if not ID.fullmatch(name)] == []
    assert (sum(name.startswith("Q:") for name in names), len(names), len({*names})) == (111, 238, 238)


def test_a_feature_that_nothing_serves_is_a_fault() -> None:
    silent = changed("G20", by="", rules=(), not_yet="")
    assert list(FAULTS(silent, catalog())) == [
        "G20: no definition serves it; say `by` or `not_yet` in scripts/features.yaml"
    ]


def test_a_definition_that_serves_an_unknown_feature_is_a_fault() -> None:
    without = tuple(one for one in features() if one.id != "F8-3")
    assert "registers/practical_help: no feature 'F8-3'" in FAULTS(without, catalog())


@pytest.mark.parametrize(
    ("name", "given", "fault"),
    [
        ("G20", {"rules": ("no_such_rule",)}, "G20: no rule or check 'no_such_rule'"),
        ("G20", {"label": "一" * 13}, "G20: the label has 13 characters, at most 12 are allowed"),
        ("F8-3", {"not_yet": "示例"}, "F8-3: is served, and said not to be yet"),
    ],
)
def test_what_does_not_fit_is_a_fault(name: str, given: dict[str, object], fault: str) -> None:
    assert list(FAULTS(changed(name, **given), catalog())) == [fault]
