"""The page that sets the published reports beside ours names every difference with a reason, and no other."""

import runpy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import ROOT, sources
from tests.way.conftest import Way
from zhibao.document.nodes import Chart, Document, Figure, Heading, Table, Text

SCRIPT: Mapping[str, Any] = runpy.run_path(str(ROOT / "scripts" / "write_side_by_side.py"))


def wrong(city: str, document: Document) -> list[str]:
    """Return what the script finds wrong with the reasons for a document's differences."""
    pairs = SCRIPT["pairs"](SCRIPT["published"](city, sources()), SCRIPT["ours"](document))
    faults: list[str] = SCRIPT["faults"](city, pairs)
    return faults


def without(document: Document, left_out: object) -> Document:
    return replace(document, blocks=tuple(one for one in document.blocks if one is not left_out))


def test_the_page_is_what_both_reports_say_and_every_difference_has_its_reason(jiangmen: Way, qingyuan: Way) -> None:
    text, faults = SCRIPT["page"]({"jiangmen": jiangmen.document, "qingyuan": qingyuan.document}, sources())
    assert faults == []
    assert (ROOT / "docs" / "side-by-side.md").read_text(encoding="utf-8") == text, "run scripts/write_side_by_side.py"


def test_every_table_chart_case_and_heading_of_theirs_has_one_of_ours(jiangmen: Way, qingyuan: Way) -> None:
    for way, count in ((jiangmen, 51), (qingyuan, 131)):
        pairs = SCRIPT["pairs"](SCRIPT["published"](way.name, sources()), SCRIPT["ours"](way.document))
        assert len(pairs) == count
        assert [one.name for one in pairs if {"not there", "ours only", "place", "rows"} & set(one.differences)] == []


@pytest.mark.parametrize("kind", [Table, Heading, Figure])
def test_what_a_report_loses_is_a_difference_without_a_reason(qingyuan: Way, kind: type) -> None:
    numbered = (
        one
        for one in qingyuan.document.blocks
        if isinstance(one, kind) and (not isinstance(one, Figure) or isinstance(one.content, Chart))
    )
    faults = wrong("qingyuan", without(qingyuan.document, next(numbered)))
    assert any("not there" in one for one in faults)


def test_a_row_that_a_table_loses_and_a_number_that_a_chart_changes_are_found(jiangmen: Way) -> None:
    document = jiangmen.document
    table = next(one for one in document.blocks if isinstance(one, Table))
    chart = next(one for one in document.blocks if isinstance(one, Figure) and one.name == "students_chart")
    assert isinstance(chart.content, Chart)
    fewer = replace(table, body=table.body[1:])
    drawn = replace(chart, content=replace(chart.content, body=chart.content.body[1:]))
    blocks = tuple(fewer if one is table else drawn if one is chart else one for one in document.blocks)
    assert wrong("jiangmen", replace(document, blocks=blocks)) == [
        "jiangmen: no reason for “table 1-1: rows”",
        "jiangmen: no reason for “figure 2-2: numbers drawn”",
    ]


def test_a_reason_for_a_difference_that_is_gone_is_found(jiangmen: Way) -> None:
    retitled = tuple(
        replace(one, content=(Text("校企紧密联系，开展“现代学徒制”人才培养模式"),))
        if isinstance(one, Heading) and one.number == "4.1"
        else one
        for one in jiangmen.document.blocks
    )
    (fault,) = wrong("jiangmen", replace(jiangmen.document, blocks=retitled))
    assert fault == "jiangmen: a reason for “heading 4.1: title”, which is no difference"
