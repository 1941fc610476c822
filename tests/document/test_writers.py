"""Every kind of node in every format, the same numbers everywhere, and the same bytes twice."""

import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx
import pypdfium2
import pytest

from tests.conftest import need_program
from tests.document.sample import sample
from tests.document.writing import number, paragraph
from zhibao.document.nodes import (
    Block,
    Chart,
    Cover,
    Document,
    Figure,
    Inline,
    Link,
    Number,
    Text,
    inlines,
    plain,
    walk,
)
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import Pdf, write_pdf

_KINDS = {kind.__name__ for union in (Block, Inline) for kind in union.__args__}


@pytest.fixture(scope="module")
def document() -> Document:
    """The sample report."""
    return sample()


@pytest.fixture(scope="module")
def pdf(document: Document) -> Pdf:
    """The sample report as PDF."""
    return write_pdf(document)


@pytest.fixture(scope="module")
def word(document: Document, pdf: Pdf) -> bytes:
    """The sample report as a Word file."""
    return write_docx(document, pdf.pages)


@pytest.fixture(scope="module")
def page(document: Document) -> str:
    """The sample report as a web page."""
    return write_html(document)


def _bare(text: str) -> str:
    """Return text without the spaces that type setting puts in or drops."""
    return re.sub(r"\s+", "", text)


def _pdf_text(content: bytes) -> str:
    opened = pypdfium2.PdfDocument(content)
    return "".join(leaf.get_textpage().get_text_range() for leaf in opened)


def _word_text(content: bytes) -> str:
    """Return all words, those of footnotes and of descriptions of pictures too."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = "".join(parts.read(name).decode() for name in ("word/document.xml", "word/footnotes.xml"))
    words = re.findall(r"<w:t[ >][^<]*|descr=\"[^\"]*\"", xml)
    return "".join(re.sub(r"^<w:t[^>]*>|^descr=\"|\"$", "", word) for word in words)


class _Page(HTMLParser):
    """Reads what a page says, and the numbers it marks."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.numbers: list[tuple[str, str]] = []
        self.references: list[str] = []
        self._value: str | None = None
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a number's exact value and whatever the page would load."""
        known = dict(attrs)
        self.references += [known[name] or "" for name in ("src", "srcset", "data") if name in known]
        if tag in {"link", "iframe"}:
            self.references.append(tag)
        if tag == "data":
            self._value, self._said = known["value"] or "", ""

    def handle_endtag(self, tag: str) -> None:
        """Close a number."""
        if tag == "data" and self._value is not None:
            self.numbers.append((self._said, self._value))
            self._value = None

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text.append(data)
        self._said += data


def _read(page: str) -> _Page:
    reader = _Page()
    reader.feed(page)
    return reader


def test_the_sample_has_every_kind(document: Document) -> None:
    """Nothing below is worth much otherwise."""
    kinds = {type(node).__name__ for node in (*walk(document.blocks), *inlines(document.blocks))}
    assert kinds == _KINDS


def test_every_text_is_in_every_format(document: Document, pdf: Pdf, word: bytes, page: str) -> None:
    """No kind of node is dropped: all its words are found; charts are drawn with letters, not pictures of them."""
    written = {
        "pdf": _bare(_pdf_text(pdf.content)),
        "docx": _bare(_word_text(word)),
        "html": _bare("".join(_read(page).text)),
    }
    drawn = {id(cell) for block in walk(document.blocks) for cell in _behind(block)}
    for inline in inlines(document.blocks):
        said = _bare(plain((inline,)))
        for name, text in written.items():
            # Of the table behind a chart, print keeps the numbers; its heads are only in the page.
            if name == "html" or id(inline) not in drawn or isinstance(inline, Number):
                assert said in text, f"{said!r} is not in the {name}"
    captions = [block.caption for block in walk(document.blocks) if isinstance(block, Figure)]
    for name, text in written.items():
        missing = [caption.text for caption in captions if _bare(caption.text) not in text]
        assert missing == [], name


def _behind(block: Block) -> list[Inline]:
    if not isinstance(block, Figure) or not isinstance(block.content, Chart):
        return []
    return [inline for row in (block.content.head, *block.content.body) for cell in row for inline in cell.content]


def test_html_numbers_carry_their_exact_values(document: Document, page: str) -> None:
    """The numbers of the page are those of the tree, in its order, footnotes last."""
    exact = {n.text: n.exact for n in inlines(document.blocks) if isinstance(n, Number)}
    read = _read(page)
    assert len(read.numbers) == sum(isinstance(n, Number) for n in inlines(document.blocks))
    for said, value in read.numbers:
        expected = exact[said]
        assert value == "" if expected is None else float(value) == float(expected)


def test_the_page_loads_nothing(page: str) -> None:
    """Pictures, sheet and script are in the page itself, and its policy lets nothing else in."""
    assert all(reference.startswith("data:image/png") for reference in _read(page).references)
    assert "content=\"default-src 'none'; img-src data:; " in page
    assert "@import" not in page
    assert "url(" not in page


def test_a_dangerous_address_becomes_plain_text() -> None:
    """A writer of a chapter cannot put a script into the published page."""
    link = Link((Text("点<script>"),), "javascript:alert(1)")
    body = (
        write_html(Document(Cover(("题",), "", ""), (paragraph(link, number("1")),)))
        .split("<body>")[1]
        .split("<script")[0]
    )
    assert "javascript:" not in body
    assert "点&lt;script&gt;" in body


def test_equal_documents_give_equal_bytes(document: Document, pdf: Pdf, word: bytes, page: str) -> None:
    """A report can be proven years later."""
    again = sample()
    assert again == document
    assert write_pdf(again).content == pdf.content
    assert write_docx(again, pdf.pages) == word
    assert write_html(again) == page


def test_body_pages_begin_with_one(pdf: Pdf) -> None:
    """The first chapter stands on page 1; later anchors never go back."""
    pages = list(pdf.pages.values())
    assert pages[0] == 1
    assert pages == sorted(pages)


def test_word_has_real_structure(word: bytes, pdf: Pdf) -> None:
    """Headings, captions with SEQ, lists with PAGEREF, REF, heads that repeat."""
    opened = docx.Document(io.BytesIO(word))
    styles = [(each.style.name, each.text) for each in opened.paragraphs if each.style]
    assert ("Heading 1", "1 基本情况") in styles
    assert ("Caption", "表1-1\u30002020和2021年示例市专任教师学历职称情况") in styles
    xml = opened.element.xml
    assert xml.count("SEQ 图") == 4
    assert "SEQ 图 \\* ARABIC \\r 1" in xml
    assert xml.count("PAGEREF") == 14
    assert "REF _zb_" in xml
    assert xml.count("<w:tblHeader/>") == 3
    entry = next(text for style, text in styles if style == "toc 1" and "学生发展" in text)
    assert entry.endswith(f"\t{pdf.pages['ch2']}")


def test_libreoffice_opens_the_word_file(word: bytes, tmp_path: Path) -> None:
    """The file is read by another program, with all its chapters."""
    soffice = need_program("soffice")
    (tmp_path / "report.docx").write_bytes(word)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = _bare(_pdf_text((tmp_path / "report.pdf").read_bytes()))
    for words in ("基本情况", "学生发展", "附件", "13930", "示例市第30职业技术学校", "图表目录"):
        assert words in text
