import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.conftest import need_program
from zhibao.document.readers.docx import WordLine, word_lines
from zhibao.document.readers.word_package import open_word
from zhibao.document.writers.docx_comments import AUTHOR, write_comments
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def wrap(paragraph: Paragraph, tag: str, texts: tuple[str, ...], **attributes: str) -> None:
    """Add an element that lies between paragraph and run, with a run for each text."""
    outer = OxmlElement(tag)
    for name, value in attributes.items():
        outer.set(qn(f"w:{name}"), value)
    for text in texts:
        run = OxmlElement("w:r")
        said = OxmlElement("w:t")
        said.text = text
        run.append(said)
        outer.append(run)
    paragraph._p.append(outer)


def report() -> bytes:
    """Return a report in which numbers stand in plain and bold runs, links, fields, insertions and cells."""
    document = docx.Document()
    document.add_heading("1 基本情况", 1)
    mixed = document.add_paragraph("就业率由81.20%上升到84.")
    mixed.add_run("65%，提高4").bold = True
    mixed.add_run(".45个百分点，\t比上年多12").italic = True
    mixed.add_run("0人。")
    linked = document.add_paragraph("详见")
    wrap(linked, "w:hyperlink", ("附表第", "35", "0行"), anchor="x")
    wrap(linked, "w:fldSimple", ("共640册",), instr=" PAGE ")
    wrap(linked, "w:ins", ("新增77台",), id="9", author="甲", date="2022-01-01T00:00:00Z")
    table = document.add_table(2, 2)
    for row, texts in enumerate((("专业", "人数"), ("机电", "合计4120人"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def lines(content: bytes) -> tuple[WordLine, ...]:
    return word_lines(open_word(content, "a.docx"))


def findings(content: bytes, *quotes: str) -> list[Finding]:
    """Return one finding per quote, where the reading of the file has it."""
    found = []
    for quote in quotes:
        line = next(one.line for one in lines(content) if quote in one.line.text)
        place = TextPlace("a.docx", line.number, line.text.index(quote) + 1, None, quote)
        message = f"“{quote}”不对。"
        found.append(Finding("r", Severity.ERROR, place, message, computation="1 + 1 = 2", suggestions=("3 → 2",)))
    return found


def ranges(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield for each comment its text and the text it is anchored on, as the file itself says."""
    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    for comment in document.comments:
        inside, said = False, ""
        for element in body.iter():
            if element.get(f"{W}id") == str(comment.comment_id):
                inside = element.tag == f"{W}commentRangeStart" or (inside and element.tag != f"{W}commentRangeEnd")
            elif inside and element.tag == f"{W}t":
                said += element.text or ""
            elif inside and element.tag == f"{W}tab":
                said += "\t"
        yield comment.text, said


def test_each_comment_stands_on_the_very_characters_of_its_quote() -> None:
    content = report()
    quotes = ("4.45", "84.65", "81.20", "，\t比上年多120人", "350", "640", "77", "4120", "1 基本情况", "84.65%，提高4")
    written = write_comments(content, "a.docx", findings(content, *quotes))
    anchored = list(ranges(written))
    assert [said for _, said in anchored] == list(quotes)
    told = [f"“{quote}”不对。".replace("\t", " ") for quote in quotes]
    assert all(one in text for one, (text, _) in zip(told, anchored, strict=True))


def test_a_comment_says_what_is_wrong_the_computation_and_the_smallest_correction() -> None:
    content = report()
    written = write_comments(content, "a.docx", findings(content, "4120"))
    (comment,) = docx.Document(io.BytesIO(written)).comments
    assert comment.author == AUTHOR
    assert comment.text == "【强制】“4120”不对。\n计算：1 + 1 = 2\n最小的改法：3 → 2"


def test_the_text_and_its_formatting_stay_as_they_were() -> None:
    content = report()
    written = write_comments(content, "a.docx", findings(content, "4.45", "84.65", "120", "350", "4120"))
    assert [one.line for one in lines(written) if one.line.kind != "comment"] == [one.line for one in lines(content)]

    def formatted(one: bytes) -> list[tuple[str, object, object]]:
        runs = docx.Document(io.BytesIO(one)).paragraphs[1].runs
        return [(letter, run.bold, run.italic) for run in runs for letter in run.text]

    assert formatted(written) == formatted(content)


def test_every_other_part_keeps_its_bytes() -> None:
    content = report()
    written = write_comments(content, "a.docx", findings(content, "4.45"))
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        added = set(new.namelist()) - set(old.namelist())
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert added == {"word/comments.xml"}


def test_comments_that_are_there_already_are_kept() -> None:
    document = docx.Document()
    run = document.add_paragraph("在校生4120人").runs[0]
    document.add_comment(run, "请核实", author="甲", initials="甲")
    target = io.BytesIO()
    document.save(target)
    content = target.getvalue()
    written = write_comments(content, "a.docx", findings(content, "4120"))
    assert [(text[:6], said) for text, said in ranges(written)] == [("请核实", "在校生4120人"), ("【强制】“4", "4120")]
    again = write_comments(written, "a.docx", findings(written, "4120"))
    assert len(list(docx.Document(io.BytesIO(again)).comments)) == 3


def test_where_word_allows_no_comment_it_hangs_beside_and_quotes() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("见下框")
    box = docx.oxml.parse_xml(
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>框内共88人</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph._p.append(box)
    target = io.BytesIO()
    document.save(target)
    content = target.getvalue()
    written = write_comments(content, "a.docx", findings(content, "88"))
    (comment,) = docx.Document(io.BytesIO(written)).comments
    assert comment.text.startswith("此处的“88”：\n")
    start = docx.Document(io.BytesIO(written)).element.body.find(f".//{W}commentRangeStart")
    assert start is not None
    assert start.getparent() is not None
    assert [one.tag for one in start.iterancestors() if one.tag == f"{W}txbxContent"] == []


def test_libreoffice_reads_the_comments_on_the_same_characters(tmp_path: Path) -> None:
    content = report()
    quotes = ("4.45", "350", "4120")
    path = tmp_path / "云岭.audit.docx"
    path.write_bytes(write_comments(content, path.name, findings(content, *quotes)))
    command = [need_program("soffice"), f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    subprocess.run([*command, "--convert-to", "odt", "--outdir", str(tmp_path), str(path)], check=True,
                   capture_output=True, timeout=180)  # fmt: skip
    with zipfile.ZipFile(tmp_path / "云岭.audit.odt") as archive:
        xml = archive.read("content.xml").decode()
    found = re.findall(r'<office:annotation [^>]*office:name="([^"]+)".*?</office:annotation>(.*?)'
                       r'<office:annotation-end office:name="\1"', xml)  # fmt: skip
    assert [re.sub(r"<[^>]+>", "", said) for _, said in found] == list(quotes)
