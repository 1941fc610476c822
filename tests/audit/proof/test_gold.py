from pathlib import Path
from typing import Any

import pytest

from zhibao.audit.proof.engine import audited
from zhibao.audit.proof.gold import caught, mutants, scored, sources

TEXT = """2022年度教育质量报告

一、基本情况

云海市共有在校生4120人，上年3900人，增长6.54%。

教师640人，其中硕士96人，占15.0%。

就业率由96.15%上升到97.20%，提高1.05个百分点。
"""


def listed(**more: list[dict[str, Any]]) -> dict[str, Any]:
    growth = {"line": 5, "quote": "增长6.54%", "kind": "share", "severity": "error", "confidence": 0.95}
    claim = {"line": 9, "quote": "提高1.05个百分点", "value": "1.05", "verdict": "consistent"}
    content: dict[str, Any] = {
        "errors": [growth],
        "non_errors": [{"line": 7, "quote": "占15.0%"}],
        "claims": [{**claim, "checkable_against": ["line:9"]}],
    }
    return content | more


def test_a_defect_is_found_where_a_finding_stands_on_its_line_and_shares_its_words() -> None:
    score = scored(listed(), audited(TEXT))
    assert score.recall == {"numeric": (1, 1)}
    assert (score.errors_right, score.errors, score.tempted) == (1, 1, 0)


def test_a_defect_of_another_line_is_missed_and_the_finding_then_is_wrong() -> None:
    elsewhere = {"line": 1, "quote": "教育质量", "kind": "typo", "severity": "warning", "confidence": 0.9}
    score = scored(listed(errors=[elsewhere]), audited(TEXT))
    assert score.recall == {"text": (0, 1)}
    assert (score.errors_right, score.errors) == (0, 1)


def test_a_right_text_that_is_accused_counts_as_tempted() -> None:
    score = scored(listed(errors=[], non_errors=[{"line": 5, "quote": "6.54%"}]), audited(TEXT))
    assert score.tempted == 1


def test_notes_and_doubtful_entries_do_not_count_for_recall() -> None:
    entries = listed()["errors"]
    content = listed(errors=[entries[0] | {"severity": "note"}, entries[0] | {"confidence": 0.6}])
    assert scored(content, audited(TEXT)).recall == {}


def test_a_mutant_differs_in_one_digit_of_the_claim_alone() -> None:
    (mutant,) = mutants(listed(), TEXT, 60, 7)
    changed = [(old, new) for old, new in zip(TEXT.split("\n"), mutant.text.split("\n"), strict=True) if old != new]
    assert len(changed) == 1
    old, new = changed[0]
    assert len(old) == len(new)
    assert sum(one != other for one, other in zip(old, new, strict=True)) == 1
    assert mutant.digits in new


def test_a_changed_digit_of_a_stated_relation_is_caught_and_the_known_finding_is_not_new() -> None:
    (mutant,) = mutants(listed(), TEXT, 60, 7)
    assert caught(mutant, list(audited(TEXT).loud())) == (True, False)


def test_without_the_reports_there_is_no_folder_of_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIBAO_SOURCES", str(tmp_path))
    assert sources() is None
