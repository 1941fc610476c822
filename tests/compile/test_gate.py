"""What keeps a report from being released is named with its place, and the draft says so without a figure."""

from pathlib import Path

from tests.compile.bench import Given, compiled, indicator, outline
from zhibao.compile.gate import Obstacle, as_draft, in_conflict, obstacles
from zhibao.document.nodes import Document, Note, Paragraph, plain, walk
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Meaning, Missing

PEOPLE = indicator("people", label="在校生")
TEXT = "# 章\n\n<!-- 批注 李示例：请补依据 -->\n\n在校生{number: people}。\n\n- 一\n\n  <!-- 批注：二 -->\n"
KNOWN: Given = {("people", 2020): 1, ("people", 2021): 2}


def found(folder: Path, text: str, given: Given, *findings: Finding, stale: tuple[str, ...] = ()) -> list[Obstacle]:
    document = compiled(folder, text, [PEOPLE], given)
    return list(obstacles(document, outline(folder, text), {"people": PEOPLE}, findings, stale))


def finding(severity: Severity) -> Finding:
    return Finding("x", severity, CellPlace("某校"), "不符。")


def test_a_report_without_gaps_errors_and_open_remarks_goes_out(tmp_path: Path) -> None:
    given: Given = {("people", 2020): 1, ("people", 2021): Missing(Meaning.NOT_COLLECTED)}
    assert found(tmp_path, "# 章\n\n在校生{number: people}。\n", given, finding(Severity.WARNING)) == []


def test_every_reason_has_its_kind_number_and_first_places(tmp_path: Path) -> None:
    given: Given = {("people", 2020): 1, ("people", 2021): Missing(Meaning.NOT_SUBMITTED)}
    errors = [finding(Severity.ERROR)] * 7
    told = found(tmp_path, TEXT, given, *errors, stale=("workbooks/2021/a.xlsx：有变化",))
    assert [(one.kind, one.count) for one in told] == [("error", 7), ("missing", 1), ("stale", 1), ("comment", 2)]
    error, missing, stale, comment = map(str, told)
    assert error.splitlines()[0] == "未解决的强制问题 7 处"
    assert error.splitlines()[-1] == "  ……另有 2 处"
    assert missing == "缺报的数据 1 处\n  在校生（2021年）印成“缺”"
    assert stale == "改过而没有重新读入的工作簿 1 处\n  workbooks/2021/a.xlsx：有变化"
    assert "01_only.md:3：李示例：请补依据" in comment


def test_a_draft_is_marked_and_says_on_its_cover_why(tmp_path: Path) -> None:
    clean = compiled(tmp_path, TEXT, [PEOPLE], KNOWN)
    draft = as_draft(clean, ("未答复的批注", "缺报的数据"))
    assert draft.properties["draft"] == "草稿"
    assert draft.cover.remarks == (*clean.cover.remarks, "草稿，不得公开：有未答复的批注、缺报的数据。")
    assert as_draft(clean, ()).cover.remarks[-1] == "草稿，不得公开。"
    assert draft.blocks == clean.blocks


def remarks(document: Document) -> list[str]:
    return [
        "".join(plain(one.content) for one in block.content if isinstance(one, Paragraph))
        for block in walk(document.blocks)
        if isinstance(block, Note)
    ]


def test_open_remarks_are_printed_in_drafts_only(tmp_path: Path) -> None:
    assert remarks(compiled(tmp_path, TEXT, [PEOPLE], KNOWN)) == []
    drafted = compiled(tmp_path, TEXT, [PEOPLE], KNOWN, remarks=True)
    assert remarks(drafted) == ["〔李示例：请补依据〕。", "〔二〕。"]


def test_a_conflict_is_shown() -> None:
    assert in_conflict(()) == ()
    assert list(map(str, in_conflict(("第 3 段：28918 应为 28198",)))) == [
        "与数据不符的文字 1 处\n  第 3 段：28918 应为 28198"
    ]
