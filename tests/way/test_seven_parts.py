"""The outline of the editions since 2022, filled with what the registers' own examples hold, becomes a report."""

from zhibao.document.nodes import Heading, Table, plain, walk
from zhibao.terms.value import Meaning
from zhibao.workshop import Workshop


def test_every_part_of_the_outline_is_there(seven_parts: Workshop) -> None:
    chapters = [
        plain(one.content) for one in walk(seven_parts.document.blocks) if isinstance(one, Heading) and one.level == 1
    ]
    for part in ("人才培养", "服务贡献", "文化传承", "国际合作", "产教融合", "发展保障", "面临挑战"):
        assert any(part in title for title in chapters), chapters


def test_it_is_written_and_read_back_without_a_finding(seven_parts: Workshop) -> None:
    assert {name.rpartition(".")[2] for name in seven_parts.files} == {"docx", "pdf", "html"}


def test_every_table_has_rows_and_no_number_of_what_was_filled_in_is_missing(seven_parts: Workshop) -> None:
    tables = [block for block in walk(seven_parts.document.blocks) if isinstance(block, Table)]
    assert len(tables) > 20
    assert [table.name for table in tables if not table.body] == []
    missing = Meaning.NOT_SUBMITTED.sign
    assert [table.name for table in tables for row in table.body for one in row if plain(one.content) == missing] == []
