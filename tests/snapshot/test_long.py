"""A long register is frozen by another way than a short one, and says the same in the same bytes."""

import hashlib
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registers import catalog
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.canonical import row_texts
from zhibao.snapshot.frozen import canonical_row, content_id
from zhibao.snapshot.submission import Cell, Reason, Row, Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing

SCHOOL = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
NUMBERS = st.one_of(
    st.integers(0, 10**12).map(lambda number: Known(Fraction(number))),
    st.integers(0, 10**6).map(lambda number: Known(Fraction(number), estimated=True)),
    st.sampled_from(Meaning).map(Missing),
)


def register(name: str) -> Register:
    return catalog().registers[name]


def majors(texts: list[str]) -> tuple[Row, ...]:
    """Return rows of texts as nobody would choose them."""
    rows: list[dict[str, Cell]] = [{"major": text, "category": "71"} for text in texts]
    return tuple(rows)


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, min_size=1, max_size=6), st.lists(NUMBERS, min_size=1, max_size=6))
def test_both_ways_of_writing_give_the_same_bytes_and_rows(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], numbers: list[Cell]
) -> None:
    folder = tmp_path_factory.mktemp("both")
    tables = (
        (register("majors"), majors([*texts, "", "a\"b,c\n'd\r\n", "NULL"])),
        (register("students"), tuple({"entrants": number} for number in numbers)),
    )
    for table, rows in tables:
        short, long = folder / f"{table.name}.short", folder / f"{table.name}.long"
        with pytest.MonkeyPatch.context() as patch:
            parquet.write(short, table, rows)
            patch.setattr(parquet, "_MANY", 0)
            parquet.write(long, table, rows)
        assert short.read_bytes() == long.read_bytes()
        kept = [{name: row[name] for name in rows[0]} for row in parquet.read(long, table)]
        assert kept == list(rows)
    assert not list(folder.glob("*.csv"))


def test_dates_and_amounts_are_written_the_same_by_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {
        "day": {"label": "日期", "type": "date"},
        "money": {"label": "金额", "type": "amount", "unit": "元", "note": "到账"},
        "area": {"label": "面积", "type": "measure", "unit": "平方米", "note": "使用"},
    }
    table = register("students").model_validate({**register("students").model_dump(), "fields": fields})
    rows: tuple[Row, ...] = tuple(
        {"day": date(2021, 1, day), "money": Known(Fraction(day, 100)), "area": Known(Fraction(day, 10**4))}
        for day in range(1, 29)
    )
    parquet.write(tmp_path / "short", table, rows)
    monkeypatch.setattr(parquet, "_MANY", 3)
    parquet.write(tmp_path / "long", table, rows)
    assert (tmp_path / "short").read_bytes() == (tmp_path / "long").read_bytes()
    assert parquet.read(tmp_path / "long", table) == rows


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5), st.lists(NUMBERS, max_size=3))
def test_the_identity_is_the_hash_of_the_whole_content_as_one_text(texts: list[str], numbers: list[Cell]) -> None:
    reasons = (Reason("students", "", "entrants", "扩招"),)
    rows = {"students": tuple({"entrants": number} for number in numbers), "majors": majors(texts)}
    one = Submission(SCHOOL, 2021, rows, reasons)
    content = {
        "format": 1,
        "place": {"level": "school", "code": "S01", "name": "示例一校", "within": "甲县"},
        "year": 2021,
        "registers": {name: [canonical_row(register(name), row) for row in table] for name, table in rows.items()},
        "reasons": [["students", "", "entrants", "扩招"]],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content_id(one, catalog().registers) == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_a_row_counts_the_same_whatever_the_order_of_its_cells() -> None:
    row: Row = {"entrants": Known(Fraction(1)), "full_time": Missing(Meaning.NIL)}
    turned: Row = dict(reversed(list(row.items())))
    table = register("students")
    assert set(row_texts(table, (row, turned))) == {'{"entrants":"=1","full_time":"?nil"}'}
