"""The command dataset: what cities hand over goes in, is packed, proved, cleaned, and comes back."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.once import made_once
from tests.snapshot.datasets import city
from zhibao.cli.app import app
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.store import Store

SETTINGS = """place: 示例A市
code: A
province: 示例省
outline: city_nine_chapters
round: 示例
label_year: 2021
data_years: [2020, 2021]
issuer: 示例教育局
issued: 2021-12
"""


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A city's working folder whose schools have handed in."""

    def make(home: Path) -> None:
        city(home, "A", {"A1": 101, "A2": 102})
        (home / "A" / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")

    return Path(shutil.copytree(made_once(tmp_path_factory, "dataset-command", make)[0], tmp_path / "home"))


def told(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["dataset", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


def refused(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["dataset", *map(str, arguments)])
    assert isinstance(result.exception, SnapshotError), result.output
    return str(result.exception)


def test_the_way_of_a_city_into_a_dataset_and_back(home: Path) -> None:
    where, folder = home / "all", home / "A"
    assert "还没有封存" in told("status", where)
    taken = told("take-in", where, folder)
    assert "新收 3 份，原已在用 0 份" in taken
    assert "zhibao dataset pack" in taken
    assert "新收 0 份，原已在用 3 份" in told("take-in", where, folder)
    assert re.search(r"2021\s+示例省\s+1\s+3\s+0\s+3\s+0\s+是", told("status", where))
    assert "3 份、" in told("pack", where)
    assert "没有要合包的" in told("pack", where)
    assert "可以删去 0 个文件" in told("clean", where)
    assert "删去 19 个文件" in told("clean", where, "--grace", 0, "--yes")
    (part,) = json.loads(told("status", where, "--format", "json"))["parts"]
    assert (part["in_force"], part["packed"], part["due"]) == (3, 3, False)
    proof = told("prove", where, "--place", "A1", "--year", 2021)
    assert "按内容重算的标识相同；合包里的 3 行与原件逐格相同。" in proof
    snapshot = Store(folder / "store").typed_id("A1", 2021)
    assert re.search(rf"2021\s+示例省\s+A\s+A1\s+{snapshot[:16]}\s+已合包", told("status", where, "--each"))
    (said,) = json.loads(told("prove", where, snapshot[:12], "--format", "json"))
    assert (said["snapshot"], said["faults"], said["packed"]) == (snapshot, [], True)
    told("restore", where, snapshot, "--to", home / "back")
    whole = folder / "store" / "snapshots" / snapshot
    assert {one.name: one.read_bytes() for one in (home / "back" / snapshot).iterdir()} == {
        one.name: one.read_bytes() for one in whole.iterdir()
    }
    assert "已留存" in told("keep", where, snapshot, "--why", "审计底稿")


def test_what_is_wrong_ends_with_a_finding_or_a_sentence(home: Path) -> None:
    where = home / "all"
    told("take-in", where, home / "A")
    told("pack", where)
    file = next((where / "rows").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert "合包的行与名称里的校验值不符" in told("prove", where, "--place", "A1", "--year", 2021, code=1) + told(
        "prove", where, "--place", "A2", "--year", 2021, code=1
    )
    file.unlink()
    assert "该在而不在：rows/2021/示例省" in told("clean", where, code=1)
    assert "由原件重做了 1 个文件" in told("pack", where, "--repair")
    assert file.is_file()
    assert "逐格相同" in told("prove", where, "--place", "A1", "--year", 2021)
    assert "没有 A9 2021 年在用的封存" in refused("prove", where, "--place", "A9", "--year", 2021)
    assert "没有这一份" in refused("restore", where, "0" * 64)
    assert "请写封存的标识" in refused("prove", where)
    assert "写法如 512MB" in refused("pack", where, "--memory", "much")
