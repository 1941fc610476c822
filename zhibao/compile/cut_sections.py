"""删去的节: sections of which nothing is left in an edited report, and why some of them are kept all the same."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from zhibao.compile.compiled_lines import Compiled
from zhibao.compile.taken_chapters import Cut

_EXHIBIT = re.compile(r"^```(?:table|chart)\s+(\w+)", re.MULTILINE)
_SEE = re.compile(r"\{see:([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Gone:
    """整节不在: the line and passage of its heading, the line behind its last, what to cut; `why_not` says why not."""

    line: int
    passage: int
    end: int
    cut: Cut
    why_not: str = ""


def gone_sections(now: Compiled, gone: Collection[int], texts: Mapping[str, str]) -> Iterator[Gone]:
    """Yield the sections whose lines (by number) are all gone, the outermost only."""
    end = 0
    for at, line in enumerate(now.lines):
        if at < end or at not in gone or line.passage is None:
            continue
        passage = now.passages[line.passage]
        if passage.depth < 2:  # a chapter is a file of the outline
            continue
        behind = _behind(now, at, passage.depth)
        if all(each in gone for each in range(at, behind)):
            end = behind
            cut = Cut(passage.chapter, passage.first, _last(now, line.passage, texts[passage.chapter]))
            yield Gone(at, line.passage, behind, cut, _why_not(now, range(at, behind), cut, texts))


def _behind(now: Compiled, at: int, depth: int) -> int:
    """Return the line behind a section: the next heading of its level or above."""
    for each in range(at + 1, len(now.lines)):
        number = now.lines[each].passage
        if number is not None and 0 < now.passages[number].depth <= depth:
            return each
    return len(now.lines)


def _last(now: Compiled, number: int, text: str) -> int:
    own = now.passages[number]
    for other in now.passages[number + 1 :]:
        if other.chapter == own.chapter and 0 < other.depth <= own.depth:
            return other.first
    return len(text.splitlines())


def _why_not(now: Compiled, lines: range, cut: Cut, texts: Mapping[str, str]) -> str:
    chapters = {now.passages[number].chapter for each in lines if (number := now.lines[each].passage) is not None}
    if chapters - {cut.chapter}:
        return "这一节里有案例；不用的案例请在案例文件里写 selected: false"
    source = texts[cut.chapter].splitlines()
    inside = "\n".join(source[cut.first : cut.last])
    rest = "\n".join((*source[: cut.first], *source[cut.last :], *(texts[one] for one in texts if one != cut.chapter)))
    seen = {name.strip() for found in _SEE.findall(rest) for name in found.split(",")}
    named = [one for one in _EXHIBIT.findall(inside) if one in seen]
    return f"别处还提到这一节的图表（{'、'.join(named)}），请先改那里" if named else ""
