"""What a register of rows counts fills the form that nobody typed, and is kept beside a number that was typed."""

from fractions import Fraction
from pathlib import Path

from tests.registers import CITY, PlainRow, catalog, roster, submission
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, OriginKind

SCHOOL = Place(Level.SCHOOL, "S01", "示例S01校", "甲县")
GRADUATES: list[PlainRow] = [
    {"student_number": "1", "destination": "协议或合同就业", "industry": "第二产业"},
    {"student_number": "2", "destination": "自主创业", "industry": "第三产业"},
    {"student_number": "3", "destination": "待就业", "industry": Missing(Meaning.NOT_APPLICABLE)},
]


def in_force(folder: Path, form: PlainRow, graduates: list[PlainRow]) -> tuple[Store, Row]:
    store = Store(folder)
    store.hand_in(submission(CITY, 2021, {"schools": roster(["S01"])}), catalog())
    rows = (
        {"employment_quality": [form], "graduate_records": graduates} if graduates else {"employment_quality": [form]}
    )
    snapshot = store.hand_in(submission(SCHOOL, 2021, rows), catalog())
    return store, read_rows(snapshot, catalog().registers)["employment_quality"][0]


def test_an_empty_field_is_counted_from_the_rows_and_says_so(tmp_path: Path) -> None:
    _, row = in_force(tmp_path, {"secondary_industry": None, "tertiary_industry": None}, GRADUATES)
    assert row["secondary_industry"] == Known(Fraction(1))
    assert row["tertiary_industry"] == Known(Fraction(1))
    cell = row["secondary_industry"]
    assert isinstance(cell, Known)
    assert cell.origin.kind is OriginKind.DERIVED


def test_a_typed_number_stays_and_what_the_rows_say_is_kept_beside_it(tmp_path: Path) -> None:
    store, row = in_force(tmp_path, {"secondary_industry": 5, "tertiary_industry": 1}, GRADUATES)
    assert row["secondary_industry"] == Known(Fraction(5))
    snapshot = store.current_of("S01", 2021)
    assert snapshot is not None
    assert [(one.field, one.value, one.origin) for one in snapshot.others] == [("secondary_industry", "1", "derived")]


def test_without_rows_nothing_is_counted(tmp_path: Path) -> None:
    _, row = in_force(tmp_path, {"secondary_industry": None, "tertiary_industry": 3}, [])
    assert row["secondary_industry"] == Missing(Meaning.NOT_SUBMITTED)


def test_what_was_typed_stays_in_the_store_as_it_was_typed(tmp_path: Path) -> None:
    store, _ = in_force(tmp_path, {"secondary_industry": None}, GRADUATES)
    typed, whole = store.typed_of("S01", 2021), store.current_of("S01", 2021)
    assert typed is not None
    assert whole is not None
    assert typed.id != whole.id
    before = read_rows(typed, catalog().registers)["employment_quality"][0]
    assert before["secondary_industry"] == Missing(Meaning.NOT_SUBMITTED)


def test_no_derivation_reads_a_personal_field() -> None:
    registers = catalog().registers
    read = {
        (aggregate.register, field)
        for register in registers.values()
        for definition in register.fields.values()
        if definition.derive
        for aggregate in catalog().formula(definition.derive).aggregates
        for field in aggregate.fields
    }
    assert read
    assert [pair for pair in read if registers[pair[0]].fields[pair[1]].personal] == []
