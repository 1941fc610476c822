"""Many snapshots are proved together as each is alone: the same text of every row, the same words of what is wrong."""

import hashlib
import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.check.set_cities import random_city
from tests.registers import catalog, submission
from zhibao.snapshot import parquet
from zhibao.snapshot.canonical import row_texts
from zhibao.snapshot.frozen import Snapshot, damage, read_rows
from zhibao.snapshot.proved_together import damaged, row_texts_of
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Known, Meaning, Missing, Origin, OriginKind

SCHOOL = Place(Level.SCHOOL, "S99", "示例乙校", "甲县")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, ...]:
    """Return the snapshots of a city, one of them with estimates, origins, quotes and fewer columns than others."""
    store = random_city(tmp_path_factory.mktemp("together"), 3)
    learning = catalog().registers["learning"]
    given = submission(SCHOOL, 2021, {"learning": [{"basic_passed": 7}], "majors": [{"major": 'a"b\n\\c'}]})
    odd = dict(given.registers["learning"][0])
    first, second, third = [name for name, field in learning.fields.items() if field.type.is_number][:3]
    odd[first] = Known(Fraction(7), estimated=True)
    odd[second] = Known(Fraction(9), origin=Origin(OriginKind.IMPORTED, "示例系统"))
    odd[third] = Missing(Meaning.NIL)
    short = {name: odd[name] for name in (first, second, third)}
    rows = {**given.registers, "learning": (short,)}
    store.freeze(type(given)(SCHOOL, 2021, rows), catalog().registers)
    return store.current()


def test_rows_read_together_say_what_they_say_alone(frozen: tuple[Snapshot, ...]) -> None:
    registers = catalog().registers
    seen = 0
    for name in sorted({name for one in frozen for name in one.registers}):
        files = [one.file(name) for one in frozen if name in one.registers]
        together = row_texts_of(files, registers[name])
        for file in files:
            alone = list(row_texts(registers[name], parquet.read(file, registers[name])))
            assert together[file] == alone
            seen += len(alone)
    assert seen > 200
    assert list(damaged(frozen, registers)) == []


@pytest.mark.parametrize("wrong", ["bytes", "missing", "content", "name"])
def test_what_is_wrong_is_said_as_of_one_alone(wrong: str, frozen: tuple[Snapshot, ...], tmp_path: Path) -> None:
    broken = next(one for one in frozen if one.place == SCHOOL)
    folder = Path(shutil.copytree(broken.folder, tmp_path / ("elsewhere" if wrong == "name" else broken.id)))
    file = folder / "learning.parquet"
    if wrong == "bytes":
        file.write_bytes(file.read_bytes()[:-20])
    elif wrong == "missing":
        file.unlink()
    elif wrong == "content":
        register = catalog().registers["learning"]
        (row,) = read_rows(broken, catalog().registers)["learning"]
        name = next(name for name, cell in row.items() if isinstance(cell, Known))
        parquet.write(file, register, [{**row, name: Known(Fraction(8))}])
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest["registers"]["learning"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    moved = replace(broken, folder=folder)
    told = list(damaged([moved if one is broken else one for one in frozen], catalog().registers))
    assert told == list(damage(moved, catalog().registers))
    assert told
