"""A province goes all the way: three cities hand in, their rows become its report, and the release proves itself."""

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner

from zhibao.cli.app import app
from zhibao.document.nodes import Table, plain
from zhibao.publish.release import read_manifest
from zhibao.snapshot.store import Store
from zhibao.terms.value import Known, ValueKey
from zhibao.workshop import Workshop


def test_the_demonstration_says_what_was_gathered_and_that_the_release_holds(province: tuple[Path, str]) -> None:
    assert "示例东河市已接收（8 份）" in province[1]
    assert "与其中的数据和定义相符" in province[1]


def test_the_provinces_report_prints_the_cities_beside_each_other_and_the_whole_from_the_rows(
    province: tuple[Path, str],
) -> None:
    work = Workshop(province[0] / "province")
    values, year = work.values, work.folder.edition.this
    table = next(one for one in work.document.blocks if isinstance(one, Table) and one.name == "cities_scale")
    printed = [[plain(cell.content) for cell in row] for row in table.body]
    assert [row[0] for row in printed] == ["示例东河市", "示例中平市", "示例西岭市", "全省"]
    for row, code in zip(printed, ("donghe", "zhongping", "xiling", "example-province"), strict=True):
        value = values[ValueKey("full_time_students", code, year)].value
        assert isinstance(value, Known)
        assert row[2] == str(value.number)
    parts = [values[ValueKey("practice_bases", code, year)].value for code in ("donghe", "zhongping", "xiling")]
    whole = values[ValueKey("practice_bases", "example-province", year)].value
    assert isinstance(whole, Known)
    assert whole.number < sum(one.number for one in parts if isinstance(one, Known))


def test_every_snapshot_of_the_cities_is_in_the_release_by_its_own_id(province: tuple[Path, str]) -> None:
    home, years = province[0], Workshop(province[0] / "province").folder.edition.years
    handed_in = {
        one.id for city in ("donghe", "zhongping", "xiling") for one in Store(home / city / "store").current(years)
    }
    released = {one.name for one in (home / "release" / "snapshots").iterdir()}
    assert handed_in < released
    assert read_manifest(home / "release")["place"] == {
        "code": "example-province",
        "name": "示例省",
        "level": "province",
    }


def test_a_release_is_handed_in_as_well_as_a_folder(province: tuple[Path, str], tmp_path: Path) -> None:
    settings = province[0] / "province" / "zhibao.yaml"
    nation = tmp_path / "nation"
    nation.mkdir()
    listed = "".join(f"      - {{code: {one}, name: 示例市}}\n" for one in ("donghe", "zhongping", "xiling"))
    text = settings.read_text(encoding="utf-8").partition("cities:")[0]
    text = text.replace("place: 示例省", "place: 示例国").replace("code: example-province", "code: nation")
    text = text.replace("level: province", "level: nation")
    where = province[0] / "release"
    text += f"provinces:\n  - code: example-province\n    name: 示例省\n    from: {where}\n    cities:\n{listed}"
    (nation / "zhibao.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["gather", str(nation)])
    assert done.exit_code == 0, done.output
    compared = CliRunner().invoke(
        app, ["compare", str(nation), "合作企业教师实践基地数", "--level", "province", "--format", "json"]
    )
    rows = json.loads(compared.output)
    assert [(row["place"], row["exact"], row["whole_exact"]) for row in rows] == [("example-province", "108", "108")]


def test_cities_are_compared_with_rank_standard_and_last_year(province: tuple[Path, str], tmp_path: Path) -> None:
    picture = tmp_path / "生师比.svg"
    folder = str(province[0] / "province")
    told = CliRunner().invoke(app, ["compare", folder, "生师比", "--picture", str(picture)])
    assert told.exit_code == 0, told.output
    assert "小者在前" in told.output
    assert "达标" in told.output
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    rows = json.loads(CliRunner().invoke(app, ["compare", folder, "生师比", "--format", "json"]).output)
    assert [(row["place"], row["rank"], row["last_rank"]) for row in rows] == [
        ("zhongping", 1, 1),
        ("xiling", 2, 2),
        ("donghe", 3, 3),
    ]
    lines = CliRunner().invoke(app, ["compare", folder, "--format", "csv"]).output.splitlines()
    assert len(lines) > 100
    assert CliRunner().invoke(app, ["compare", folder, "--level", "nation"]).exit_code != 0


def test_a_province_whose_data_lie_packed_in_a_dataset_prints_the_same_values(
    province: tuple[Path, str], tmp_path: Path
) -> None:
    dataset = tmp_path / "dataset"
    cities = [str(province[0] / one) for one in ("donghe", "zhongping", "xiling")]
    for command in (["take-in", str(dataset), *cities], ["pack", str(dataset), "--all"]):
        done = CliRunner().invoke(app, ["dataset", *command])
        assert done.exit_code == 0, done.output
    shutil.copytree(province[0] / "province", tmp_path / "province")
    file = tmp_path / "province" / "zhibao.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "dataset: ../dataset\n", encoding="utf-8")
    for head in (tmp_path / "province" / "store" / "heads").glob("*/*.json"):
        if head.stem != "example-province":
            head.unlink()
    one, two = Workshop(province[0] / "province"), Workshop(tmp_path / "province")
    assert all(two.values[key].value == each.value for key, each in one.values.items())
    assert two.context.sets is not None
    assert two.context.is_read_in_turn
    assert two.findings == one.findings
    assert CliRunner().invoke(app, ["gather", str(tmp_path / "province")]).exit_code != 0
