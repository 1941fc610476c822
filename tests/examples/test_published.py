"""The published cells are those of the source reports, and every cell that differs has a proof that holds."""

import json
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import sources
from tests.examples.handed import CITIES
from zhibao.examples.model import Difference, Example, Named, load_example
from zhibao.examples.prove import first_kind, proves
from zhibao.examples.rebuild import compare

CELLS = {"jiangmen": 287, "qingyuan": 378}
NAMED = {"jiangmen": 0, "qingyuan": 73}


@cache
def source_tables(path: Path) -> dict[str, list[list[str]]]:
    """Return the body cells of every table of a source file, by its number."""
    return {
        table["id"]: [source_row(row) for row in table["rows"]]
        for table in json.loads(path.read_text(encoding="utf-8"))["tables"]
    }


def source_row(row: object) -> list[str]:
    if isinstance(row, dict):
        cells = row.get("cells") or [row["number"], row["name"], row["unit"], row["2020"], row["2021"]]
    else:
        assert isinstance(row, list)
        cells = row
    return ["" if cell is None else str(cell).strip() for cell in cells]


def as_printed(example: Example) -> dict[str, list[list[str]]]:
    """Return the published tables as a document that prints just the same."""
    return {
        name: [[cell.named if isinstance(cell, Named) else cell for cell in row] for row in table.rows]
        for name, table in example.published.tables.items()
    }


@pytest.mark.parametrize("name", CITIES)
def test_the_published_cells_are_those_of_the_source(name: str) -> None:
    published = load_example(name).published
    tables = source_tables(sources() / published.source.file)
    assert {table.id for table in published.tables.values()} == set(tables)
    for table in published.tables.values():
        assert [len(row) for row in table.rows] == [len(row) for row in tables[table.id]]
        for row, printed in zip(table.rows, tables[table.id], strict=True):
            for ours, theirs in zip(row, printed, strict=True):
                assert (ours.named != theirs) if isinstance(ours, Named) else (ours == theirs)


@pytest.mark.parametrize("name", CITIES)
def test_as_many_cells_and_names_as_the_reports_have(name: str) -> None:
    tables = load_example(name).published.tables.values()
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert len(cells) == CELLS[name]
    assert sum(isinstance(cell, Named) for cell in cells) == NAMED[name]


@pytest.mark.parametrize("name", CITIES)
def test_every_proof_holds(name: str) -> None:
    example = load_example(name)
    assert [one for one in example.differences if not proves(one, example.published, example.differences)] == []


def test_the_cells_that_differ_are_the_known_ones() -> None:
    found = {
        (name, one.table, one.row, one.column, one.rebuilt, one.kind)
        for name in CITIES
        for one in load_example(name).differences
    }
    assert found == {
        ("jiangmen", "annex", 47, 5, "16.59/1", "truncated"),
        ("jiangmen", "annex", 50, 4, "10.90", "no_whole_number"),
        ("jiangmen", "annex", 50, 5, "10.59", "truncated"),
        ("jiangmen", "annex", 51, 5, "9.06", "no_whole_number"),
        ("qingyuan", "1-4", 1, 9, "7.46", "parts"),
        ("qingyuan", "1-4", 3, 9, "-0.06", "follows"),
        ("qingyuan", "3-3", 1, 5, "42", "parts"),
        ("qingyuan", "3-4", 1, 6, "24", "parts"),
        ("qingyuan", "7-1", 3, 5, "↑15", "difference"),
    }


CHANGES: list[dict[str, object]] = [
    {"rebuilt": "43"},
    {"printed": "45"},
    {"kind": "difference"},
    {"kind": "no_whole_number"},
    {"operation": "difference"},
    {"row": 2},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_proof_that_was_tampered_with_does_not_hold(change: dict[str, object]) -> None:
    example = load_example("qingyuan")
    entry = next(one for one in example.differences if one.table == "3-3")
    assert proves(entry, example.published, example.differences)
    assert not proves(entry.model_copy(update=change), example.published, example.differences)


def test_an_operand_must_be_what_its_cell_prints() -> None:
    example = load_example("qingyuan")
    entry = next(one for one in example.differences if one.table == "3-3")
    first, *rest = entry.operands
    forged = entry.model_copy(update={"operands": (first.model_copy(update={"value": "3"}), *rest), "rebuilt": "44"})
    assert not proves(forged, example.published, example.differences)


def test_a_numerator_that_is_not_the_nearest_proves_nothing() -> None:
    example = load_example("jiangmen")
    entry = example.differences[1]
    numerator, base = entry.operands
    farther = (numerator.model_copy(update={"value": "186"}), base)
    forged = entry.model_copy(update={"operands": farther, "rebuilt": "10.95"})
    assert not proves(forged, example.published, example.differences)


def test_a_feasible_print_is_no_missing_whole_number() -> None:
    entry = load_example("jiangmen").differences[1].model_copy(update={"printed": "10.90"})
    assert first_kind(entry, ()) is None


def test_what_follows_needs_the_cell_that_it_follows() -> None:
    entries = load_example("qingyuan").differences
    entry = next(one for one in entries if one.kind == "follows")
    assert first_kind(entry, entries) == "follows"
    assert first_kind(entry, [entry]) is None


def test_a_print_without_a_number_is_refused() -> None:
    entry = load_example("jiangmen").differences[0].model_copy(update={"printed": "缺"})
    with pytest.raises(ValueError, match="no number"):
        first_kind(entry, ())


@pytest.mark.parametrize("name", CITIES)
def test_a_report_that_prints_the_same_is_equal_but_for_the_names(name: str) -> None:
    example = load_example(name)
    result = compare(as_printed(example), 3, example)
    assert (result.equal, result.named) == (CELLS[name] - NAMED[name], NAMED[name])
    assert (result.explained, result.unexplained) == ((), ())


def test_only_the_foreseen_text_is_explained() -> None:
    example = load_example("qingyuan")
    tables = as_printed(example)
    tables["student_contest"][0][4] = " 42 "
    tables["teaching_contest"][0][5] = "25"
    tables["report_publication"][0][2] = "2021.12.30"
    tables["report_publication"][1][2] = "2021年11月30日"
    record = compare(tables, 12, example).record()
    assert record["cells"] == record["equal"] + record["named"] + record["explained"] + record["unexplained"] == 378
    assert (record["explained"], record["unexplained"]) == (1, 2)
    assert [(one["table"], one["row"], one["column"], one["kind"]) for one in record["differences"]] == [
        ("3-3", 1, 5, "parts"),
        ("3-4", 1, 6, ""),
        ("附件", 1, 3, ""),
    ]
    assert record["differences"][0]["proof"].startswith("1 + 7 + 34 = 42")


def test_a_missing_table_a_missing_cell_and_a_further_row_are_differences() -> None:
    example = load_example("jiangmen")
    tables = as_printed(example)
    del tables["facilities_comparison"]
    tables["quality_annex"][0].pop()
    tables["quality_annex"].append(["多出的一行"])
    result = compare(tables, 3, example)
    assert result.tables == 1
    assert len(result.unexplained) == 12 + 1 + 1
    assert len(result.cells) == 287 + 1


def test_a_day_that_does_not_exist_is_no_date() -> None:
    example = load_example("qingyuan")
    tables = as_printed(example)
    tables["report_publication"][0][2] = "2021.13.30"
    assert len(compare(tables, 12, example).unexplained) == 1


def test_every_entry_is_read_as_a_difference() -> None:
    assert all(isinstance(one, Difference) for name in CITIES for one in load_example(name).differences)
