"""Compiling a city's report with zhibao: the tree, then each format from it, every one in a fresh process."""

from collections.abc import Callable
from pathlib import Path

from measure import Task, Watch, main

from zhibao.document.nodes import Document
from zhibao.document.render import DOCX
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import write_pdf
from zhibao.workshop import Workshop


def tree(city: Path, watch: Watch) -> None:
    """Read the rows that listings print, and compile the tree; the values are computed beforehand."""
    work = Workshop(city / "folder")
    assert work.values.table
    with watch("rows"):
        assert work.tables.rows
    with watch("tree"):
        assert work.document.blocks


def writer(mark: str, write: Callable[[Document], object]) -> Task:
    """Return the task that writes one format, drawing the charts anew; the tree is compiled beforehand."""

    def task(city: Path, watch: Watch) -> None:
        document = Workshop(city / "folder").document
        with watch(mark):
            assert write(document)

    return task


def word(city: Path, watch: Watch) -> None:
    """Write the DOCX that the other program converts."""
    document = Workshop(city / "folder").document
    with watch("word"):
        pages = write_pdf(document).pages
        (city / DOCX).write_bytes(write_docx(document, pages))
    watch.counts["pages"] = max(pages.values())


if __name__ == "__main__":
    main(
        {
            "tree": tree,
            "pdf": writer("pdf", write_pdf),
            "docx": writer("docx", lambda document: write_docx(document, {})),
            "html": writer("html", write_html),
            "word": word,
        }
    )
