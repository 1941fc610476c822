"""Compiling ends with an audit of the written Word file: clean reports pass, one slip on the way does not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.way.conftest import Way
from zhibao.audit.run import audit
from zhibao.audit.ties.written import Proof, SelfAuditError, proofread
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.cli.app import app
from zhibao.document.nodes import (
    Block,
    Chart,
    Document,
    Figure,
    Inline,
    Number,
    Paragraph,
    Table,
    Text,
    inlines,
    plain,
)
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes
from zhibao.document.readers.word_pictures import descriptions
from zhibao.document.writers.docx import write_docx
from zhibao.pipeline import known_values, run
from zhibao.terms.source import TextPlace

Change = Callable[[tuple[Inline, ...]], tuple[Inline, ...]]


@cache
def book() -> RuleBook:
    return load_rulebook()


@cache
def values(release: Path) -> tuple[Mapping[str, object], ...]:
    return known_values(release)


def read_back(way: Way, document: Document) -> tuple[Proof, Reading]:
    """Write a tree as Word, read it back and audit it with the values of the release."""
    written = write_docx(document, {})
    reading = read_bytes(written, "report.docx")
    return proofread(reading, descriptions(written, "report.docx"), document, book(), values(way.release)), reading


def proof(way: Way, document: Document) -> Proof:
    return read_back(way, document)[0]


@pytest.fixture(scope="session")
def unchanged(request: pytest.FixtureRequest) -> Callable[[str], Proof]:
    """Return what gives the proof of an example's own report, made once."""

    @cache
    def of(name: str) -> Proof:
        way: Way = request.getfixturevalue(name)
        return proof(way, way.document)

    return of


@pytest.mark.parametrize("name", ["jiangmen", "qingyuan"])
def test_a_clean_compiled_report_has_no_unexplained_finding(
    name: str, unchanged: Callable[[str], Proof], request: pytest.FixtureRequest
) -> None:
    way: Way = request.getfixturevalue(name)
    result = unchanged(name)
    assert [str(one) for one in result.lost] == []
    assert [str(one) for one in result.unexplained] == []
    printed = [one for one in inlines(way.document.blocks) if isinstance(one, Number)]
    assert result.recovered >= sum(any(sign.isdigit() for sign in one.text) for one in printed) > 250


@pytest.mark.parametrize(
    ("name", "rule", "quote"),
    [
        ("jiangmen", "indicator_keeps_one_name", "生均校舍建设面积"),
        ("jiangmen", "annex_order_is_kept", "3"),
        ("qingyuan", "certificates_have_official_names", "网点运营推广"),
    ],
)
def test_what_is_kept_for_a_reason_is_answered_by_the_note_that_the_report_prints(
    name: str, rule: str, quote: str, unchanged: Callable[[str], Proof]
) -> None:
    answered = [one for one in unchanged(name).explained if one.rule == rule]
    assert answered
    assert all(isinstance(one.where, TextPlace) and one.where.quote == quote and one.reason for one in answered)


@pytest.mark.parametrize("name", ["jiangmen", "qingyuan"])
def test_the_same_findings_stand_open_where_the_notes_are_missing(
    name: str, unchanged: Callable[[str], Proof], request: pytest.FixtureRequest
) -> None:
    way: Way = request.getfixturevalue(name)
    blocks = tuple(replace(one, notes=()) if isinstance(one, Table | Figure) else one for one in way.document.blocks)
    bare = proof(way, replace(way.document, blocks=blocks))
    assert {one.rule for one in bare.unexplained} == {one.rule for one in unchanged(name).explained} != set()


@pytest.mark.parametrize("name", ["jiangmen", "qingyuan"])
def test_an_audit_without_data_finds_nothing_in_a_compiled_report(name: str, request: pytest.FixtureRequest) -> None:
    way: Way = request.getfixturevalue(name)
    reading = read_bytes((way.release / "report.docx").read_bytes(), "report.docx")
    assert [str(one) for one in audit(reading, book()).loud()] == []


def digits(said: str, instead: str) -> Change:
    """Change the digits of the first number that prints them."""
    return lambda content: _first(
        content,
        lambda one: replace(one, text=instead) if isinstance(one, Number) and one.text == said else None,
    )


def words(said: str, instead: str) -> Change:
    """Change words in the first text that has them."""
    return lambda content: _first(
        content,
        lambda one: Text(one.text.replace(said, instead, 1)) if isinstance(one, Text) and said in one.text else None,
    )


def unit(number: str, instead: str) -> Change:
    """Change the unit, one character, that stands behind a number."""

    def change(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        for place, one in enumerate(content[:-1]):
            behind = content[place + 1]
            if isinstance(one, Number) and one.text == number and isinstance(behind, Text):
                return (*content[: place + 1], Text(instead + behind.text[1:]), *content[place + 2 :])
        return content

    return change


def _first(content: tuple[Inline, ...], change: Callable[[Inline], Inline | None]) -> tuple[Inline, ...]:
    for place, one in enumerate(content):
        if (changed := change(one)) is not None:
            return (*content[:place], changed, *content[place + 1 :])
    return content


def in_paragraph(document: Document, holds: str, change: Change) -> tuple[Document, str]:
    """Return the document with the one paragraph changed that holds a text, and the new paragraph."""
    blocks: list[Block] = list(document.blocks)
    (place,) = [at for at, one in enumerate(blocks) if isinstance(one, Paragraph) and holds in plain(one.content)]
    old = blocks[place]
    assert isinstance(old, Paragraph)
    new = replace(old, content=change(old.content))
    assert new != old
    blocks[place] = new
    return replace(document, blocks=tuple(blocks)), plain(new.content)


@pytest.mark.parametrize(
    ("holds", "change", "said"),
    [
        ("28198人，比上年", digits("28198", "28189"), "28189"),
        ("28198人，比上年", digits("28198", "18198"), "18198"),
        ("28198人，比上年", unit("28198", "册"), "28198"),
        ("28198人，比上年", words("增加", "减少"), "减少"),
        ("生均校园占地面积36.28平方米，比上年", words("减少", "增加"), "增加"),
        ("生均校园占地面积36.28平方米，比上年", digits("2.45", "2.54"), "2.54"),
        ("体质测评合格率为95.62%", digits("95.62", "96.52"), "96.52"),
        ("体质测评合格率为95.62%", words("百分点", "%"), "%"),
    ],
)
def test_one_slip_in_a_sentence_is_found_and_nothing_else(jiangmen: Way, holds: str, change: Change, said: str) -> None:
    document, paragraph = in_paragraph(jiangmen.document, holds, change)
    result, written = read_back(jiangmen, document)
    assert said in paragraph
    assert result.unexplained or result.lost
    assert all(one.text == paragraph for one in result.lost)
    lines = {line.number for line in written.lines if line.text == paragraph}
    assert {one.where.line for one in result.unexplained if isinstance(one.where, TextPlace)} <= lines


@pytest.mark.parametrize(("row", "said"), [(35, "28918"), (35, "2819.8"), (0, "98")])
def test_one_digit_in_a_table_is_found_and_nothing_else(jiangmen: Way, row: int, said: str) -> None:
    (table,) = [one for one in jiangmen.document.blocks if isinstance(one, Table) and one.name == "quality_annex"]
    cell = table.body[row][4]
    (number,) = cell.content
    assert isinstance(number, Number)
    changed = (*table.body[row][:4], replace(cell, content=(replace(number, text=said),)), *table.body[row][5:])
    new = replace(table, body=(*table.body[:row], changed, *table.body[row + 1 :]))
    blocks = tuple(new if one is table else one for one in jiangmen.document.blocks)

    result = proof(jiangmen, replace(jiangmen.document, blocks=blocks))

    assert [one.printed for one in result.lost] == [said]
    assert {one.where.quote for one in result.unexplained if isinstance(one.where, TextPlace)} <= {said}


def test_one_digit_behind_a_chart_is_found(jiangmen: Way) -> None:
    (figure,) = [one for one in jiangmen.document.blocks if isinstance(one, Figure) and one.name == "students_chart"]
    chart = figure.content
    assert isinstance(chart, Chart)
    first = chart.body[0]
    (number,) = first[-1].content
    assert isinstance(number, Number)
    row = (*first[:-1], replace(first[-1], content=(replace(number, text="28891"),)))
    new = replace(figure, content=replace(chart, body=(row, *chart.body[1:])))
    blocks = tuple(new if one is figure else one for one in jiangmen.document.blocks)
    result = proof(jiangmen, replace(jiangmen.document, blocks=blocks))
    assert [one.printed for one in result.lost] == ["28891"]
    assert result.unexplained == ()


def test_one_digit_in_the_data_embedded_in_a_chart_is_found(jiangmen: Way) -> None:
    (figure,) = [one for one in jiangmen.document.blocks if isinstance(one, Figure) and one.name == "students_chart"]
    chart = figure.content
    assert isinstance(chart, Chart)
    (number,) = chart.body[0][-1].content
    assert isinstance(number, Number)
    other = number.text.replace(number.text[-1], "3" if number.text[-1] != "3" else "4")
    panels = tuple(panel.replace(f'"{number.text}"', f'"{other}"') for panel in chart.panels)
    assert panels != chart.panels
    new = replace(figure, content=replace(chart, panels=panels))
    blocks = tuple(new if one is figure else one for one in jiangmen.document.blocks)
    result = proof(jiangmen, replace(jiangmen.document, blocks=blocks))
    assert number.text in [one.printed for one in result.lost]


def write_a_false_sentence(folder: Path) -> None:
    """Add a sentence to a case that contradicts the data of the city."""
    case = sorted(folder.glob("cases/*/1.md"))[0]
    text = case.read_text(encoding="utf-8")
    case.write_text(f"{text}\n2021年全市全日制在校生28918人，比上年增加2416人。\n", encoding="utf-8")


def test_a_build_with_an_unexplained_finding_fails_and_the_old_release_stays(
    little_folder: Path, little_release: Path
) -> None:
    before = {path.name: path.read_bytes() for path in little_release.iterdir() if path.is_file()}
    write_a_false_sentence(little_folder)

    with pytest.raises(SelfAuditError) as raised:
        run(little_folder, little_release)

    assert "28918" in str(raised.value)
    assert "28198" in str(raised.value)
    assert {path.name: path.read_bytes() for path in little_release.iterdir() if path.is_file()} == before


def test_the_command_ends_with_exit_code_1_and_writes_nothing(little_folder: Path) -> None:
    write_a_false_sentence(little_folder)
    target = little_folder.parent / "draft"
    result = CliRunner().invoke(app, ["compile", str(little_folder), "--to", str(target)])
    assert isinstance(result.exception, SelfAuditError)
    assert result.exception.exit_code == 1
    assert "没有通过核验" in str(result.exception)
    assert not target.exists()


def test_a_working_folder_without_the_reason_does_not_build(folder: Path) -> None:
    """Take the reason out of what the city hands in: the note is not printed, and nothing answers the finding."""
    handed_in = folder / "city" / "2021.xlsx"
    workbook = openpyxl.load_workbook(handed_in)
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    (cell,) = [one for one in cells if str(one.value) == "升入本科院校人数（2020年）"]
    cell.value = "示例指标"
    workbook.save(handed_in)
    with pytest.raises(SelfAuditError, match="升入本科院校人数"):
        run(folder, folder.parent / "again")
    assert not (folder.parent / "again").exists()
