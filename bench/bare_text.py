"""What a plain tool does with a report: its text by the usual library, and the digits in it by one pattern.

python bare_text.py FILE    prints how many runs of digits there are; nothing is understood and nothing recomputed
"""

import re
import sys
from pathlib import Path

RUN = re.compile(r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*")


def text_of(path: Path) -> str:
    """Return the text of a file, as the library that everybody uses for it gives it."""
    if path.suffix == ".docx":
        import docx  # noqa: PLC0415 - a text needs no such library

        opened = docx.Document(str(path))
        cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(one.text for one in opened.paragraphs), *cells])
    if path.suffix == ".pdf":
        import pdfplumber  # noqa: PLC0415 - the same

        with pdfplumber.open(path) as pages:
            return "\n".join(page.extract_text() for page in pages.pages)
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    print(len(RUN.findall(text_of(Path(sys.argv[1])))))
