"""成文: one tree into the three files of a report; the same numbers stand in all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zhibao.document.dress import Dress, plain_dress
from zhibao.document.fonts import system_directories
from zhibao.document.nodes import Document
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.docx_template import write_into
from zhibao.document.writers.html import write_html
from zhibao.document.writers.office_pages import office_pages, office_version
from zhibao.document.writers.typst import write_pdf
from zhibao.terms.progress import Progress, silent

DOCX, PDF, HTML = "report.docx", "report.pdf", "report.html"
PagesBy = Literal["typst", "libreoffice"]


@dataclass(frozen=True, slots=True)
class Pages:
    """目录页码: who laid the Word file out (typst, or LibreOffice with its version), and the page of each anchor.

    `by_anchor` is empty for typst, whose layout is made again with the report.
    """

    by: str
    by_anchor: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """成文的结果: file name → bytes, and whose page numbers the contents of the Word file show."""

    files: Mapping[str, bytes]
    pages: Pages


def render(
    document: Document,
    *,
    dress: Dress | None = None,
    system_fonts: bool = False,
    pages: PagesBy | Pages = "typst",
    progress: Progress = silent,
) -> Rendered:
    """Return the report as DOCX, PDF and HTML; equal trees give equal bytes unless system fonts are used.

    The PDF comes first, since its layout tells the page numbers that the contents of the DOCX show. With `libreoffice`
    they are those of the Word file itself, which is written, laid out and written again; equal versions of that program
    with equal fonts give equal numbers. Numbers that are known, as those of a release, are taken as they are.
    Raises: OfficeError, when LibreOffice is asked for and does not answer.
    """
    dress = dress or plain_dress()
    progress("排版 PDF", 0, 3)
    pdf = write_pdf(document, dress.look, font_dirs=system_directories() if system_fonts else ())
    progress("写 Word", 1, 3)
    if pages == "typst" or (isinstance(pages, Pages) and not pages.by_anchor):
        known = Pages("typst")
        docx = word_file(document, pdf.pages, dress)
    else:
        known = pages if isinstance(pages, Pages) else _by_office(document, pdf.pages, dress)
        docx = word_file(document, known.by_anchor, dress)
    progress("写网页", 2, 3)
    html = write_html(document, dress.look).encode("utf-8")
    progress("写网页", 3, 3)
    return Rendered({DOCX: docx, PDF: pdf.content, HTML: html}, known)


def word_file(document: Document, pages: Mapping[str, int], dress: Dress) -> bytes:
    """Return the report as Word, in the user's own file where there is one."""
    if dress.filled is None:
        return write_docx(document, pages, dress.look)
    return write_into(document, pages, dress.look, dress.filled)


def _by_office(document: Document, guess: Mapping[str, int], dress: Dress) -> Pages:
    """Return the page numbers of LibreOffice; `guess` stands in the contents while it counts."""
    return Pages(office_version(), office_pages(word_file(document, guess, dress), document))
