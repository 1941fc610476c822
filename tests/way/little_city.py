"""A little city: the data of an example behind one short chapter, for what does not turn on a long report."""

from pathlib import Path

from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.examples.build import _workbooks
from zhibao.examples.model import load_example

KEPT = "01_basics.md"
CASE = """\
---
title: 一所学校的做法
section: facilities
---

学校把添置设备与课程更新安排在同一年，教师先学会使用，再编写实训任务。
"""


def little_city(folder: Path) -> None:
    """Write the working folder of Jiangmen with the chapter of its numbers alone; of every other the heading stays."""
    example = load_example("jiangmen")
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes((example.folder / "city.yaml").read_bytes())
    work = WorkingFolder(folder)
    (outline,) = (one for one in load_catalog().folders[0].glob(f"outlines/{work.edition.outline}"))
    work.outline.mkdir()
    for chapter in sorted(outline.glob("*.md")):
        if chapter.name != KEPT:
            text = chapter.read_text(encoding="utf-8")
            heading = next(line for line in text.splitlines() if line.startswith("# "))
            (work.outline / chapter.name).write_text(f"{heading}\n", encoding="utf-8")
    case = work.cases / "jm01" / "1.md"
    case.parent.mkdir(parents=True)
    case.write_text(CASE, encoding="utf-8")
    for write in _workbooks(example, work, load_catalog(chapters={work.edition.outline: work.outline})):
        write()
