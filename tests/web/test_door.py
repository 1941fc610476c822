"""The commands of the site: without its part installed they say so; an altered trail gives another exit code."""

import sqlite3
from pathlib import Path

import pytest
import typer

from zhibao.cli import door
from zhibao.cli.account import create_administrator
from zhibao.cli.trail import verify_trail
from zhibao.terms.errors import ZhibaoError


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find nothing but what they are given."""
    for name in ("ZHIBAO_SECRET_KEY", "DATABASE_URL", "ZHIBAO_DATA"):
        monkeypatch.delenv(name, raising=False)


def test_without_the_part_of_the_site_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "has_web", lambda: False)
    with pytest.raises(ZhibaoError, match=r"pip install 'zhibao\[web\]'"):
        door.through(["serve"])


def test_a_trail_that_was_altered_ends_the_command_with_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    verify_trail(tmp_path)
    assert "留痕完整，共 0 条" in capfd.readouterr().out
    with sqlite3.connect(tmp_path / "zhibao.sqlite3") as database:
        database.execute("UPDATE records_trailhead SET number = 7")
    with pytest.raises(typer.Exit) as ended:
        verify_trail(tmp_path)
    assert ended.value.exit_code == 1
    assert "链头记的是第 7 条" in capfd.readouterr().out


def test_the_secret_is_drawn_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    verify_trail(tmp_path)
    key = tmp_path / "secret.key"
    before = key.read_text(encoding="ascii")
    verify_trail(tmp_path)
    assert key.read_text(encoding="ascii") == before
    assert key.stat().st_mode & 0o077 == 0


def test_the_first_administrator_of_a_site_gets_a_link_and_a_second_of_the_name_none(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    create_administrator("admin", name="示例管理员", data=tmp_path)
    assert "管理员 admin（示例管理员）的邀请：" in capfd.readouterr().out
    with pytest.raises(typer.Exit) as ended:
        create_administrator("admin", data=tmp_path)
    assert ended.value.exit_code == 1
    assert "已经有了" in capfd.readouterr().err
