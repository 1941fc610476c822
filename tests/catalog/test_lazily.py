"""Definitions are checked when their files are first seen, and made when they are looked at."""

from pathlib import Path

import pytest

from zhibao.catalog.files import CatalogError
from zhibao.catalog.lazily import Lazily
from zhibao.catalog.load import load_catalog, packaged


def test_an_entry_is_made_once_and_only_when_it_is_looked_at() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    table = Lazily(("a", "b"), make)
    assert "a" in table
    assert "c" not in table
    assert (list(table), len(table), made) == (["a", "b"], 2, [])
    assert (table["b"], table["b"], made) == ("B", "B", ["b"])
    with pytest.raises(KeyError):
        table["c"]


def test_a_faulty_file_is_named_on_loading_though_nobody_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBAO_CACHE", str(tmp_path / "cache"))
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "one.yaml").write_text(
        "label: 表\nwhy: 用\nsource: [{title: 文}]\nitems: {}\n", encoding="utf-8"
    )
    for _ in range(2):
        with pytest.raises(CatalogError, match=r"one\.yaml:4"):
            load_catalog((tmp_path,))


def test_what_was_checked_before_comes_from_the_cache_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBAO_CACHE", str(tmp_path))
    first, again = load_catalog(), load_catalog()
    assert first.digest == again.digest
    assert first.registers == again.registers
    assert list(first.outlines) == sorted(path.parent.name for path in packaged().glob("outlines/*/outline.yaml"))
