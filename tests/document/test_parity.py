"""A number that differs in one format is found, whatever format it is; the comparison of the cities can fail."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace

import pytest

from tests.document.parity import FORMATS, Format, apart
from tests.document.sample import sample
from zhibao.document.nodes import Chart, Document, Number, Table, walk
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.document.writers.typst import write_pdf
from zhibao.document.writers.xlsx import write_xlsx

WRITERS: dict[Format, Callable[[Document], bytes]] = {
    "docx": lambda document: write_docx(document, {}),
    "pdf": lambda document: write_pdf(document).content,
    "html": lambda document: write_html(document).encode(),
    "xlsx": write_xlsx,
}


def next_digit(text: str) -> str:
    """Return a printed number with its last digit changed."""
    place = max(at for at, letter in enumerate(text) if letter.isdigit())
    return f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}"


def rebuilt(node: object, change: Callable[[object], object]) -> object:
    """Return a tree in which `change` gives other nodes for some; None lets one be and looks inside it."""
    other = change(node)
    if other is not None:
        return other
    if isinstance(node, tuple):
        return tuple(rebuilt(one, change) for one in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    given = {one.name: rebuilt(getattr(node, one.name), change) for one in fields(node) if one.init}
    return replace(node, **given)


def with_digit_changed(document: Document, place: int) -> Document:
    """Return a document in which one of the numbers that no chart draws has another last digit."""
    met: list[Number] = []

    def change(node: object) -> object:
        if not isinstance(node, Number):
            return node if isinstance(node, Chart) else None
        met.append(node)
        return replace(node, text=next_digit(node.text)) if len(met) == place else node

    altered = rebuilt(document, change)
    assert isinstance(altered, Document)
    assert len(met) >= place
    return altered


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_says_what_the_tree_says(form: Format) -> None:
    assert apart(sample(), form, WRITERS[form](sample())) == []


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
@pytest.mark.parametrize("place", [1, 3, 4, 15])
def test_one_digit_in_one_format_is_found_where_it_stands(form: Format, place: int) -> None:
    told = apart(sample(), form, WRITERS[form](with_digit_changed(sample(), place)))
    assert len([one for one in told if ", facts:" not in one]) == 1
    assert ", facts:" in "".join(told) if form == "html" else len(told) == 1


def test_one_digit_in_the_workbook_is_found_where_it_stands() -> None:
    altered = with_digit_changed(sample(), 6)
    (told,) = apart(sample(), "xlsx", write_xlsx(altered))
    assert told.startswith("表1-12020和2021年示例市专任教师学历")
    assert told.count("≠") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_two_numbers_of_a_table_that_changed_places_are_found(form: Format) -> None:
    document = sample()
    table = next(one for one in walk(document.blocks) if isinstance(one, Table))
    first, second, *others = table.body
    swapped = replace(table, body=((first[0], second[1], *first[2:]), (second[0], first[1], *second[2:]), *others))
    blocks = tuple(swapped if one is table else one for one in document.blocks)
    told = apart(document, form, WRITERS[form](replace(document, blocks=blocks)))
    assert len([one for one in told if ", facts:" not in one]) == 2


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_a_number_that_a_chart_draws_otherwise_is_found(form: Format) -> None:
    def redrawn(node: object) -> object:
        if not isinstance(node, Chart):
            return None
        return replace(node, panels=tuple(one.replace("13930", "13931") for one in node.panels))

    altered = rebuilt(sample(), redrawn)
    assert isinstance(altered, Document)
    (told,) = apart(sample(), form, WRITERS[form](altered))
    assert told.startswith("图1-1")
    assert "drawn:" in told


def test_a_number_that_is_bound_to_something_else_is_found_in_the_page() -> None:
    page = WRITERS["html"](sample())
    (told,) = apart(sample(), "html", page.replace(b'data-period="2021"', b'data-period="2020"', 1))
    assert "facts:" in told
