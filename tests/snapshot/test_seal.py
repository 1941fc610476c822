"""Personal cells are sealed: nothing of them in what is published, and nothing opens without the key."""

from pathlib import Path

import pytest

from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.catalog.shape import Cited
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, damage, read_rows
from zhibao.snapshot.seal import open_vault
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row, Submission
from zhibao.terms.period import PeriodType
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Meaning, Missing

SCHOOL = Place(Level.SCHOOL, "S01", "示例一校", "甲县")
NUMBER, OTHER = "11010519491231002X", "440524188001010014"
REGISTERS = {
    "people": Register(
        name="people",
        label="示例人员",
        why="示例",
        source=(Cited(title="示例"),),
        level=Level.SCHOOL,
        shape="rows",
        period=PeriodType.POINT_IN_TIME,
        owner="示例处",
        key=("code",),
        fields={
            "code": RegisterField(label="编号", type=FieldType.TEXT),
            "name": RegisterField(label="姓名", type=FieldType.TEXT, personal=True),
            "number": RegisterField(label="身份证件号", type=FieldType.ID_NUMBER, personal=True),
        },
        examples=({"code": "1"},),
    )
}


def frozen(folder: Path, *rows: Row) -> Snapshot:
    return Store(folder / "store").freeze(Submission(SCHOOL, 2021, {"people": rows}), REGISTERS)


def person(code: str, name: str, number: str) -> Row:
    return {"code": code, "name": name, "number": number}


def everything(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())


def test_no_file_of_the_store_holds_a_name_or_an_identity_number(tmp_path: Path) -> None:
    frozen(tmp_path, person("1", "张示例", NUMBER))
    assert NUMBER not in everything(tmp_path)
    assert "张示例".encode().decode("latin-1") not in everything(tmp_path)


def test_the_key_opens_what_was_sealed_and_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = person("1", "张示例", NUMBER)
    snapshot = frozen(tmp_path, row)
    assert Store(tmp_path / "store").rows(snapshot, REGISTERS)["people"] == (row,)
    hidden = Missing(Meaning.SUPPRESSED)
    assert read_rows(snapshot, REGISTERS)["people"] == ({"code": "1", "name": hidden, "number": hidden},)
    monkeypatch.setenv("ZHIBAO_KEY_FILE", str(tmp_path / "another.key"))
    with pytest.raises(SnapshotError):
        Store(tmp_path / "store").rows(snapshot, REGISTERS)


def test_equal_numbers_have_one_look_up_and_different_seals(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path, person("1", "张示例", NUMBER), person("2", "李示例", NUMBER), person("3", "王", OTHER))
    text = snapshot.sealed_file("people").read_text(encoding="utf-8")
    vault = open_vault(tmp_path / "zhibao.key")
    assert text.count(vault.look_up(NUMBER)) == 2
    assert text.count(vault.look_up(OTHER)) == 1
    assert vault.seal(NUMBER, "a") != vault.seal(NUMBER, "a")


def test_the_identity_follows_the_personal_cells_and_is_provable_without_them(tmp_path: Path) -> None:
    first = frozen(tmp_path, person("1", "张示例", NUMBER))
    assert frozen(tmp_path, person("1", "张示例", NUMBER)).id == first.id
    second = frozen(tmp_path, person("1", "李示例", NUMBER))
    assert second.id != first.id
    second.sealed_file("people").unlink()
    assert damage(second, REGISTERS) == ()


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    frozen(tmp_path, person("1", "张示例", NUMBER))
    assert (tmp_path / "zhibao.key").stat().st_mode & 0o077 == 0


def test_a_sealed_cell_that_was_moved_to_another_row_does_not_open(tmp_path: Path) -> None:
    vault = open_vault(tmp_path / "key")
    sealed = vault.seal(NUMBER, "people/0/number")
    assert vault.open(sealed, "people/0/number") == NUMBER
    with pytest.raises(ValueError, match="another key"):
        vault.open(sealed, "people/1/number")


def test_a_file_that_is_no_key_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("not a key\n", encoding="ascii")
    with pytest.raises(SnapshotError, match="密钥"):
        open_vault(tmp_path / "key")


def test_another_key_seals_and_opens_nothing_and_says_so(tmp_path: Path) -> None:
    snapshot = frozen(tmp_path, person("1", "张示例", NUMBER))
    (tmp_path / "zhibao.key").unlink()
    store = Store(tmp_path / "store")
    with pytest.raises(SnapshotError, match="找不到封存个人信息的密钥"):
        store.rows(snapshot, REGISTERS)
    assert not (tmp_path / "zhibao.key").exists()
    open_vault(tmp_path / "zhibao.key")
    for attempt in (lambda: store.rows(snapshot, REGISTERS), lambda: frozen(tmp_path, person("2", "李", OTHER))):
        with pytest.raises(SnapshotError, match="不是本封存库的那一把"):
            attempt()
    assert "不是本封存库的那一把" in store.key_fault()
    assert (tmp_path / "store" / "key_id").read_text(encoding="ascii").strip() != ""


def test_persons_are_told_apart_and_gaps_are_known_without_the_key(tmp_path: Path) -> None:
    nobody = {**person("3", "王示例", ""), "number": Missing(Meaning.NOT_SUBMITTED)}
    snapshot = frozen(tmp_path, person("1", "张示例", NUMBER), person("2", "李示例", NUMBER), nobody)
    (tmp_path / "zhibao.key").unlink()
    store, rows = Store(tmp_path / "store"), read_rows(snapshot, REGISTERS)
    first, second, third = store.look_ups(snapshot, REGISTERS, rows)["people"]
    assert first == second != third == ""
    cells = [row["number"] for row in store.unopened(snapshot, rows)["people"]]
    assert cells == [Missing(Meaning.SUPPRESSED)] * 2 + [Missing(Meaning.NOT_SUBMITTED)]


def test_a_sealed_file_that_is_lost_comes_back_with_the_workbook(tmp_path: Path) -> None:
    row = person("1", "张示例", NUMBER)
    frozen(tmp_path, row).sealed_file("people").unlink()
    assert Store(tmp_path / "store").rows(frozen(tmp_path, row), REGISTERS)["people"] == (row,)
