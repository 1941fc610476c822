"""页码: on which page every anchor of a Word file stands, as LibreOffice sets it."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf

from zhibao.document.nodes import Block, Document, Figure, Heading, Table, walk
from zhibao.document.writers.docx_elements import bookmark_name
from zhibao.document.writers.measures import parts
from zhibao.terms.errors import ZhibaoError

_PROGRAMS = ("soffice", "libreoffice")
_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
_SECONDS = 600
_VERSION = re.compile(r"LibreOffice(?:Dev)? [\d.]+")
_WHAT_TO_DO = "请安装 LibreOffice，或从 zhibao.yaml 去掉 page_numbers: libreoffice，改用 PDF 的页码。"


class OfficeError(ZhibaoError):
    """页码有误: LibreOffice was asked for page numbers and did not give them."""

    exit_code = 5


def office_version() -> str:
    """Return name and version of the LibreOffice of this machine, '' where there is none."""
    program = _program()
    if program is None:
        return ""
    said = _called([program, "--version"], Path.cwd())
    found = _VERSION.search(said)
    return found[0].rstrip(".") if found else ""


def office_pages(word: bytes, document: Document) -> Mapping[str, int]:
    """Return the printed page of every anchor of a Word file that was written from a document; the body begins with 1.

    Raises: OfficeError, when LibreOffice is not there, or does not open the file.
    """
    program = _program()
    if program is None:
        raise OfficeError(f"没有找到 LibreOffice（soffice），无法按设置取得目录页码。{_WHAT_TO_DO}")
    with TemporaryDirectory(prefix="zhibao-") as folder:
        root = Path(folder)
        (root / "report.docx").write_bytes(word)
        profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
        _called([program, profile, "--headless", "--convert-to", _FILTER, "--outdir", folder, "report.docx"], root)
        made = root / "report.pdf"
        if not made.is_file():
            raise OfficeError(f"LibreOffice 没有转换这份 Word 文件，取不到目录页码。{_WHAT_TO_DO}")
        reader = pypdf.PdfReader(made)
        found = {name: reader.get_destination_page_number(one) for name, one in reader.named_destinations.items()}
    return _printed(document, found)


def _printed(document: Document, found: Mapping[str, int | None]) -> Mapping[str, int]:
    """Return anchor → printed page from destination → place of the page in the file."""
    places = {anchor: found.get(_destination(bookmark_name(anchor))) for anchor in _anchors(document.blocks)}
    _, body = parts(document)
    start = next((places[one] for one in _anchors(body) if places.get(one) is not None), None)
    if start is None:
        return {}
    return {anchor: place - start + 1 for anchor, place in places.items() if place is not None and place >= start}


def _anchors(blocks: tuple[Block, ...]) -> list[str]:
    return [one.anchor for one in walk(blocks) if isinstance(one, Heading | Table | Figure) and one.anchor]


def _destination(bookmark: str) -> str:
    """Return the name that LibreOffice gives a bookmark in a PDF: signs are written as hexadecimal numbers."""
    coded = []
    for sign in bookmark:
        if sign == "-" or (sign.isascii() and sign.isalnum()):
            coded.append(sign)
            continue
        high, low = divmod(ord(sign), 256)
        coded.append((f"{high:02X}" if 0 < high < 128 else "") + f"{low:02X}")
    return "/" + "".join(coded)


def _program() -> str | None:
    return next((found for found in map(shutil.which, _PROGRAMS) if found), None)


def _called(command: list[str], folder: Path) -> str:
    """Return what a program prints; the command holds no word of a user."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise OfficeError(f"LibreOffice 运行失败（{type(error).__name__}）。{_WHAT_TO_DO}") from error
    return done.stdout.decode("utf-8", "replace")
