"""旁注: what stands beside the text: what was found, how to mend it, and where in text and files it belongs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from zhibao.terms.finding import Finding, Severity

_WHERE = re.compile(r"(?P<file>[^：\n]+?)(?::(?P<line>\d+))?(?::\d+)?：(?P<said>.*)", re.DOTALL)


class Group(StrEnum):
    """旁注的种类, in the order in which they are shown."""

    FAULT = "fault"
    GATE = "gate"
    TEXT = "text"
    DATA = "data"
    BOOKS = "books"
    CASES = "cases"

    @property
    def label(self) -> str:
        """Return the Chinese heading."""
        return {
            "fault": "编不出来",
            "gate": "拦住发布的",
            "text": "文字与数据",
            "data": "数据校验",
            "books": "工作簿",
            "cases": "案例人称",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Spot:
    """文中的位置: the anchor above, the text of the block without blanks ('' for the anchor's own), words in it."""

    anchor: str = ""
    text: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """一条旁注: `file` is as people say it, `path` what one opens; `excerpt` is the line of the file that is meant.

    `done` says that a reason was given for it.
    """

    severity: Severity
    said: str
    more: tuple[str, ...] = ()
    file: str = ""
    path: str = ""
    excerpt: str = ""
    spot: Spot = field(default_factory=Spot)
    done: bool = False


def of_finding(one: Finding, file: str, path: Path | None, spot: Spot) -> Aside:
    """Return a finding as an aside: what was found, what to do, how it was computed, on what ground."""
    return Aside(
        one.severity,
        one.message,
        tuple(_more(one)),
        file or str(one.where),
        str(path.resolve()) if path else "",
        spot=spot,
        done=bool(one.reason) and one.severity is not Severity.ERROR,
    )


def of_fault(message: str, folder: Path) -> Aside:
    """Return what keeps the report from being made, with the line of the file that is to blame where it names one."""
    found = _WHERE.match(message)
    path = Path(found["file"]) if found else None
    if found is None or path is None or not path.exists():
        said, *more = message.splitlines()
        return Aside(Severity.ERROR, said, tuple(one.strip() for one in more))
    line = int(found["line"] or 0)
    said, *more = found["said"].splitlines()
    return Aside(
        Severity.ERROR,
        said,
        tuple(one.strip() for one in more),
        told_file(path, line, folder),
        str(path.resolve()),
        _line_of(path, line),
    )


def told_file(path: Path, line: int, folder: Path) -> str:
    """Return a file as people say it: below the folder, or as one of the definitions that come with the program."""
    if path == folder:
        return ""
    inside = path.is_relative_to(folder)
    name = path.relative_to(folder).as_posix() if inside else f"自带的 {path.parent.name}/{path.name}"
    return f"{name} 第 {line} 行" if line else name


def _more(one: Finding) -> Iterator[str]:
    sources: Iterable[str] = map(str, one.source)
    ground = "；".join(sources)
    yield from (
        text
        for text in (
            one.fix,
            one.computation,
            *(f"改法：{each}" for each in one.suggestions[:2]),
            f"{'申请免予' if one.waived else '说明'}：{one.reason}" if one.reason else "",
            f"依据：{ground}。" if ground else "",
        )
        if text
    )


def _line_of(path: Path, line: int) -> str:
    if not line or path.suffix not in (".md", ".yaml"):
        return ""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[line - 1].strip()[:200] if line <= len(lines) else ""
