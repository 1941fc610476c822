"""What else comes back from Word: cases, captions, schools' reports, sections, tracked changes, other programs."""

import io
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as WordParagraph

from tests.conftest import need_program
from tests.way.take_back_city import City, Word, in_word, lines_of, printed, prose, put, saved, told
from zhibao.batch.school import Schools
from zhibao.batch.take_back import taken_report
from zhibao.compile.case import CaseError, read_cases
from zhibao.compile.take_back import take_back
from zhibao.document.nodes import Heading, plain, walk

AUTHOR = 'w:id="901" w:author="李示例" w:date="2021-12-01T00:00:00Z"'


@pytest.fixture
def city(jiangmen_city: City) -> City:
    return jiangmen_city


def style_of(paragraph: WordParagraph) -> str:
    return str(paragraph.style.name) if paragraph.style else ""


def of_style(word: Word, style: str) -> list[WordParagraph]:
    return [one for one in word.paragraphs if style_of(one) == style]


def behind(word: Word, paragraph: WordParagraph) -> WordParagraph:
    """Return the next paragraph."""
    every = word.paragraphs
    return every[next(at for at, one in enumerate(every) if one._p is paragraph._p) + 1]


def first_case(word: Word) -> tuple[WordParagraph, WordParagraph]:
    title = of_style(word, "Case Title")[0]
    return title, behind(word, title)


def test_a_school_s_case_becomes_the_city_s_own_text_and_the_submission_stays(city: City, tmp_path: Path) -> None:
    said: list[str] = []

    def change(word: Word) -> None:
        title, body = first_case(word)
        title.runs[-1].text += "（节选）"
        said.append("编者改写：全年办了18场。" + body.text)
        put(body, said[0])
        behind(word, body).insert_paragraph_before("编者补的一段。", style=body.style)

    result = city.taken(change)
    assert {one.kind for one in result.items} == {"reworded", "added"}
    ((path, text),) = result.chapters.items()
    before = {one: one.read_bytes() for one in city.work.folder.cases.rglob("*.md")}
    assert path.parent.name == "city"
    assert path not in before
    assert "（节选）" in text
    work = city.written(result, tmp_path)
    for one, content in before.items():
        assert (tmp_path / one.relative_to(city.folder)).read_bytes() == content
    lines = printed(work)
    assert {said[0], "编者补的一段。"} <= set(lines)
    assert sum(one.kind == "behind" for one in work.obstacles) == 0


def test_a_school_that_hands_in_anew_is_a_conflict_and_the_city_s_text_stands(city: City, tmp_path: Path) -> None:
    said: list[str] = []

    def change(word: Word) -> None:
        _, body = first_case(word)
        said.append("编者改写。" + body.text)
        put(body, said[0])

    result = city.taken(change)
    work = city.written(result, tmp_path)
    (path,) = result.chapters
    handed_in = tmp_path / path.parent.parent.relative_to(city.folder) / path.name
    handed_in.write_text(handed_in.read_text(encoding="utf-8") + "\n学校新加的一段。\n", encoding="utf-8")
    assert said[0] in printed(work)
    assert "学校新加的一段。" not in printed(work)
    (held,) = [one for one in work.obstacles if one.kind == "behind"]
    assert "改编之后学校又重报的案例 1 处" in str(held)
    (case,) = [one for one in read_cases(tmp_path / "cases") if one.conflict]
    assert f"of 写成 '{case.digest}'" in case.conflict
    assert case.edit is not None
    own = tmp_path / path.relative_to(city.folder)
    own.write_text(own.read_text(encoding="utf-8").replace(f"of: '{case.edit.of}'", f"of: '{case.digest}'"), "utf-8")
    assert not [one for one in read_cases(tmp_path / "cases") if one.conflict]


def test_the_caption_of_a_picture_is_the_city_s_too(city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        table = next(one for one in word.tables if one._tbl.xpath(".//w:pStyle[@w:val='PictureCaption']"))
        caption = next(one for one in table.rows[0].cells[0].paragraphs if one.text.strip())
        put(caption, "编者写的图片说明")

    result = city.taken(change)
    assert [one.kind for one in result.items] == ["reworded"]
    assert "编者写的图片说明" in printed(city.written(result, tmp_path))


def test_captions_must_be_as_many_as_pictures(city: City, tmp_path: Path) -> None:
    shutil.copytree(city.folder / "cases", tmp_path / "cases")
    case = next(one for one in read_cases(tmp_path / "cases") if not one.pictures)
    own = case.path.parent / "city" / case.path.name
    own.parent.mkdir()
    own.write_text(f"---\ntitle: 甲\nof: '{case.digest}'\ncaptions: [乙]\n---\n丙\n", encoding="utf-8")
    with pytest.raises(CaseError, match="captions 有 1 条"):
        read_cases(tmp_path / "cases")


def test_an_exhibit_s_caption_is_the_editor_s_and_its_year_the_data_s(city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        first = of_style(word, "Caption")[0]
        first.runs[-1].text = first.runs[-1].text.replace("2021", "2099") + "一览"

    result = city.taken(change)
    assert told(result, "refused") == [("2099", "2021")]
    (text,) = result.chapters.values()
    assert "一览'" in next(one for one in text.splitlines() if one.startswith("caption: '"))
    assert "{year}" in text
    assert any(one.endswith("一览") and "2021" in one for one in printed(city.written(result, tmp_path)))


def test_what_is_counted_or_computed_in_a_caption_is_refused_with_its_reason(city: City) -> None:
    def change(word: Word) -> None:
        of_style(word, "Caption")[0].runs[0].text = "表9"

    result = city.taken(change)
    assert result.chapters == {}
    (one,) = result.items
    assert (one.kind, one.why) == ("untaken", "编号由系统按次序给出")
    assert one.where.endswith(".md:18")


def test_a_school_s_report_goes_into_the_school_s_own_chapters(city: City, tmp_path: Path) -> None:
    schools = Schools(city.work)
    place = schools.places[0]
    content = in_word(schools.document(place))
    report = taken_report(city.work, content, "report.docx")
    assert report.material.place == place
    assert take_back(content, "report.docx", report).items == ()
    word = docx.Document(io.BytesIO(content))
    paragraph = prose(word)[0]
    due = "总的来看，" + paragraph.text
    put(paragraph, due)
    case = of_style(word, "Case Title")[0]
    body = behind(word, case)
    put(body, "学校改写。" + body.text)
    result = take_back(saved(word), "report.docx", report)
    assert {one.kind for one in result.items} == {"reworded"}
    assert {one.relative_to(city.folder).parts[:2] for one in result.chapters} == {
        ("schools", place.code), ("cases", place.code)
    }  # fmt: skip
    assert not [one for one in result.chapters if "city" in one.parts]
    again = Schools(city.written(result, tmp_path))
    lines = lines_of(again.document(place))
    assert due in lines
    assert any(one.startswith("学校改写。") for one in lines)


def test_tracked_changes_are_taken_as_accepted(city: City, tmp_path: Path) -> None:
    due: list[str] = []

    def change(word: Word) -> None:
        first, second = prose(word)[:2]
        text = first.text
        put(first, text[:-1])
        tail = f"<w:del {nsdecls('w')} {AUTHOR}><w:r><w:delText>{text[-1]}</w:delText></w:r></w:del>"
        added = f"<w:ins {nsdecls('w')} {AUTHOR}><w:r><w:t>，见下文。</w:t></w:r></w:ins>"
        first._p.extend([parse_xml(tail), parse_xml(added)])
        due.append(text[:-1] + "，见下文。")
        moved = second.text
        due.append(moved)
        put(second, "")
        away = f"<w:moveFrom {nsdecls('w')} {AUTHOR}><w:r><w:t>{moved}</w:t></w:r></w:moveFrom>"
        second._p.append(parse_xml(away))
        target = first.insert_paragraph_before("", style=first.style)
        here = f"<w:moveTo {nsdecls('w')} {AUTHOR}><w:r><w:t>{moved}</w:t></w:r></w:moveTo>"
        target._p.append(parse_xml(here))

    result = city.taken(change)
    assert {one.kind for one in result.items} == {"reworded", "moved"}
    after = printed(city.written(result, tmp_path))
    assert set(due) <= set(after)
    assert after.index(due[1]) < after.index(due[0])


def sections(word: Word) -> list[list[WordParagraph]]:
    """Return the sections of the second level without an exhibit, each with its heading."""
    found, body = [], list(word.element.body)
    heads = [one for one in word.paragraphs if style_of(one).startswith("Heading")]
    for head, following in pairwise(heads):
        between = body[body.index(head._p) : body.index(following._p)]
        if style_of(head) == "Heading 2" and len(between) > 1 and all(one.tag.endswith("}p") for one in between):
            inside = [WordParagraph(one, head._parent) for one in between]
            if not any(one._p.xpath(".//w:drawing") or style_of(one) == "Case Title" for one in inside):
                found.append(inside)
    return found


def test_a_section_that_is_gone_as_a_whole_is_cut_out(city: City, tmp_path: Path) -> None:
    gone: list[str] = []

    def change(word: Word) -> None:
        section = sections(word)[0]
        gone.extend(one.text for one in section)
        for one in section:
            one._p.getparent().remove(one._p)

    result = city.taken(change)
    assert {one.kind for one in result.items} <= {"removed", "deleted"}
    heading = gone[0].split("\u3000")[-1].split(" ")[-1]
    assert any(due == f"整节：{heading}" for _, due in told(result, "removed"))
    work = city.written(result, tmp_path)
    assert not [one for one in walk(work.clean.blocks) if isinstance(one, Heading) and plain(one.content) == heading]


def test_a_heading_alone_stays_and_the_reason_is_told(city: City) -> None:
    def change(word: Word) -> None:
        heading = sections(word)[0][0]
        heading._p.getparent().remove(heading._p)

    result = city.taken(change)
    assert [(one.kind, one.why) for one in result.items] == [("untaken", "这一节还有内容，标题不能单独删去")]


def test_a_new_section_is_the_editor_s_and_counts_itself(city: City, tmp_path: Path) -> None:
    def change(word: Word) -> None:
        section = sections(word)[0]
        section[-1].insert_paragraph_before("9.9 编者加的节", style="Heading 3")
        section[-1].insert_paragraph_before("这一节只有文字。", style=section[-1].style)

    result = city.taken(change)
    assert {one.kind for one in result.items} == {"added"}
    work = city.written(result, tmp_path)
    (made,) = [
        one for one in walk(work.clean.blocks) if isinstance(one, Heading) and "编者加的节" in plain(one.content)
    ]
    assert (made.level, plain(made.content)) == (3, "编者加的节")
    assert made.number not in ("", "9.9")


def test_a_text_box_is_listed_with_its_words(city: City) -> None:
    def change(word: Word) -> None:
        box = (
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        prose(word)[0]._p.append(parse_xml(box))

    (one,) = city.taken(change).items
    assert (one.kind, one.said) == ("untaken", "框里的话")
    assert "写成正文的段落" in one.why


def test_a_report_that_went_through_another_program_is_known_line_by_line(city: City, tmp_path: Path) -> None:
    need_program("soffice")
    said: list[str] = []

    def change(word: Word) -> None:
        paragraph = prose(word)[0]
        said.append("另一个程序里改的：" + paragraph.text)
        put(paragraph, said[0])
        _, body = first_case(word)
        put(body, "另一个程序里改的案例。" + body.text)

    (tmp_path / "改稿.docx").write_bytes(city.edited(change))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "改稿.docx")], check=True, timeout=300)
    result = take_back((tmp_path / "out" / "改稿.docx").read_bytes(), "改稿.docx", city.report)
    assert {one.kind for one in result.items} == {"reworded"}
    assert len(result.chapters) == 2
    (tmp_path / "again").mkdir()
    assert said[0] in printed(city.written(result, tmp_path / "again"))
