import json
from dataclasses import replace
from typing import Any

from tests.audit.report.sample import RULES, audited, finding
from zhibao.audit.report.baseline import compare
from zhibao.audit.report.plain import as_plain
from zhibao.audit.report.sarif import as_sarif
from zhibao.terms.audited import Audited
from zhibao.terms.finding import Severity


def run(*documents: Audited) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(json.dumps(as_sarif(documents, RULES)))
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    assert isinstance(found, dict)
    return found


def test_a_result_points_at_the_very_characters() -> None:
    result = run(audited())["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 26, "endColumn": 30, "snippet": {"text": "4.45"}}
    assert [one["physicalLocation"]["region"]["startColumn"] for one in result["relatedLocations"]] == [8, 17]


def test_rules_carry_label_reason_and_help_and_results_their_index() -> None:
    found = run(audited())
    (rule,) = found["tool"]["driver"]["rules"]
    assert rule["id"] == "points_agree"
    assert rule["shortDescription"]["text"] == "百分点之差与两个比率一致"
    assert rule["fullDescription"]["text"] == "两个比率之差就是百分点数。"
    assert "请核对三个数。" in rule["help"]["text"]
    assert {one["ruleIndex"] for one in found["results"]} == {0}


def test_severities_become_levels() -> None:
    severities = [finding(severity=one) for one in Severity]
    assert [one["level"] for one in run(audited(*severities))["results"]] == ["error", "warning", "note"]


def test_a_suggestion_is_a_replacement_of_exactly_the_old_digits() -> None:
    fixes = run(audited())["results"][0]["fixes"]
    regions = [one["artifactChanges"][0]["replacements"][0] for one in fixes]
    assert regions == [
        {"deletedRegion": {"startLine": 1, "startColumn": 26, "endColumn": 30}, "insertedContent": {"text": "3.45"}},
        {"deletedRegion": {"startLine": 1, "startColumn": 8, "endColumn": 13}, "insertedContent": {"text": "80.20"}},
    ]


def test_a_suggestion_in_words_is_no_replacement() -> None:
    result = run(audited(finding(suggestions=("请在文中说明", "9.99 → 1.00"))))["results"][0]
    assert "fixes" not in result
    assert result["properties"]["suggestions"] == ["请在文中说明", "9.99 → 1.00"]


def test_fingerprints_stay_when_lines_move() -> None:
    marks = [run(audited(finding(line=line)))["results"][0]["partialFingerprints"] for line in (1, 90)]
    assert marks[0] == marks[1]


def test_a_file_that_could_not_be_read_is_a_notification() -> None:
    invocation = run(audited(), Audited("坏.pdf", error="读不了。"))["invocations"][0]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "读不了。"


def test_a_path_with_blanks_and_chinese_is_an_address() -> None:
    found = run(replace(audited(), file="a b/云岭#1.txt"))
    assert found["artifacts"][0]["location"]["uri"] == "a%20b/%E4%BA%91%E5%B2%AD%231.txt"


def test_a_baseline_gives_states_and_suppressions() -> None:
    old = json.loads(json.dumps(as_plain([audited(finding(), finding("84.65"))])))["documents"]
    old[0]["findings"][0]["suppressed"] = "口径不同"
    compared = compare(audited(finding(), finding("81.20", message="新。")), old)
    log: Any = as_sarif([compared.audited], RULES, [compared])
    kept, new, gone = log["runs"][0]["results"]
    assert kept["suppressions"] == [{"kind": "external", "justification": "口径不同"}]
    assert [kept["baselineState"], new["baselineState"], gone["baselineState"]] == ["unchanged", "new", "absent"]
