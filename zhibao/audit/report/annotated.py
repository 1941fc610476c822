"""带批注的文件: the user's own report with the findings in it, in the form that its kind allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zhibao.audit.report.baseline import Comparison
from zhibao.audit.report.lists import finding_sheets
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.readers.lines import Reading
from zhibao.terms.audited import Audited
from zhibao.terms.source import TextPlace

if TYPE_CHECKING:
    from zhibao.document.readers.word_text import Revisions

MARK = ".audit"


@dataclass(frozen=True, slots=True)
class Noted:
    """核验所得: a document that was read, what was found in it, and how that compares with the former audit, if any."""

    reading: Reading
    audited: Audited
    compared: Comparison | None
    rules: Mapping[str, AuditRule]
    facts: tuple[tuple[str, str], ...] = ()


def annotated(path: Path, noted: Noted, revisions: "Revisions", made: datetime | None = None) -> tuple[str, bytes]:
    """Return name and content: Word with comments, PDF with highlights, a list for a workbook, a page for the rest.

    What somebody has declared to be no error gets no comment.
    """
    open_ones = noted.compared.open_findings() if noted.compared else list(noted.audited.findings)
    suffix = path.suffix.lower()
    name = f"{path.stem}{MARK}"
    match suffix:
        case ".docx":
            from zhibao.document.writers.docx_comments import write_comments  # noqa: PLC0415  only for Word files

            return f"{name}.docx", write_comments(path.read_bytes(), path.name, open_ones, revisions, made)
        case ".pdf":
            from zhibao.document.writers.pdf_annotations import write_annotations  # noqa: PLC0415  only for PDF

            texts = {line.number: line.text for line in noted.reading.lines}
            places = [one.where for one in open_ones]
            contexts = [texts.get(one.line, "") if isinstance(one, TextPlace) else "" for one in places]
            return f"{name}.pdf", write_annotations(path.read_bytes(), path.name, open_ones, contexts, made)
        case ".xlsx":
            from zhibao.document.writers.lists_xlsx import write_lists  # noqa: PLC0415  only for workbooks

            compared = (noted.compared,) if noted.compared else ()
            sheets = finding_sheets((noted.audited,), noted.rules, compared)
            return f"{name}.xlsx", write_lists(sheets, f"核验：{noted.audited.title or path.name}")
        case _:
            return f"{name}.html", viewer(noted).encode()


def viewer(noted: Noted) -> str:
    """Return the page of a document."""
    from zhibao.document.writers.audit_viewer import Remarks, write_viewer  # noqa: PLC0415  only for pages

    statuses = tuple(one.label for one in noted.compared.statuses) if noted.compared else ()
    facts = (*noted.facts, *_compared_words(noted.compared))
    labels = {name: rule.label for name, rule in noted.rules.items()}
    return write_viewer(noted.reading, noted.audited, Remarks(facts, labels, statuses))


def _compared_words(compared: Comparison | None) -> tuple[tuple[str, str], ...]:
    return (("与上一稿比", comparison_words(compared)),) if compared else ()


def comparison_words(compared: Comparison) -> str:
    """Return in one line how many findings are new, gone, still there and declared to be no error."""
    counts = [f"{label} {number}" for label, number in (
        ("新增", sum(one.value == "new" for one in compared.statuses)),
        ("已改", len(compared.fixed)),
        ("未改", sum(one.value == "unchanged" for one in compared.statuses)),
        ("不算错", sum(one.value == "suppressed" for one in compared.statuses)),
    )]  # fmt: skip
    return "，".join(counts)
