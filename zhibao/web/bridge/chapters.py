"""章的出入: the chapters of a working folder as the command reads them, and how texts of the site get there."""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from zhibao.catalog.chapter import Chapter, parse_chapter
from zhibao.catalog.outline import Outline
from zhibao.compile.numbering import case_sections
from zhibao.web.bridge.ground import ground

_NAMED = re.compile(r"#+\s*(?P<title>.*?)\s*\{#(?P<slug>[a-z][a-z0-9_]*)\}\s*$")
_WHERE = re.compile(r"^(?P<file>.+\.md)(?::\d+)?$")


def outline_of(path: Path) -> Outline:
    """Return the outline of a folder as it was opened; its texts may have been replaced since."""
    base = ground(path)
    return base.catalog.outlines[base.edition.outline]


def in_force(path: Path) -> dict[str, str]:
    """Return chapter → its source as the command reads it now, in the order of the report."""
    return {name: _read(path, name, file) for name, file in _files(path).items()}


def put_in_force(path: Path, texts: Mapping[str, str]) -> None:
    """Make texts those of the folder; a chapter that says what the program's own says is not written.

    Each file is replaced as a whole. What is there already is left alone, so that a second time changes nothing.
    """
    for name, file in _files(path).items():
        own = path / "outline" / f"{name}.md"
        now = own if own.is_file() else file
        if name in texts and now.read_text(encoding="utf-8") != texts[name]:
            own.parent.mkdir(exist_ok=True)
            draft = own.with_name(f".{name}.{os.getpid()}.tmp")
            draft.write_text(texts[name], encoding="utf-8")
            draft.replace(own)


@lru_cache(maxsize=256)
def parsed(name: str, text: str) -> Chapter:
    """Return a text as a chapter. Raises: CatalogError, with `name.md:line`."""
    return parse_chapter(text, Path(f"{name}.md"))


def sections_for_cases(path: Path) -> tuple[tuple[str, str], ...]:
    """Return (name, title) of the sections that a case can be handed in for."""
    texts = in_force(path)
    titles = {}
    for text in texts.values():
        for line in text.splitlines():
            if found := _NAMED.match(line):
                titles[found["slug"]] = found["title"].strip()
    return tuple((one, titles.get(one, one)) for one in dict.fromkeys(case_sections(outline_of(path))))


def cases_in(path: Path, section: str) -> int:
    """Return how many cases of a folder are for a section, printed or not."""
    own = re.compile(rf"^section:\s*[\"']?{re.escape(section)}[\"']?\s*$", re.MULTILINE)
    return sum(own.search(one.read_text(encoding="utf-8")) is not None for one in path.glob("cases/*/*.md"))


def _files(path: Path) -> dict[str, Path]:
    found = {}
    for chapter in outline_of(path).chapters:
        where = _WHERE.match(chapter.where)
        if where is not None:
            found[chapter.name] = Path(where["file"])
    return found


def _read(path: Path, name: str, file: Path) -> str:
    own = path / "outline" / f"{name}.md"
    return (own if own.is_file() else file).read_text(encoding="utf-8").removeprefix("\ufeff")
