"""An edited Word report comes back: words are the editor's, numbers the data's, and nothing goes in silently."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx.text.paragraph import Paragraph as WordParagraph
from typer.testing import CliRunner

from tests.way.conftest import EXAMPLES
from tests.way.take_back_city import MANY, City, Word, printed, prose, put, told
from zhibao.batch.take_back import taken_report
from zhibao.catalog.chapter import Prose, parse_parts
from zhibao.catalog.files import CatalogError
from zhibao.catalog.passages import as_line, escaped
from zhibao.cli.app import app
from zhibao.compile.take_back import take_back
from zhibao.document.readers.errors import ReadError


@pytest.fixture(params=EXAMPLES)
def city(request: pytest.FixtureRequest) -> City:
    found: City = request.getfixturevalue(f"{request.param}_city")
    return found


def clauses(text: str) -> list[str]:
    return re.split("(?<=[，；。])", text)


def test_an_unedited_report_changes_nothing(city: City, tmp_path: Path) -> None:
    result = take_back(city.word, "report.docx", city.report)
    assert (result.chapters, result.items) == ({}, ())
    assert not city.written(result, tmp_path).folder.outline.exists()


def test_new_words_are_the_editors_and_every_number_stays_bound(city: City, tmp_path: Path) -> None:
    due: list[str] = []

    def change(word: Word) -> None:
        paragraph = prose(word)[0]
        due.append(paragraph.text.replace("，", "，总的来看，", 1) + "新的一年，*各校*将继续努力。")
        put(paragraph, due[0])

    result = city.taken(change)
    assert {one.kind for one in result.items} == {"reworded"}
    ((path, text),) = result.chapters.items()
    assert path.parent == city.work.folder.outline
    (line,) = [one for one in text.splitlines() if "总的来看" in one]
    assert not MANY.search(line)
    assert line.count("{number: ") + line.count("{change: ") > 1
    work = city.written(result, tmp_path)
    after = printed(work)
    assert due[0] in after
    assert len(set(printed(city.work)) - set(after)) == 1
    assert list(work.folder.outline.glob(".*")) == []


def test_a_changed_number_is_refused_and_the_words_around_it_are_taken(city: City, tmp_path: Path) -> None:
    texts: list[str] = []

    def change(word: Word) -> None:
        paragraph = prose(word)[1]
        number = MANY.findall(paragraph.text)[0]
        right = paragraph.text.replace("，", "，经核对，", 1)
        texts.extend((number, right))
        put(paragraph, right.replace(number, f"{int(number) + 9}", 1))

    result = city.taken(change)
    number, right = texts
    ((said, due),) = told(result, "refused")
    assert (said, due) == (str(int(number) + 9), number)
    assert next(one.indicator for one in result.items if one.kind == "refused")
    assert right in printed(city.written(result, tmp_path))


def test_only_a_changed_number_leaves_the_outline_as_it_was(city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        paragraph = prose(word)[1]
        put(paragraph, MANY.sub(lambda found: f"{int(found[0]) + 1}", paragraph.text, count=1))

    result = city.taken(change)
    assert [one.kind for one in result.items] == ["refused"]
    assert result.chapters == {}


def numbered_clause(text: str) -> tuple[int, list[str]]:
    """Return a later clause that holds one number of persons and no comparison."""
    parts = clauses(text)
    alone = re.compile(r"[^\d（]+\d{2,}人[，；。]")
    return next(at for at, one in enumerate(parts) if at > 1 and alone.fullmatch(one)), parts


def with_clause(word: Word) -> Iterator[tuple[WordParagraph, int, list[str]]]:
    for paragraph in prose(word):
        try:
            yield paragraph, *numbered_clause(paragraph.text)
        except StopIteration:
            continue


def test_a_number_that_was_moved_is_still_that_number(city: City, tmp_path: Path) -> None:
    texts: list[str] = []

    def change(word: Word) -> None:
        paragraph, at, parts = next(with_clause(word))
        texts.append(parts[at] + "".join(parts[:at] + parts[at + 1 :]))
        put(paragraph, texts[0])

    result = city.taken(change)
    assert {one.kind for one in result.items} == {"reworded"}
    (text,) = result.chapters.values()
    words = MANY.split(texts[0])[0]
    assert f"\n{words}{{number: " in text
    assert texts[0] in printed(city.written(result, tmp_path))


def test_a_number_that_was_moved_into_another_paragraph_is_still_that_number(city: City, tmp_path: Path) -> None:
    texts: list[str] = []

    def change(word: Word) -> None:
        paragraph, at, parts = next(with_clause(word))
        texts.append(f"另据统计，{parts[at]}".rstrip("，；。") + "。")
        put(paragraph, "".join(parts[:at] + parts[at + 1 :]))
        paragraph.insert_paragraph_before(texts[0], style=paragraph.style)

    result = city.taken(change)
    assert {one.kind for one in result.items} == {"reworded", "added"}
    (line,) = [one for one in "\n".join(result.chapters.values()).splitlines() if one.startswith("另据统计")]
    assert "{number: " in line
    assert texts[0] in printed(city.written(result, tmp_path))


def test_a_number_that_was_deleted_is_listed(city: City, tmp_path: Path) -> None:
    texts: list[str] = []

    def change(word: Word) -> None:
        paragraph, at, parts = next(with_clause(word))
        texts.extend((re.findall(r"\d+", parts[at])[0], "".join(parts[:at] + parts[at + 1 :])))
        put(paragraph, texts[1])

    result = city.taken(change)
    assert told(result, "deleted") == [("", texts[0])]
    assert texts[1] in printed(city.written(result, tmp_path))


def test_a_comment_is_kept_behind_its_passage_once_and_holds_the_release(city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        word.add_comment(prose(word)[0].runs[0], text="这一句有依据吗？", author="李示例")

    content = city.edited(change)
    result = take_back(content, "改稿.docx", city.report)
    assert [(one.kind, one.said) for one in result.items] == [("comment", "李示例：这一句有依据吗？")]
    (text,) = result.chapters.values()
    assert "\n\n<!-- 批注 李示例：这一句有依据吗？ -->\n\n" in text
    again = city.written(result, tmp_path)
    assert ("comment", 1) in [(one.kind, one.count) for one in again.obstacles]
    assert take_back(content, "改稿.docx", taken_report(again, content, "改稿.docx")).chapters == {}


def test_a_new_paragraph_is_the_editors_and_its_digits_are_listed(city: City, tmp_path: Path) -> None:
    said = "这是编者新写的一段，其中有\uff5b甲\uff5d12345项成果。"

    def change(word: Word) -> None:
        paragraph = prose(word)[0]
        paragraph.insert_paragraph_before(said.translate({0xFF5B: "{", 0xFF5D: "}"}), style=paragraph.style)

    result = city.taken(change)
    assert [one for one, _ in told(result, "typed")] == ["12345"]
    assert len(told(result, "added")) == 1
    assert said in printed(city.written(result, tmp_path))


def test_a_cell_of_a_table_is_refused_with_its_number(city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        table = next(one for one in word.tables if len(one.rows) > 3 and re.search(r"\d", one.rows[2].cells[-1].text))
        put(table.rows[2].cells[-1].paragraphs[0], table.rows[2].cells[-1].text + "7")

    result = city.taken(change)
    ((said, due),) = told(result, "refused")
    assert said == due + "7"
    assert result.chapters == {}


def test_the_command_tells_what_it_did_not_take_and_writes_all_or_nothing(jiangmen_city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        first, second = prose(word)[:2]
        put(first, first.text + "新的一年将继续努力。")
        put(second, MANY.sub("77777", second.text, count=1))

    path, folder = tmp_path / "改稿.docx", tmp_path / "folder"
    path.write_bytes(jiangmen_city.edited(change))
    shutil.copytree(jiangmen_city.folder, folder)
    arguments = ["take-back", str(folder), str(path)]
    dry = CliRunner().invoke(app, [*arguments, "--dry-run"])
    assert dry.exit_code == 1
    assert "写作“77777”，应为“" in dry.output
    assert "没有写任何文件" in dry.output
    assert not list(folder.glob("outline/*.md"))
    done = CliRunner().invoke(app, [*arguments, "--format", "json"])
    record = json.loads(done.stdout)
    assert [folder / one for one in record["chapters"]] == list(folder.glob("outline/*.md"))
    assert {one["kind"] for one in record["items"]} == {"reworded", "refused"}


def test_a_report_of_another_folder_is_turned_away(jiangmen_city: City, qingyuan_city: City, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="大半不同"):
        take_back(qingyuan_city.word, "改稿.docx", jiangmen_city.report)
    gone = CliRunner().invoke(app, ["take-back", str(jiangmen_city.folder), str(tmp_path / "没有.docx")])
    assert isinstance(gone.exception, ReadError)
    assert "没有.docx" in str(gone.exception)


@pytest.mark.parametrize("text", ["1. 甲", "# 乙", "- 丙", "a*b*c_d_", "[链接](x)", "`x` <!x> &amp;", "+ 1", "> 引"])
def test_words_are_written_so_that_they_print_as_typed(text: str) -> None:
    (part,) = parse_parts(as_line(escaped(text)), Path("x.md"))
    assert isinstance(part, Prose)
    assert "".join(getattr(piece, "text", "?") for piece in part.content) == text
