import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.audit.report.sample import audited, finding
from zhibao.audit.report.baseline import BaselineError, Record, Status, compare, fingerprints, read_baseline
from zhibao.audit.report.plain import as_plain
from zhibao.terms.audited import Audited


def before(*documents: Audited) -> list[Record]:
    found: list[Record] = json.loads(json.dumps(as_plain(documents)))["documents"]
    return found


def test_a_finding_is_known_again_after_its_lines_have_moved() -> None:
    old = before(audited(finding(message="第 1 行与第 9 行不一致。")))
    compared = compare(audited(finding(line=40, message="第 40 行与第 48 行不一致。")), old)
    assert compared.statuses == (Status.UNCHANGED,)
    assert compared.fixed == ()


def test_a_finding_is_known_again_when_only_its_message_has_changed() -> None:
    compared = compare(audited(finding(message="别的说法。")), before(audited(finding())))
    assert compared.statuses == (Status.UNCHANGED,)


def test_two_equal_findings_need_two_entries() -> None:
    compared = compare(audited(finding(), finding(line=2)), before(audited(finding())))
    assert compared.statuses == (Status.UNCHANGED, Status.NEW)


def test_what_is_gone_is_fixed() -> None:
    gone = finding("84.65", message="不见了。")
    compared = compare(audited(finding()), before(audited(finding(), gone)))
    assert [one["quote"] for one in compared.fixed] == ["84.65"]


def test_a_suppressed_finding_keeps_its_reason_and_counts_no_more() -> None:
    old = before(audited(finding(), finding("84.65")))
    findings = old[0]["findings"]
    assert isinstance(findings, list)
    findings[0]["suppressed"] = "口径不同，已说明"
    compared = compare(audited(finding(), finding("84.65")), old)
    assert compared.statuses == (Status.SUPPRESSED, Status.UNCHANGED)
    assert compared.audited.findings[0].reason == "口径不同，已说明"
    assert [one.said for one in compared.open_findings()] == ["84.65"]
    again = json.loads(json.dumps(as_plain([compared.audited], [compared])))["documents"]
    assert compare(audited(finding()), again).statuses == (Status.SUPPRESSED,)


def test_a_document_is_found_again_by_path_name_and_title() -> None:
    other = Audited("别的.txt", "别的报告", (finding("81.20"),))
    old = before(other, replace(audited(finding()), file="旧稿/云岭.txt"))
    assert compare(audited(finding()), old).statuses == (Status.UNCHANGED,)
    renamed = replace(audited(finding()), file="云岭第二稿.txt")
    assert compare(renamed, old).statuses == (Status.UNCHANGED,)
    assert compare(replace(renamed, title="第三份"), old).statuses == (Status.NEW,)


def test_a_document_that_could_not_be_read_has_nothing_fixed() -> None:
    compared = compare(Audited("云岭.txt", error="读不了。"), before(audited(finding())))
    assert (compared.statuses, compared.fixed) == ((), ())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        '{"version": 2, "documents": []}',
        '{"version": 1, "documents": [1]}',
        '{"version": 1, "documents": [{"file": "a", "findings": [{}]}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_former_audit_is_said_in_chinese(content: str, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match="不是 zhibao audit --format json 的输出"):
        read_baseline(path)


def test_fingerprints_stay_when_lines_move_and_tell_equal_findings_apart() -> None:
    one, two = fingerprints([finding(), finding(line=7)])
    assert one != two
    assert fingerprints([finding(line=30), finding(line=31)]) == [one, two]
    assert fingerprints([finding("81.20")]) != [one]
