from collections.abc import Callable

import pytest

from tests.conftest import sources
from tests.document.readers.written import REPORT, as_docx, as_html, digits_lost, shown
from zhibao.document.nodes import Caption, Contents, Figure, Heading, Table
from zhibao.document.readers.read import read_bytes, read_text

Make = Callable[[str], bytes]


def source(name: str) -> str:
    return (sources() / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize(("make", "file"), [(as_docx, "a.docx"), (as_html, "a.html")])
def test_the_same_report_gives_the_same_tree_in_every_format(make: Make, file: str) -> None:
    assert shown(read_bytes(make(REPORT), file)) == shown(read_text(REPORT))


def test_markdown_gives_the_same_tree_too() -> None:
    assert shown(read_text(REPORT, "a.md")) == shown(read_text(REPORT))


@pytest.mark.parametrize(("make", "file"), [(as_docx, "a.docx"), (as_html, "a.html")])
def test_a_source_report_gives_the_same_tree_in_every_format(make: Make, file: str) -> None:
    text = source("jiangmen-2021")
    made = read_bytes(make(text), file)
    assert shown(made) == shown(read_text(text))
    assert len(made.joints) == 20


@pytest.mark.parametrize(("name", "joined"), [("jiangmen-2021", 1), ("qingyuan-2022", 0)])
def test_no_digit_of_a_source_report_is_lost(name: str, joined: int) -> None:
    reading = read_text(source(name))
    lost, new = digits_lost(reading)
    assert sum(new.values()) == joined == sum(joint.cut == "number" for joint in reading.joints)
    assert sum(lost.values()) == 2 * joined


def counts(name: str) -> dict[str, object]:
    blocks = read_text(source(name)).document.blocks
    headings = [block for block in blocks if isinstance(block, Heading)]
    tables = [block for block in blocks if isinstance(block, Table)]
    figures = [block for block in blocks if isinstance(block, Figure)]
    captions: list[Caption | None] = [*(table.caption for table in tables), *(figure.caption for figure in figures)]
    return {
        "contents": [(each.kind, len(each.entries)) for each in blocks if isinstance(each, Contents)],
        "sections": sum(heading.role == "section" for heading in headings),
        "cases": sum(heading.role == "case" for heading in headings),
        "annexes": sum(heading.role == "annex" for heading in headings),
        "rows": [len(table.head) + len(table.body) for table in tables],
        "captions": sum(caption is not None for caption in captions),
        "figures": len(figures),
        "joints": len(read_text(source(name)).joints),
    }


def test_the_first_source_report_is_understood() -> None:
    assert counts("jiangmen-2021") == {
        "contents": [("headings", 43)],
        "sections": 10 + 19 + 3,
        "cases": 13,
        "annexes": 1,
        "rows": [4, 56],
        "captions": 1 + 20,
        "figures": 20,
        "joints": 20,
    }


def test_the_second_source_report_is_understood() -> None:
    assert counts("qingyuan-2022") == {
        "contents": [("headings", 67), ("cases", 23), ("exhibits", 23)],
        "sections": 67 + 9,
        "cases": 25,
        "annexes": 1,
        "rows": [6, 9, 5, 5, 4, 15, 16, 3, 3, 3, 9, 4, 12, 17],
        "captions": 13 + 12,
        "figures": 12,
        "joints": 23,
    }
