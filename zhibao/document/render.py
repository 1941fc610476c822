"""成文: one tree into the three files of a report; the same numbers stand in all of them."""

from collections.abc import Mapping

from zhibao.document.fonts import system_directories
from zhibao.document.nodes import Document
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import write_pdf
from zhibao.terms.progress import Progress, silent

DOCX, PDF, HTML = "report.docx", "report.pdf", "report.html"


def render(document: Document, *, system_fonts: bool = False, progress: Progress = silent) -> Mapping[str, bytes]:
    """Return file name → bytes for DOCX, PDF and HTML; equal trees give equal bytes unless system fonts are used.

    The PDF comes first, since its layout tells the page numbers that the contents of the DOCX show.
    """
    progress("排版 PDF", 0, 3)
    pdf = write_pdf(document, font_dirs=system_directories() if system_fonts else ())
    progress("写 Word", 1, 3)
    docx = write_docx(document, pdf.pages)
    progress("写网页", 2, 3)
    html = write_html(document).encode("utf-8")
    progress("写网页", 3, 3)
    return {DOCX: docx, PDF: pdf.content, HTML: html}
