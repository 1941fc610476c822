"""The command that reads finished reports: forms, exit codes, copies, baselines, summaries."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from zhibao.cli import main

GOOD = "# 1 概况\n\n就业率由81.20%上升到84.65%，提高3.45个百分点。\n"
BAD = "# 1 概况\n\n就业率由81.20%上升到84.65%，提高4.45个百分点。\n"
Answer = tuple[int, str, str]


@pytest.fixture
def audit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Answer]:
    """Return a function that audits and returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["zhibao", "audit", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "没有料到" not in err, err
        return int(ended.value.code or 0), out, err

    return run


def plain(answer: Answer) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = json.loads(answer[1])["documents"]
    return documents


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (("good.txt",), 0),
        (("bad.txt",), 1),
        (("good.txt", "bad.txt"), 1),
        (("bad.txt", "none.txt"), 2),
        (("none.txt",), 2),
    ],
)
def test_the_exit_code_tells_errors_and_files_that_could_not_be_read(
    files: tuple[str, ...], code: int, audit: Callable[..., Answer]
) -> None:
    assert audit(*files, "--format", "json")[0] == code


def test_standard_output_holds_the_json_alone_and_documents_stand_in_order(audit: Callable[..., Answer]) -> None:
    answer = audit("bad.txt", "none.txt", "good.txt", "--format", "json")
    documents = plain(answer)
    assert [one["file"] for one in documents] == ["bad.txt", "none.txt", "good.txt"]
    assert documents[0]["findings"][0]["line"] == 3
    assert "4.45" in documents[0]["findings"][0]["quote"]
    assert "findings" not in documents[1]
    assert documents[1]["error"]
    assert documents[1]["error"] in answer[2]


def test_the_terminal_shows_the_sentence_the_computation_and_the_accounting(audit: Callable[..., Answer]) -> None:
    code, out, _ = audit("bad.txt", "--verbose")
    assert code == 1
    shown = (
        "第 3 行",
        "提高4.45个百分点",
        "84.65 − 81.20 = 3.45",
        "4.45 → 3.45",
        "4 个数字，逐个有交代",
        "有矛盾 1 个",
    )
    for said in shown:
        assert said in out


def test_a_word_file_comes_back_with_comments_and_the_original_is_untouched(
    audit: Callable[..., Answer], tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("就业率由81.20%上升到84.65%，提高4.45个百分点。")
    document.save(str(tmp_path / "云岭.docx"))
    before = (tmp_path / "云岭.docx").read_bytes()
    assert audit("云岭.docx", "--annotate", "批注")[0] == 1
    assert [path.name for path in (tmp_path / "批注").iterdir()] == ["云岭.audit.docx"]
    (comment,) = docx.Document(str(tmp_path / "批注/云岭.audit.docx")).comments
    assert "84.65 − 81.20 = 3.45" in comment.text
    assert (tmp_path / "云岭.docx").read_bytes() == before


def test_other_files_come_back_in_the_form_that_suits_them(audit: Callable[..., Answer], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("专业", "人数"), ("机电", 412), ("商贸", 388), ("合计", 810)):
        book.active.append(row)
    book.save(tmp_path / "附表.xlsx")
    audit("bad.txt", "附表.xlsx", "--annotate", "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["bad.audit.html", "附表.audit.xlsx"]
    audit("out", "--format", "json")


def test_a_copy_that_cannot_be_written_is_told_and_the_audit_is_given_all_the_same(
    audit: Callable[..., Answer], tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    answer = audit("bad.txt", "--annotate", "out", "--format", "json")
    assert answer[0] == 2
    assert plain(answer)[0]["findings"]
    assert "批注没有写成" in answer[2]


def test_a_baseline_tells_new_unchanged_fixed_and_suppressed(audit: Callable[..., Answer], tmp_path: Path) -> None:
    old = json.loads(audit("bad.txt", "--format", "json")[1])
    (tmp_path / "bad.txt").write_text("# 0 前言\n\n新加的一段。\n\n" + BAD, encoding="utf-8")
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    code, out, _ = audit("bad.txt", "--baseline", "old.json", "--format", "json")
    assert (code, json.loads(out)["documents"][0]["findings"][0]["status"]) == (1, "unchanged")
    old["documents"][0]["findings"][0]["suppressed"] = "口径不同"
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    code, out, _ = audit("bad.txt", "--baseline", "old.json", "--format", "json")
    assert (code, json.loads(out)["documents"][0]["findings"][0]["status"]) == (0, "suppressed")
    (tmp_path / "bad.txt").write_text(GOOD, encoding="utf-8")
    code, out, _ = audit("bad.txt", "--baseline", "old.json", "--format", "json")
    assert (code, len(json.loads(out)["documents"][0]["fixed"])) == (0, 1)


def test_lists_pages_and_sarif_are_written_where_one_says(audit: Callable[..., Answer], tmp_path: Path) -> None:
    assert audit("bad.txt", "good.txt", "--format", "xlsx", "--output", "a/list.xlsx")[0] == 1
    book = openpyxl.load_workbook(tmp_path / "a/list.xlsx")
    assert book.sheetnames == ["问题清单", "数字交代", "各类合计"]
    rows = list(book["问题清单"].values)
    assert rows[0][:3] == ("文件", "序号", "程度")
    assert rows[1][0] == "bad.txt"
    assert "4.45" in str(rows[1])
    assert book["问题清单"].auto_filter.ref is not None
    assert book["问题清单"].freeze_panes == "D2"
    assert len(list(book["数字交代"].values)) == 1 + 8
    assert audit("bad.txt", "good.txt", "--format", "html", "--output", "pages")[0] == 1
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["bad.audit.html", "good.audit.html"]
    assert audit("bad.txt", "--format", "html", "--output", "one.html")[0] == 1
    assert "提高" in (tmp_path / "one.html").read_text(encoding="utf-8")
    assert json.loads(audit("bad.txt", "--format", "sarif")[1])["runs"][0]["results"]
    assert list(tmp_path.rglob("*.part")) == []


def test_a_summary_has_a_row_per_report_and_the_passages_copied_between_them(
    audit: Callable[..., Answer], tmp_path: Path
) -> None:
    shared = "学校坚持产教融合校企合作的办学方向，与本地骨干企业共同制定人才培养方案，共同开发课程和实训项目。\n"
    folder = tmp_path / "全省"
    folder.mkdir()
    for name, text in (("甲.txt", BAD), ("乙.txt", GOOD)):
        (folder / name).write_text(text + "\n" + shared, encoding="utf-8")
    (folder / "丙.docx").write_bytes(b"broken")
    assert audit("全省", "--summary", "汇总.xlsx")[0] == 2
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    rows = [[cell or 0 for cell in row] for row in book["各份报告"].values]
    heads = rows[0]
    by_name = {str(row[0]): dict(zip(heads, row, strict=True)) for row in rows[1:]}
    assert set(by_name) == {"甲.txt", "乙.txt", "丙.docx", "合计（读入 2 份，未读 1 份）"}
    assert (by_name["甲.txt"]["强制"], by_name["乙.txt"]["强制"]) == (1, 0)
    assert by_name["丙.docx"]["未读原因"]
    assert by_name["甲.txt"]["百分点之差与两个比率一致"] == 1
    (passage,) = list(book["照搬的段落"].values)[1:]
    assert passage[2] == shared.strip()
    links = [cell.hyperlink.target for (cell,) in book["各份报告"]["A2:A4"] if cell.hyperlink]
    assert sorted(str(one).replace("\\", "/") for one in links) == ["全省/丙.docx", "全省/乙.txt", "全省/甲.txt"]


def test_notes_are_left_out_when_only_errors_are_wanted(audit: Callable[..., Answer]) -> None:
    findings = plain(audit("bad.txt", "--min-severity", "error", "--format", "json"))[0]["findings"]
    assert {one["severity"] for one in findings} == {"error"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "缺少 FILE"),
        (("bad.txt", "--format", "xlsx"), 2, "--output"),
        (("bad.txt", "--format", "doc"), 2, "可选：text、json、sarif、xlsx、html"),
        (("bad.txt", "--baseline", "none.json"), 2, "none.json"),
        (("bad.txt", "--previous", "none.txt"), 2, "none.txt"),
    ],
)
def test_a_command_written_wrongly_is_answered_in_chinese(
    arguments: tuple[str, ...], code: int, said: str, audit: Callable[..., Answer]
) -> None:
    returned, _, err = audit(*arguments)
    assert (returned, said in err) == (code, True), err


def test_text_can_go_into_a_file(audit: Callable[..., Answer], tmp_path: Path) -> None:
    assert audit("bad.txt", "--output", "out.txt")[1] == ""
    assert "提高4.45个百分点" in (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert io.StringIO((tmp_path / "out.txt").read_text(encoding="utf-8")).readline() != ""
