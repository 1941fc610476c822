import json
from dataclasses import replace

from tests.audit.report.sample import audited, finding
from zhibao.audit.report.baseline import compare
from zhibao.audit.report.plain import as_plain, narrowed
from zhibao.terms.audited import Audited
from zhibao.terms.finding import Severity
from zhibao.terms.source import CellPlace, TextPlace

KEYS = [
    "rule", "severity", "confidence", "line", "column", "page", "cell", "quote", "message", "said", "expected",
    "computation", "suggestions", "related",
]  # fmt: skip


def documents(plain: dict[str, object]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(json.dumps(plain))["documents"]
    return found


def test_the_form_is_to_the_letter() -> None:
    plain = as_plain([audited(), Audited("坏.pdf", error="读不了。")])
    assert list(plain) == ["version", "documents"]
    assert plain["version"] == 1
    first, second = documents(plain)
    assert list(first) == ["file", "title", "numerals", "findings"]
    assert first["numerals"] == {
        "total": 3, "verified": 0, "contradicted": 1, "consistent": 2, "not_checkable": 0, "not_understood": 0,
        "excluded": 0,
    }  # fmt: skip
    assert isinstance(first["findings"], list)
    assert list(first["findings"][0]) == KEYS
    assert first["findings"][0]["related"][0] == {"line": 1, "column": 8, "quote": "81.20"}
    assert second == {"file": "坏.pdf", "title": "", "error": "读不了。"}


def test_a_finding_without_a_line_stands_at_the_beginning_and_is_never_null() -> None:
    nowhere = replace(finding(), where=CellPlace("附表.xlsx"), related=())
    (document,) = documents(as_plain([replace(audited(), findings=(nowhere,))]))
    assert isinstance(document["findings"], list)
    assert (document["findings"][0]["line"], document["findings"][0]["column"]) == (1, 1)


def test_a_quote_has_at_most_sixty_characters() -> None:
    long = replace(finding(), where=TextPlace("云岭.txt", 1, 1, None, "长" * 90))
    (document,) = documents(as_plain([replace(audited(), findings=(long,))]))
    assert isinstance(document["findings"], list)
    assert document["findings"][0]["quote"] == "长" * 60


def test_numerals_keep_pointing_at_their_findings_when_notes_are_left_out() -> None:
    both = audited(finding("84.65", severity=Severity.NOTE), finding())
    both = replace(both, numerals=(*both.numerals[:2], replace(both.numerals[2], findings=(0, 1))))
    narrow = narrowed(both, Severity.WARNING)
    assert [one.severity for one in narrow.findings] == [Severity.ERROR]
    assert narrow.numerals[2].findings == (0,)
    assert narrow.numerals[1].findings == (0,)
    assert len(narrow.numerals) == 3


def test_with_a_baseline_each_finding_has_its_status_and_each_document_what_was_fixed() -> None:
    before = documents(as_plain([audited()]))
    compared = compare(audited(finding("81.20", message="新的问题。")), before)
    (document,) = documents(as_plain([compared.audited], [compared]))
    assert isinstance(document["findings"], list)
    assert document["findings"][0]["status"] == "new"
    assert isinstance(document["fixed"], list)
    assert [one["quote"] for one in document["fixed"]] == ["4.45", "84.65"]


def test_the_accounting_lists_every_numeral() -> None:
    (document,) = documents(as_plain([audited()], accounting=True))
    assert isinstance(document["accounting"], list)
    assert [(one["printed"], one["class"]) for one in document["accounting"]] == [
        ("81.20", "consistent"),
        ("84.65", "consistent"),
        ("4.45", "contradicted"),
    ]
