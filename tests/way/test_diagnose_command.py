"""The command diagnose on an example city: tables on the screen, files in the folder, exact data for programs."""

import json
from pathlib import Path

from typer.testing import CliRunner

from zhibao.cli.app import app


def test_the_command_writes_the_page_and_a_notice_for_each_school_below_a_line(folder: Path) -> None:
    result = CliRunner().invoke(app, ["diagnose", str(folder), "--standards-of", "2022", "--due", "2023-08-31"])
    assert result.exit_code == 0, result.output
    made = folder / "build" / "diagnosis"
    found = json.loads((made / "diagnosis.json").read_text(encoding="utf-8"))
    assert found["standards_of"] == 2022
    below = {one["place"] for one in found["verdicts"] if one["level"] == "school" and one["outcome"] == "below"
             and not one["advisory"]}  # fmt: skip
    assert {path.stem for path in (made / "notices").glob("*.docx")} == below != set()
    assert {path.name for path in made.glob("diagnosis.*")} == {
        f"diagnosis.{one}" for one in ("docx", "html", "json", "pdf")
    }
    assert "达标工程" in (made / "diagnosis.html").read_text(encoding="utf-8")


def test_what_was_not_asked_for_is_not_judged(folder: Path) -> None:
    result = CliRunner().invoke(app, ["diagnose", str(folder), "--format", "json"])
    assert result.exit_code == 0, result.output
    verdicts = json.loads(result.stdout)["verdicts"]
    silent = [one for one in verdicts if one["standard"] == "plan_hours"]
    assert silent
    assert {(one["outcome"], one["exact"]) for one in silent} == {("unjudged", "")}


def test_a_place_that_is_not_there_is_named(folder: Path) -> None:
    result = CliRunner().invoke(app, ["diagnose", str(folder), "--place", "no-such"])
    assert result.exit_code == 2
