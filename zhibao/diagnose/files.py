"""诊断的文件: the diagnosis as page, Word, PDF and data, and a Word file per notice."""

from collections.abc import Mapping
from datetime import date

from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.notice_page import notice_page
from zhibao.diagnose.page import diagnosis_page
from zhibao.diagnose.records import as_json
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import write_pdf
from zhibao.terms.progress import Progress, silent

NOTICES = "notices"


def diagnosis_files(found: Diagnosis, due: date | None = None, progress: Progress = silent) -> Mapping[str, bytes]:
    """Return path in the folder → bytes; equal input gives equal bytes."""
    total = len(found.notices) + 1
    progress("写诊断", 0, total)
    page = diagnosis_page(found)
    pdf = write_pdf(page)
    files = {
        "diagnosis.html": write_html(page).encode("utf-8"),
        "diagnosis.docx": write_docx(page, pdf.pages),
        "diagnosis.pdf": pdf.content,
        "diagnosis.json": as_json(found),
    }
    for done, notice in enumerate(found.notices, 1):
        progress("写诊断", done, total)
        files[f"{NOTICES}/{notice.place}.docx"] = write_docx(notice_page(found, notice, due), {})
    progress("写诊断", total, total)
    return files
