"""What a release holds of a snapshot: nothing about a person, and enough to prove the id and count again."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.registers import CITY, PlainRow, catalog, row
from zhibao.catalog.persons import Use
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.frozen import Snapshot, content_id, damage, read_snapshot
from zhibao.snapshot.public import public_files
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Action, Answer, Other, Reason, Submission
from zhibao.terms.place import Level, Place

SCHOOL = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
COLUMNS: Mapping[str, Mapping[str, Use]] = {"graduate_records": {"pay": Use.READ, "student_number": Use.COUNTED}}
PERSONS: tuple[PlainRow, ...] = (
    {"student_number": "XH2", "name": "张示例", "sex": "女", "pay": 4000},
    {"student_number": "XH1", "name": "李示例", "sex": "男", "pay": 3000},
)
PUBLIC, PRIVATE = "aaaaaaaaaa", "bbbbbbbbbb"


def submission(**changes: object) -> Submission:
    registers = catalog().registers
    rows = {
        "graduate_records": tuple(row(registers["graduate_records"], one) for one in PERSONS),
        "graduates": (row(registers["graduates"], {"graduates": 2}),),
    }
    given = {
        "reasons": (Reason("graduate_records", "XH1", "", "因病"), Reason("graduates", "", "graduates", "扩招")),
        "others": (Other("graduate_records", "XH1", "pay", "3100", "imported:甲"),
                   Other("graduates", "", "graduates", "3", "imported:甲")),
        "answers": (Answer(PUBLIC, Action.EXPLAINED, "扩招", "王老师"),
                    Answer(PRIVATE, Action.EXPLAINED, "张示例已调动", "王老师")),
    } | changes  # fmt: skip
    return Submission(SCHOOL, 2021, rows, **given)  # type: ignore[arg-type]


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return Store(tmp_path / "store").freeze(submission(), registers())


def registers() -> Mapping[str, Register]:
    return catalog().registers


def released(snapshot: Snapshot, columns: Mapping[str, Mapping[str, Use]], to: Path) -> Snapshot:
    folder = to / snapshot.id
    folder.mkdir(parents=True)
    for name, content in public_files(snapshot, registers(), columns, {PUBLIC}).items():
        (folder / name).write_bytes(content)
    return read_snapshot(folder)


def test_the_id_is_proved_without_what_is_private(snapshot: Snapshot, tmp_path: Path) -> None:
    for number, columns in enumerate((COLUMNS, {})):
        assert damage(released(snapshot, columns, tmp_path / str(number)), registers()) == ()


def test_of_persons_only_what_is_counted_is_there_and_their_order_tells_nothing(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    assert "graduate_records" not in released(snapshot, {}, tmp_path / "none").registers
    reduced = released(snapshot, COLUMNS, tmp_path / "some")
    rows = parquet.read(reduced.file("graduate_records"), registers()["graduate_records"])
    cells = [{name: cell for name, cell in one.items() if name in ("pay", "student_number", "sex")} for one in rows]
    pays = [row(registers()["graduate_records"], {"pay": pay})["pay"] for pay in (3000, 4000)]
    assert cells == [{"student_number": "1", "pay": pay} for pay in pays]


def test_the_manifest_says_nothing_of_persons_nor_who_answered(snapshot: Snapshot, tmp_path: Path) -> None:
    reduced = released(snapshot, {}, tmp_path / "release")
    text = (reduced.folder / "manifest.json").read_text(encoding="utf-8")
    assert [word for word in ("XH1", "因病", "3100", "王老师", "张示例", "graduate_records") if word in text] == []
    assert reduced.reasons == (Reason("graduates", "", "graduates", "扩招"),)
    assert reduced.answers == (Answer(PUBLIC, Action.EXPLAINED, "扩招"),)
    assert [one.register for one in reduced.others] == ["graduates"]


def test_what_is_made_again_from_a_release_is_the_same(snapshot: Snapshot, tmp_path: Path) -> None:
    reduced = released(snapshot, COLUMNS, tmp_path / "release")
    again = public_files(reduced, registers(), COLUMNS, {PUBLIC})
    assert again == public_files(snapshot, registers(), COLUMNS, {PUBLIC})
    assert again == {path.name: path.read_bytes() for path in reduced.folder.iterdir()}


@pytest.mark.parametrize("part", ["reasons", "others", "answers"])
def test_what_is_private_counts_for_the_id(snapshot: Snapshot, tmp_path: Path, part: str) -> None:
    all_but_private = tuple(
        one for one in getattr(submission(), part)
        if getattr(one, "register", "") != "graduate_records" and getattr(one, "thread", "") != PRIVATE
    )  # fmt: skip
    other = Store(tmp_path / "store").freeze(submission(**{part: all_but_private}), registers())
    assert other.id != snapshot.id


def test_who_answered_stays_in_the_store_and_counts_for_no_id(tmp_path: Path) -> None:
    plain = Submission(CITY, 2021, {}, answers=(Answer(PRIVATE, Action.FIXED, "", "王老师"),))
    snapshot = Store(tmp_path / "store").freeze(plain, registers())
    assert snapshot.answers == plain.answers
    assert content_id(replace(plain, answers=(Answer(PRIVATE, Action.FIXED, ""),)), registers()) == snapshot.id
    published = public_files(snapshot, registers(), {}, ())["manifest.json"].decode()
    assert json.loads(published)["answers"] == [[PRIVATE, "fixed", ""]]
    assert "王老师" not in published


def test_a_submission_without_personal_fields_keeps_its_id_and_its_manifest(tmp_path: Path) -> None:
    plain = Submission(CITY, 2021, {}, answers=(Answer(PRIVATE, Action.FIXED, ""),))
    snapshot = Store(tmp_path / "store").freeze(plain, registers())
    assert content_id(plain, registers()) == snapshot.id
    assert (
        public_files(snapshot, registers(), {}, ())["manifest.json"] == (snapshot.folder / "manifest.json").read_bytes()
    )
