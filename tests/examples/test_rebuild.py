"""From the schools' numbers to the printed cells: everything comes out as published, or with its proof."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.examples.handed import generated
from tests.registers import catalog
from zhibao.catalog.outline import used_indicators
from zhibao.compile.report import compile_report
from zhibao.compute import compute
from zhibao.document.nodes import Chart, Document, Figure, Table, plain, walk
from zhibao.examples.generate import Generated
from zhibao.examples.model import Example, load_example
from zhibao.examples.rebuild import Rebuild, compare
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Rows, Submission
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known


def document(example: Example, handed: Generated, folder: Path) -> Document:
    """Return the report of what was handed in, without workbooks and cases."""
    store, edition = Store(folder), example.edition
    names = {
        school.code: Place(Level.SCHOOL, school.code, school.name, school.county) for school in example.roster.schools
    }
    for year, places in handed.items():
        for code, one in places.items():
            place = names.get(code, edition.city)
            store.freeze(Submission(place, year, one.rows, one.reasons), catalog().registers)
    tables = Tables(store.current(edition.years), catalog().registers, edition.city)
    outline = catalog().outlines[edition.outline]
    values = compute(tables, catalog(), used_indicators(outline))
    return compile_report(outline, edition, values, catalog(), tables.rows)


def rebuilt(example: Example, report: Document) -> Rebuild:
    tables = {
        block.name: [[plain(cell.content) for cell in row] for row in block.body]
        for block in walk(report.blocks)
        if isinstance(block, Table)
    }
    return compare(tables, len(charts(report)), example)


def charts(report: Document) -> list[str]:
    """Return the names of the figures that draw data, in the order of the report."""
    return [
        block.name for block in walk(report.blocks) if isinstance(block, Figure) and isinstance(block.content, Chart)
    ]


@pytest.mark.parametrize(("name", "tables", "figures"), [("jiangmen", 2, 3), ("qingyuan", 14, 12)])
def test_every_cell_is_equal_named_or_explained(name: str, tables: int, figures: int, tmp_path: Path) -> None:
    example = load_example(name)
    report = document(example, generated(name), tmp_path)
    result = rebuilt(example, report)
    assert result.unexplained == ()
    assert charts(report) == list(example.published.figures)
    assert len(result.explained) == len(example.differences)
    assert (result.tables, result.figures) == (tables, figures)


def test_the_citys_cells_follow_one_schools_number(tmp_path: Path) -> None:
    example = load_example("jiangmen")
    changed = with_more(generated("jiangmen"), 2021, "jm09", "students", "full_time", 282)
    result = rebuilt(example, document(example, changed, tmp_path))
    moved = {(cell.row, cell.column): cell.rebuilt for cell in result.unexplained if cell.table == "annex"}
    assert moved[(36, 5)] == "28480"
    assert moved[(37, 5)] == "35.92"
    assert all(column == 5 for _, column in moved)


def with_more(handed: Generated, year: int, code: str, register: str, field: str, more: int) -> Generated:
    """Return everything with one number of one school raised."""
    one = handed[year][code]
    (row,) = one.rows[register]
    cell = row[field]
    assert isinstance(cell, Known)
    rows: Rows = {**one.rows, register: ({**row, field: Known(cell.number + Fraction(more))},)}
    return {**handed, year: {**handed[year], code: replace(one, rows=rows)}}
