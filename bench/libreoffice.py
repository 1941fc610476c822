"""LibreOffice converting the DOCX that zhibao wrote into a PDF, and one with a single line, which shows its start."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from measure import Watch, main

ONE_LINE = "one_line.docx"


def report(city: Path, watch: Watch) -> None:
    """Convert the report."""
    with watch("libreoffice"):
        _convert(city, "report.docx")


def one_line(city: Path, watch: Watch) -> None:
    """Convert a file with one line."""
    with watch("libreoffice_one_line"):
        _convert(city, ONE_LINE)


def first(city: Path, watch: Watch) -> None:
    """Write the file with one line, and convert it, so that the user profile is there; this is not counted."""
    made = docx.Document()
    made.add_paragraph("年报")
    made.save(str(city / ONE_LINE))
    with watch("libreoffice_first"):
        _convert(city, ONE_LINE)


def _convert(city: Path, name: str) -> None:
    profile = f"-env:UserInstallation=file://{city.resolve()}/profile"
    with TemporaryDirectory(dir=city) as made:
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", made, str(city / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        assert (Path(made) / name).with_suffix(".pdf").stat().st_size


if __name__ == "__main__":
    main({"first": first, "report": report, "one_line": one_line})
