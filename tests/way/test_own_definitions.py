"""A folder's own definitions and chapters are used, published with the report, and prove it again."""

from pathlib import Path

import pytest

from zhibao.catalog.files import CatalogError
from zhibao.document.nodes import Paragraph, plain, walk
from zhibao.pipeline import run, verify
from zhibao.workshop import Workshop

PASSAGE = "本市自有的一段，在校生{number: full_time_students}，生师比{number: student_teacher_ratio}。"


def test_own_definitions_replace_packaged_ones_and_travel_in_the_release(little_folder: Path, tmp_path: Path) -> None:
    folder, release = little_folder, tmp_path / "release"
    packaged = Workshop(folder).catalog
    original = next(path for path in packaged.folders[0].glob("indicators/student_teacher_ratio.yaml"))
    own = folder / "catalog" / "indicators" / "student_teacher_ratio.yaml"
    own.parent.mkdir(parents=True)
    text = original.read_text(encoding="utf-8").replace("decimals: 2", "decimals: 3")
    own.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match="replaces: student_teacher_ratio"):
        Workshop(folder)
    own.write_text(f"replaces: student_teacher_ratio\n{text}", encoding="utf-8")
    (chapter,) = packaged.folders[0].glob("outlines/city_ten_chapters/01_basics.md")
    head, blank, rest = chapter.read_text(encoding="utf-8").partition("\n\n")
    (folder / "outline" / "01_basics.md").write_text(f"{head}{blank}{PASSAGE}{blank}{rest}", encoding="utf-8")

    result = run(folder, release)

    assert result.document is not None
    said = [plain(block.content) for block in walk(result.document.blocks) if isinstance(block, Paragraph)]
    assert "本市自有的一段，在校生28198人，生师比16.587:1。" in said
    assert "本市自有的一段" in (release / "report.html").read_text(encoding="utf-8")
    assert verify(release) == ()


def test_a_chapter_that_replaces_none_is_refused(little_folder: Path) -> None:
    (little_folder / "outline" / "99_nowhere.md").write_text(f"# 别处\n\n{PASSAGE}\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"99_nowhere\.md"):
        Workshop(little_folder)
