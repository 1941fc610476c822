"""A release comes to its place whole, replaces only a release, and is looked through without trust."""

import hashlib
import json
from pathlib import Path
from unittest.mock import Mock

import pytest

from zhibao.publish import PublishError, publish, release
from zhibao.publish.release import altered_files, read_manifest


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(release, "contents", Mock(return_value={"a.txt": b"new", "manifest.json": manifest("new")}))
    return tmp_path / "release"


def manifest(text: str) -> bytes:
    return json.dumps({"format": 1, "files": {"a.txt": hashlib.sha256(text.encode()).hexdigest()}}).encode()


def written(target: Path) -> str:
    publish(Mock(), Mock(), Mock(), target)
    return (target / "a.txt").read_text(encoding="utf-8")


def earlier(target: Path) -> None:
    target.mkdir()
    (target / "a.txt").write_text("old", encoding="utf-8")
    (target / "manifest.json").write_bytes(manifest("old"))


def test_a_release_is_written_where_nothing_or_an_earlier_one_stands(target: Path) -> None:
    assert written(target) == "new"
    assert written(target) == "new"
    assert [path.name for path in target.parent.iterdir()] == ["release"]
    assert altered_files(target, read_manifest(target)) == ()


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json"])
def test_what_is_no_release_is_never_replaced(target: Path, name: str) -> None:
    target.mkdir()
    (target / name).write_text('{"name": "somebody\'s web application"}', encoding="utf-8")
    with pytest.raises(PublishError, match="这里已有别的文件"):
        written(target)
    assert [path.name for path in target.iterdir()] == [name]


def test_when_the_last_move_fails_the_earlier_release_is_there_again(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier(target)
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.name.startswith(".release-"):
            raise PermissionError(13, "no")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublishError, match="没有权限"):
        written(target)
    assert (target / "a.txt").read_text(encoding="utf-8") == "old"
    assert [path.name for path in target.parent.iterdir()] == ["release"]


def test_a_kill_between_the_moves_is_made_good_by_the_next_run(target: Path) -> None:
    earlier(target)
    target.rename(target.with_name(".release.earlier"))
    assert written(target) == "new"
    assert [path.name for path in target.parent.iterdir()] == ["release"]


def test_names_in_a_manifest_are_never_followed_out_of_the_folder(target: Path) -> None:
    written(target)
    outside = target.parent / "outside.txt"
    outside.write_text("x", encoding="utf-8")
    digest = hashlib.sha256(b"x").hexdigest()
    names = ["../outside.txt", str(outside), "./a.txt", "a" * 5000, "a\0b"]
    assert altered_files(target, {"files": {"a.txt": hashlib.sha256(b"new").hexdigest()}}) == ()
    found = altered_files(
        target, {"files": {"a.txt": hashlib.sha256(b"new").hexdigest(), **dict.fromkeys(names, digest)}}
    )
    assert [name for name, _ in found] == names


def test_a_link_is_no_file_of_a_release(target: Path) -> None:
    written(target)
    (target / "a.txt").rename(target.parent / "elsewhere.txt")
    (target / "a.txt").symlink_to(target.parent / "elsewhere.txt")
    assert [name for name, wrong in altered_files(target, read_manifest(target)) if "链接" in wrong] == ["a.txt"]
