"""逐处一致: what every written file says, piece by piece, beside the tree it was written from.

Word, PDF, page and workbook are read by programs that share no code with the writers: lxml, the tags of the PDF by
pypdf and PDFium, openpyxl.
"""

from typing import Literal

from tests.document.parity.page import page_pieces
from tests.document.parity.pieces import differences, pieces_of, sheets_of
from tests.document.parity.printed import printed_pieces
from tests.document.parity.word import word_pieces
from tests.document.parity.workbook import workbook_pieces
from zhibao.document.nodes import Document

Format = Literal["docx", "pdf", "html", "xlsx"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "xlsx")


def apart(document: Document, form: Format, content: bytes) -> list[str]:
    """Return where a written file says something else than its tree, a line each."""
    wanted = pieces_of(document)
    match form:
        case "docx":
            return differences(wanted, word_pieces(content))
        case "pdf":
            return differences(wanted, printed_pieces(content, [one.drawn for one in wanted if one.drawn]))
        case "html":
            return differences(wanted, page_pieces(content), bound=True)
        case "xlsx":
            return differences(sheets_of(document), workbook_pieces(content))
