"""A folder's own definitions and chapters are used, published with the report, and prove it again."""

from pathlib import Path

import pytest

from zhibao.catalog.files import CatalogError
from zhibao.document.nodes import Table, plain, walk
from zhibao.examples.build import write_example
from zhibao.pipeline import run, verify
from zhibao.workshop import Workshop

CHAPTER = "# 基本情况\n\n本市自有的一章，在校生{number: full_time_students}。\n"


def test_own_definitions_replace_packaged_ones_and_travel_in_the_release(tmp_path: Path) -> None:
    folder, release = tmp_path / "jiangmen", tmp_path / "release"
    write_example("jiangmen", folder)
    packaged = Workshop(folder).catalog
    original = next(path for path in packaged.folders[0].glob("indicators/student_teacher_ratio.yaml"))
    own = folder / "catalog" / "indicators" / "student_teacher_ratio.yaml"
    own.parent.mkdir(parents=True)
    text = original.read_text(encoding="utf-8").replace("decimals: 2", "decimals: 3")
    own.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match="replaces: student_teacher_ratio"):
        Workshop(folder)
    own.write_text(f"replaces: student_teacher_ratio\n{text}", encoding="utf-8")
    (folder / "outline").mkdir()
    (folder / "outline" / "01_basics.md").write_text(CHAPTER, encoding="utf-8")

    result = run(folder, release)

    assert result.document is not None
    tables = [block for block in walk(result.document.blocks) if isinstance(block, Table)]
    annex = next(table for table in tables if table.name == "quality_annex")
    assert plain(annex.body[46][4].content) == "16.587/1"
    assert "本市自有的一章" in (release / "report.html").read_text(encoding="utf-8")
    assert verify(release) == ()


def test_a_chapter_that_replaces_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "jiangmen"
    write_example("jiangmen", folder)
    (folder / "outline").mkdir()
    (folder / "outline" / "99_nowhere.md").write_text(CHAPTER, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"99_nowhere\.md"):
        Workshop(folder)
