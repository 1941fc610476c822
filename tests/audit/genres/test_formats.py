"""The same report in every format: Word and web page give the very findings of the text, PDF nine tenths of them."""

import random
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import need_program, sources
from zhibao.audit.proof.genres.write import VARIANTS, Variant
from zhibao.audit.proof.seeding import ERRORS, seed
from zhibao.audit.run import audit
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.nodes import Document
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes, read_text
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import write_pdf
from zhibao.terms.finding import Severity
from zhibao.terms.source import TextPlace

PDF_SHARE = 0.9
TIMES = 2
"""How often each kind of error is tried in a report."""
SOURCES = ("jiangmen-2021", "qingyuan-2022")


@cache
def book() -> RuleBook:
    """Return the rules."""
    return load_rulebook()


def errors_in(reading: Reading) -> Counter[tuple[str, str]]:
    """Return the errors of a reading by rule and what was said; what a writer mends is left out: cuts by page ends."""
    found: Counter[tuple[str, str]] = Counter()
    for one in audit(reading, book()).findings:
        if one.severity is Severity.ERROR and book().rules[one.rule].kind != "joints":
            found[one.rule, one.said or (one.where.quote if isinstance(one.where, TextPlace) else "")] += 1
    return found


def sick(variant: Variant, number: int) -> str:
    """Return a report with an error of every kind, each on a line of its own."""
    report, rnd = variant.write(number), random.Random(number)
    lines = report.text.split("\n")
    changed: set[int] = set()
    for error in ERRORS * TIMES:
        one = seed(report, error, rnd)
        if one is not None and one.line not in changed:
            changed.add(one.line)
            lines[one.line - 1] = one.text.split("\n")[one.line - 1]
    return "\n".join(lines)


@cache
def reading_of(name: str) -> Reading:
    """Return the text of a source report, or of a self-made one with errors."""
    if name in SOURCES:
        return read_text((sources() / f"{name}.txt").read_text("utf-8"))
    genre, _, number = name.partition(" ")
    return read_text(sick(next(one for one in VARIANTS if f"{one.genre}-{one.held_out:d}" == genre), int(number)))


def kept(content: bytes, file: str, expected: Counter[tuple[str, str]]) -> tuple[int, int]:
    """Return how many of the expected errors a file gives, and how many others."""
    found = errors_in(read_bytes(content, file))
    return (expected & found).total(), (found - expected).total()


def pdf_of_word(document: Document, folder: Path) -> bytes:
    """Return the Word file as LibreOffice prints it."""
    (folder / "a.docx").write_bytes(write_docx(document, {}))
    profile = f"-env:UserInstallation=file://{folder}/office"
    command = [need_program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=180)
    return (folder / "a.pdf").read_bytes()


MADE = [f"{one.genre}-{one.held_out:d} {number}" for number, one in enumerate(VARIANTS, 3)]
NAMES = [*MADE, *SOURCES]


@pytest.mark.parametrize("name", NAMES)
def test_the_errors_of_a_report_are_the_same_in_word_and_on_the_web(name: str) -> None:
    reading = reading_of(name)
    expected = errors_in(reading)
    assert expected
    assert errors_in(read_bytes(write_docx(reading.document, {}), "a.docx")) == expected
    assert errors_in(read_bytes(write_html(reading.document).encode(), "a.html")) == expected


@pytest.mark.parametrize("names", [MADE, [SOURCES[0]], [SOURCES[1]]], ids=["made", *SOURCES])
def test_a_pdf_gives_nine_tenths_of_the_errors_and_hardly_any_other(names: list[str]) -> None:
    total = right = others = 0
    for name in names:
        expected = errors_in(reading_of(name))
        found, more = kept(write_pdf(reading_of(name).document).content, "a.pdf", expected)
        total, right, others = total + expected.total(), right + found, others + more
    assert right >= PDF_SHARE * total, (right, total)
    assert others <= (1 - PDF_SHARE) * total, (others, total)


def test_so_does_a_pdf_that_an_office_program_printed(tmp_path: Path) -> None:
    reading = reading_of(MADE[0])
    expected = errors_in(reading)
    found, more = kept(pdf_of_word(reading.document, tmp_path), "a.pdf", expected)
    assert found >= PDF_SHARE * expected.total()
    assert more <= 1
