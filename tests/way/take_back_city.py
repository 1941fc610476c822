"""A city whose report is edited and taken back: read, computed and compiled once for all tests of a module."""

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import docx
from docx.text.paragraph import Paragraph as WordParagraph

from zhibao.batch.take_back import taken_report
from zhibao.compile.take_back import Taken, TakenBack, take_back
from zhibao.document.nodes import Contents, Document, Figure, Heading, Paragraph, Table, plain, walk
from zhibao.document.writers.docx import write_docx
from zhibao.workshop import Workshop

Word = docx.document.Document
MANY = re.compile(r"\d{3,}(?=人)")


def in_word(report: Document) -> bytes:
    """Return a report as the Word file of a release, but for the page numbers in its contents."""
    entries = (one for block in report.blocks if isinstance(block, Contents) for one in block.entries)
    return write_docx(report, {one.anchor: 1 for one in entries})


@dataclass(frozen=True)
class City:
    """A city whose workbooks are frozen; computed and compiled once for all tests, none of which writes into it."""

    folder: Path

    @cached_property
    def work(self) -> Workshop:
        return Workshop(self.folder)

    @cached_property
    def word(self) -> bytes:
        return in_word(self.work.clean)

    @cached_property
    def report(self) -> Taken:
        return taken_report(self.work, self.word, "report.docx")

    def edited(self, change: Callable[[Word], None]) -> bytes:
        word = docx.Document(io.BytesIO(self.word))
        change(word)
        return saved(word)

    def taken(self, change: Callable[[Word], None]) -> TakenBack:
        return take_back(self.edited(change), "改稿.docx", self.report)

    def written(self, result: TakenBack, to: Path) -> Workshop:
        """Write what was taken into a copy of settings and texts, and open that with the values at hand."""
        for name in ("zhibao.yaml", "cases"):
            source = self.folder / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, to / name)
        files = {to / path.relative_to(self.folder): text for path, text in result.chapters.items()}
        assert set(TakenBack(files, result.items).write()) == set(files)
        return opened(to, self.work)


def opened(folder: Path, work: Workshop) -> Workshop:
    """Open a folder with what another has read and computed."""
    again = Workshop(folder)
    again.__dict__ |= {name: getattr(work, name) for name in ("values", "tables", "snapshots", "_holdings", "findings")}
    return again


def printed(work: Workshop) -> list[str]:
    """Return what the folder prints when it is compiled."""
    return lines_of(work.clean)


def lines_of(report: Document) -> list[str]:
    """Return paragraphs and headings of a report, then its captions."""
    blocks = list(walk(report.blocks))
    captions = [one.caption.text for one in blocks if isinstance(one, Table | Figure) and one.caption]
    return [plain(one.content) for one in blocks if isinstance(one, Paragraph | Heading)] + captions


def prose(word: Word) -> list[WordParagraph]:
    """Return the paragraphs of numbers, in their order."""
    return [one for one in word.paragraphs if len(one.text) > 80 and MANY.search(one.text)]


def put(paragraph: WordParagraph, text: str) -> None:
    """Type a paragraph anew; marks of footnotes stay."""
    first, *rest = paragraph.runs
    for run in rest:
        if not run._r.xpath("./w:footnoteReference"):
            run.text = ""
    first.text = text


def told(result: TakenBack, kind: str) -> list[tuple[str, str]]:
    return [(one.said, one.due) for one in result.items if one.kind == kind]


def saved(word: Word) -> bytes:
    """Return a Word file as it is on disk."""
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()
