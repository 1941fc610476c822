"""Excel that talks back: a workbook of 100 000 filled cells is read, checked and painted with 2000 findings.

The register and its rows are those of `long_register`, fewer of them; the findings are spread over the sheet.
"""

from dataclasses import replace
from pathlib import Path

import long_register
from measure import Watch, main

from zhibao.check.run import check
from zhibao.collect.layout import cell_name, sheets_of
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.paint import paint
from zhibao.collect.read import read_workbook
from zhibao.collect.write import write_workbook
from zhibao.terms.finding import Severity

CELLS = 100_000
FINDINGS = 2000
FILE, PAINTED = "S01.xlsx", "S01.painted.xlsx"
_SEVERITIES = tuple(Severity)


def prepare(folder: Path, watch: Watch) -> None:
    """Write the workbook, filled in, and a painted copy of it."""
    catalog = long_register._catalog()
    columns = len(catalog.registers[long_register.REGISTER].fields)
    rows = tuple(long_register._rows(catalog, -(-CELLS // columns)))
    watch.counts["cells"] = len(rows) * columns
    blank = replace(long_register._blank(catalog), now={long_register.REGISTER: rows})
    write_workbook(folder / FILE, blank)
    (folder / PAINTED).write_bytes(paint((folder / FILE).read_bytes(), *_findings()))


def paint_once(folder: Path, watch: Watch) -> None:
    """Paint the workbook."""
    content = (folder / FILE).read_bytes()
    findings = _findings()
    with watch("paint"):
        paint(content, *findings)


def paint_again(folder: Path, watch: Watch) -> None:
    """Paint the painted copy: the paint comes off and goes on again."""
    content = (folder / PAINTED).read_bytes()
    findings = _findings()
    with watch("paint_again"):
        painted = paint(content, *findings)
    assert painted == content


def whole(folder: Path, watch: Watch) -> None:
    """Read the workbook, run every check over what it says, and paint it."""
    catalog = long_register._catalog()
    blank = long_register._blank(catalog)
    findings = _findings()
    with watch("whole"):
        with watch("read"):
            reading = read_workbook(folder / FILE, blank)
        assert reading.submission is not None, reading.findings[:3]
        with watch("check"):
            check(long_register._context(catalog, blank, reading.submission))
        with watch("write_back"):
            paint((folder / FILE).read_bytes(), *findings)


def _findings() -> tuple[tuple[Mark, ...], tuple[Line, ...]]:
    """Return as many findings as are wanted, over all rows and columns of the sheet."""
    catalog = long_register._catalog()
    (sheet,) = sheets_of(long_register._blank(catalog))
    columns = len(sheet.typed)
    rows = CELLS // columns
    marks, lines = [], []
    for number in range(FINDINGS):
        cell = cell_name(4 + number * rows // FINDINGS, number % columns)
        severity = _SEVERITIES[number % len(_SEVERITIES)]
        message = f"第 {number} 条：填写的数与上年相差较大，本年比上年多 {number % 90 + 10}%。"
        marks.append(Mark(sheet.name, cell, severity, f"{message}请核对，或写一句说明。"))
        where = f"{sheet.name} {cell}"
        lines.append(
            Line(f"{number:010x}", where, severity, message, "请核对，或写一句说明。", sheet=sheet.name, cell=cell)
        )
    return tuple(marks), tuple(lines)


if __name__ == "__main__":
    main({"prepare": prepare, "paint_once": paint_once, "paint_again": paint_again, "whole": whole})
