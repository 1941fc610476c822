"""The two published reports: every sure defect of structure, names and words is found, no tempting one is reported.

Self-made reports of all genres, free of such defects, stay free of findings.
"""

import json
from functools import cache
from typing import Any

import pytest

from tests.audit.kinds.found import book
from tests.conftest import sources
from zhibao.audit.blocks import flatten
from zhibao.audit.present import remark_finding
from zhibao.audit.proof.genres.write import reports
from zhibao.audit.run import engine
from zhibao.document.readers.read import read_text
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

STRUCTURE = ("toc-page", "figure-numbering", "caption-format", "enumeration", "duplicate-item")
NAMES = ("name", "term-variant", "perspective", "foreign-word")
TEXT = ("typo", "line-split")


def _loud(text: str, name: str) -> list[Finding]:
    flat = flatten(read_text(text, name))
    found = []
    for rule in book().rules.values():
        find = engine(rule.kind, "remarks")
        if find is not None:
            found += [remark_finding(one, rule, flat) for one in find(flat, rule, book())]
    return [one for one in found if one.severity is not Severity.NOTE]


@cache
def _places(name: str) -> tuple[TextPlace, ...]:
    text = (sources() / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(one.where for one in _loud(text, name) if isinstance(one.where, TextPlace))


def _gold() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((sources() / "jiangmen-2021.gold.json").read_text(encoding="utf-8"))
    return content


def _shares_two_letters(one: str, other: str) -> bool:
    one, other = "".join(one.split()), "".join(other.split())
    return any(one[k : k + 2] in other for k in range(len(one) - 1))


def _is_found(entry: dict[str, Any]) -> bool:
    lines = {entry["line"], *entry.get("related_lines", ())}
    return any(
        any(abs(place.line - line) <= 1 for line in lines) and _shares_two_letters(place.quote, entry["quote"])
        for place in _places("jiangmen-2021")
    )


@pytest.mark.parametrize(("kinds", "share"), [(STRUCTURE, 1.0), (NAMES, 0.8), (TEXT, 0.6)])
def test_the_sure_defects_of_the_gold_list_are_found(kinds: tuple[str, ...], share: float) -> None:
    sure = [
        entry
        for entry in _gold()["errors"]
        if entry["severity"] != "note" and entry["confidence"] >= 0.9 and any(kind in entry["kind"] for kind in kinds)
    ]
    assert sure
    assert sum(map(_is_found, sure)) >= share * len(sure)


def test_what_only_looks_wrong_is_left_alone() -> None:
    defects = [entry for entry in _gold()["errors"] if entry["confidence"] >= 0.5]
    for place in _places("jiangmen-2021"):
        tempting = [
            one
            for one in _gold()["non_errors"]
            if one["line"] == place.line and _shares_two_letters(place.quote, one["quote"])
        ]
        assert not tempting or any(entry["line"] == place.line for entry in defects), place


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        (592, "表 3-4"),
        (530, "3.2.2.2"),
        (611, "表 4-1"),
        (667, "图 4-1"),
        (857, "图 6-1"),
        (784, "案例 21"),
        (802, "案例 22"),
        (376, "毕业就业"),
    ],
)
def test_the_known_faults_of_structure_of_the_second_report_are_found(line: int, quote: str) -> None:
    assert any(place.line == line and quote in place.quote for place in _places("qingyuan-2022"))


def test_self_made_reports_of_every_genre_stay_silent() -> None:
    for report in reports(20):
        found = _loud(report.text, report.name)
        assert found == [], (report.name, [(one.rule, one.where) for one in found])
