"""报告的题名: what the cover says, or the first line of a file that has none."""

import re
from collections.abc import Sequence

from zhibao.document.readers.lines import SourceLine
from zhibao.document.readers.pieces import printed
from zhibao.document.readers.shapes import Shape

_NAMES_A_REPORT = re.compile(
    r"(?:报告|公报|年报|白皮书|蓝皮书|总结|汇编|说明|规划|方案)(?:书|（[^（）]{1,20}）|\([^()]{1,20}\))?$"
)
_MOST_LINES = 12
_MOST_LENGTH = 60


def title_lines(lines: Sequence[SourceLine], shapes: Sequence[Shape]) -> tuple[str, ...]:
    """Return the lines of the title: those that end in 报告, 公报 and so on, with short ones right above."""
    cover: list[SourceLine] = []
    for line, shape in zip(lines, shapes, strict=True):
        if shape.kind not in ("text", "heading") or len(cover) >= _MOST_LINES or len(line.text) > _MOST_LENGTH:
            break
        if shape.kind == "heading" and shape.number and cover:
            break
        cover.append(line)
    for index, line in enumerate(cover):
        if _NAMES_A_REPORT.search(printed(line)):
            first = index
            while first and cover[first - 1].number == cover[first].number - 1:
                first -= 1
            return tuple(printed(each) for each in cover[first : index + 1])
    if cover:
        return (printed(cover[0]),)
    return (printed(lines[0])[:_MOST_LENGTH],) if lines else ()
