"""文字的毛病: what keeps texts from being compiled, with chapter and line, as somebody writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.chapter import Chapter
from zhibao.catalog.files import CatalogError
from zhibao.catalog.outline import named_twice
from zhibao.catalog.outline_faults import outline_faults
from zhibao.web.bridge.chapters import outline_of, parsed
from zhibao.web.bridge.ground import ground

_WHERE = re.compile(r"(?P<chapter>[^/\\：:]+)\.md(?::(?P<line>\d+))?(?::\d+)?：?(?P<said>.*)", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """毛病: the line of the chapter's source, from 1, and what is to be done."""

    chapter: str
    line: int
    said: str


def text_faults(path: Path, texts: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return what is wrong with texts, in the order of the report; nothing for texts that can be compiled.

    The first fault of each chapter; names that do not exist are looked for once all chapters can be read.
    """
    faults: list[Fault] = []
    chapters: list[Chapter] = []
    for name, text in texts.items():
        try:
            chapters.append(parsed(name, text))
        except CatalogError as error:
            faults.append(_of(str(error), name))
    if faults:
        return tuple(faults)
    base = ground(path)
    outline = replace(outline_of(path), chapters=tuple(chapters))
    found = [
        f"{where}：名称“{name}”在 {first.replace('.md:', ' 第 ')} 行已经用过，请换一个。"
        for where, name, first in named_twice(outline.chapters)
    ]
    found += outline_faults(outline, base.catalog.indicators, base.catalog.registers)
    return tuple(_of(one, chapters[0].name) for one in dict.fromkeys(found))


def _of(message: str, chapter: str) -> Fault:
    found = _WHERE.match(message)
    if found is None:
        return Fault(chapter, 1, message)
    return Fault(found["chapter"], int(found["line"] or 1), re.sub(r"\S*[/\\](?=[^/\\\s]+\.md)", "", found["said"]))
