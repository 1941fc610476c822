"""Writing a report as Word, PDF and HTML with zhibao, and the same with others: each task in a process of its own."""

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Watch, main

VALUES = 2_000


def prepare(city: Path, watch: Watch) -> None:
    """Write the report in the forms that the others begin with; the charts of a page are drawn by zhibao."""
    from zhibao.document.writers.docx import write_docx  # noqa: PLC0415  each task loads its own libraries
    from zhibao.document.writers.html import write_html  # noqa: PLC0415  each task loads what it needs
    from zhibao.document.writers.typst import write_pdf  # noqa: PLC0415  each task loads what it needs
    from zhibao.workshop import Workshop  # noqa: PLC0415  each task loads what it needs

    document = Workshop(city / "folder").document
    with watch("prepare"):
        pages = write_pdf(document).pages
        (city / "report.docx").write_bytes(write_docx(document, pages))
        (city / "report.html").write_text(write_html(document), encoding="utf-8")
    watch.counts["pages"] = max(pages.values())
    _office(city, "report.docx", "pdf")  # its profile is there, and nothing is measured cold


def pdf(city: Path, watch: Watch) -> None:
    """Write the PDF from the finished tree; its charts are drawn anew, apart."""
    from zhibao.document.writers.html import write_html  # noqa: PLC0415  each task loads its own libraries
    from zhibao.document.writers.typst import write_pdf  # noqa: PLC0415  each task loads what it needs
    from zhibao.workshop import Workshop  # noqa: PLC0415  each task loads what it needs

    document = Workshop(city / "folder").document
    with watch("html_first"):
        assert write_html(document)
    with watch("html"):
        assert write_html(document)
    with watch("pdf"):
        assert write_pdf(document).pages


def weasyprint(city: Path, watch: Watch) -> None:
    """Set zhibao's HTML page, charts in it as SVG, as a PDF; without its grids, on which WeasyPrint 70 gives up."""
    from weasyprint import HTML  # noqa: PLC0415  each task loads its own libraries

    page = re.sub(r"display:\s*grid", "display:block", (city / "report.html").read_text(encoding="utf-8"))
    with watch("weasyprint"):
        assert HTML(string=page).write_pdf()


def office_pdf(city: Path, watch: Watch) -> None:
    """Convert zhibao's Word file into a PDF with LibreOffice."""
    with watch("office_pdf"):
        _office(city, "report.docx", "pdf")


def office_html(city: Path, watch: Watch) -> None:
    """Convert zhibao's Word file into HTML with LibreOffice."""
    with watch("office_html"):
        _office(city, "report.docx", "html")


def docx_values(city: Path, watch: Watch) -> None:
    """Write a Word file with so many bound values in its sentences."""
    from docx_values import prose, written  # noqa: PLC0415  each task loads its own libraries

    write = written(prose(VALUES))
    with watch("docx_values"):
        assert write()


def docxtpl(city: Path, watch: Watch) -> None:
    """Fill a template of docxtpl with the same sentences and values."""
    from docx_values import templated  # noqa: PLC0415  each task loads its own libraries

    fill = templated(VALUES)
    with watch("docxtpl"):
        assert fill()


def _office(city: Path, name: str, kind: str) -> None:
    profile = f"-env:UserInstallation=file://{city.resolve()}/profile"
    with TemporaryDirectory(dir=city) as made:
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", made, str(city / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        assert (Path(made) / name).with_suffix(f".{kind}").stat().st_size


if __name__ == "__main__":
    tasks = (prepare, pdf, weasyprint, office_pdf, office_html, docx_values, docxtpl)
    main({task.__name__: task for task in tasks})
