"""Filling in and spoiling a workbook, as people and other programs do."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from tests.collect import sample
from zhibao.catalog.asked import Asked
from zhibao.collect.blank import Blank
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.write import workbook_bytes
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace

Cells = Mapping[str, str | int | float | date | None]
FEW = ("students", "facilities", "report_publication", "awards", "majors", "practice_bases")


def few(*, last: bool = True, now: bool = False) -> Blank:
    """Return a workbook of six registers: three forms, three of rows."""
    registers = tuple(one for name in FEW for one in sample.asked(sample.SCHOOL.level) if one.register.name == name)
    return only(registers, last=last, now=now)


def only(registers: tuple[Asked, ...], *, last: bool = True, now: bool = False) -> Blank:
    return Blank(
        place=sample.SCHOOL,
        year=2021,
        title=sample.TITLE,
        asked=registers,
        lists=sample.catalog().lists,
        last=sample.rows(registers, seed=0) if last else {},
        now=sample.rows(registers, seed=7) if now else {},
        declaration=sample.DECLARATION,
    )


def opened(blank: Blank) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(blank)))


def changed(path: Path, blank: Blank, change: Callable[[Workbook], object]) -> Reading:
    """Return what is read from a workbook that was opened, changed and saved."""
    book = opened(blank)
    change(book)
    book.save(path)
    return read_workbook(path, blank)


def filled(path: Path, blank: Blank, sheet: str, cells: Cells) -> Reading:
    """Return what is read from a workbook with some cells of one sheet filled in."""

    def fill(book: Workbook) -> None:
        for name, content in cells.items():
            book[sheet][name] = content

    return changed(path, blank, fill)


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive with its parts changed; a part that becomes None is left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return packed.getvalue()


def rules(reading: Reading) -> list[str]:
    """Return the rules that spoke, without the warning for lists that nobody filled in."""
    return [one.rule for one in said(reading)]


def said(reading: Reading) -> list[Finding]:
    return [one for one in reading.findings if one.rule != "collect.nothing_listed"]


def only_one(reading: Reading) -> tuple[Finding, CellPlace]:
    (finding,) = said(reading)
    assert isinstance(finding.where, CellPlace)
    return finding, finding.where
