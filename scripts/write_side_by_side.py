"""Write docs/side-by-side.md: the structure of both published reports beside ours, each difference with its reason.

uv run --group dev python scripts/write_side_by_side.py            writes the page
uv run --group dev python scripts/write_side_by_side.py --check    says whether the page is what it should be

The published reports are looked for in ../shared/reports, or where ZHIBAO_SOURCES points; the reasons stand in
scripts/side_by_side.yaml. Of the published reports only numbers and names of tables and figures come into the page.
"""

import fnmatch
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from zhibao.document.nodes import Chart, Contents, Document, Figure, Heading, Table, plain, walk
from zhibao.document.writers.measures import column_count, head_grid
from zhibao.examples.build import write_example
from zhibao.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "side-by-side.md"
REASONS = ROOT / "scripts" / "side_by_side.yaml"
REPORTS = {"jiangmen": "jiangmen-2021", "qingyuan": "qingyuan-2022"}
PROSE = {
    "jiangmen": "Jiangmen 2021: ten chapters and a data table",
    "qingyuan": "Qingyuan 2022: nine chapters and a list of publications",
}
SOURCES = os.environ.get("ZHIBAO_SOURCES", str(ROOT.parent / "shared" / "reports"))
_HEADING = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3}) (\D.*)")
_CHINESE = "、一二三四五六七八九十"
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_WIDE = str.maketrans({":": "：", ",": "，", "(": "（", ")": "）", "-": "—", "–": "—"})
_WORDS = {"table": "表", "figure": "图", "case": "案例"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a report's structure; `told` are the ways in which two of them can differ."""

    kind: str
    number: str
    title: str
    told: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    numbers: tuple[tuple[Fraction, ...], ...] = ()

    @property
    def aspects(self) -> Mapping[str, str]:
        """Return everything that is compared, numbers of a drawing apart."""
        return {"number": self.number, "title": _bare(self.title), **self.told}


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands at the same place of both reports; None where one of them has nothing there."""

    name: str
    theirs: Item | None
    ours: Item | None

    @property
    def differences(self) -> tuple[str, ...]:
        """Return the names of what differs."""
        if self.theirs is None or self.ours is None:
            return ("ours only" if self.theirs is None else "not there",)
        one, other = self.theirs.aspects, self.ours.aspects
        found = [name for name, said in one.items() if said != other.get(name, "")]
        drawn = {number for group in self.ours.numbers for number in group}
        missing = [group for group in self.theirs.numbers if drawn.isdisjoint(group)]
        return (*found, *(["numbers drawn"] if missing else []))


def _bare(title: str) -> str:
    """Return a title without spaces, with full-width signs, and without the word that invented places carry."""
    return re.sub(r"\s", "", title).translate(_WIDE).replace("示例", "")


def published(city: str, folder: Path) -> list[Item]:
    """Return the structure of a published report in reading order."""
    found: dict[str, Any] = json.loads((folder / f"{REPORTS[city]}.tables.json").read_text(encoding="utf-8"))
    lines = (folder / f"{REPORTS[city]}.txt").read_text(encoding="utf-8").split("\n")
    heads = list(_published_headings(found, lines))
    items = [*_published_exhibits(found), *_published_cases(found)]
    order = sorted([*heads, *items], key=lambda item: item.line)
    return [*_published_front(found, lines), *_placed(order)]


def _published_headings(found: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Item]:
    if "headings" in found:
        for one in found["headings"]:
            yield Item("heading", one["number"], one["title"], line=one["line"])
    else:
        begin = next(place for place in range(len(lines) - 1, 0, -1) if lines[place].startswith("1 "))
        for place, text in enumerate(lines[begin:], begin + 1):
            head = _HEADING.fullmatch(text.strip())
            if head and not head[2].startswith(("年", "月")) and "。" not in head[2]:
                yield Item("heading", head[1], head[2], line=place)
    yield Item("heading", "附件", "", line=max(place for place, text in enumerate(lines, 1) if text.startswith("附件")))


def _published_front(found: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Item]:
    """Yield the lists before the text with the number of their entries; a kind that has no list of its own has none."""
    front = lines[: next(place for place, text in enumerate(lines) if re.match(r"1\.? 基本情况$", text))]
    heads = [text for text in front if re.match(r"(\| )?(\d{1,2}(\.\d+)*\.? \D|附件)", text)]
    for kind, marks, title in (
        ("headings", heads, "目录"),
        ("cases", [text for text in front if re.match(r"(\| |【)案例", text)], "案例目录"),
        ("exhibits", [text for text in front if re.match(r"\| [图表] ", text)], "图表目录"),
    ):
        own = any(text.strip() == title for text in front)
        yield Item("list", kind, "", {"list of its own": str(own), "entries": str(len(marks))})


def _published_exhibits(found: Mapping[str, Any]) -> Iterator[Item]:
    for one in found["tables"]:
        number = one["id"] if one["id"][0].isdigit() else "附件"
        title = one.get("title_clean") or one["title"]
        told = {"columns": _columns(one["columns"]), "rows": str(len(one["rows"]))}
        first = one["rows"][0]
        line = first["line"] if isinstance(first, dict) else one["row_lines"][0]
        yield Item("table", number, title, told, line if isinstance(line, int) else line[0])
    for one in found["figures"]:
        if one.get("kind", "data chart") == "data chart":
            title = re.sub(r"^图 ?[\d-]+ ?[:：]? ?", "", one.get("caption_body") or one["caption"])
            numbers = tuple(_known(one.get("data_in_text") or one["derived_from"]))
            yield Item("figure", one["id"], title, {}, one["line"], numbers)


def _known(told: object, name: str = "") -> Iterator[tuple[Fraction, ...]]:
    """Yield the numbers that the published text gives for a drawing, a group for each that it must show."""
    match told:
        case dict():
            kept = {key: one for key, one in told.items() if key not in ("annex_row", "name")}
            for key, one in kept.items():
                yield from _known(one, key)
        case list():
            for one in told:
                yield from _known(one)
        case str() if "not printed" not in name:
            yield tuple(Fraction(digits) for digits in _DIGITS.findall(told))


def _published_cases(found: Mapping[str, Any]) -> Iterator[Item]:
    photos = [str(one["must_show"]) for one in found["figures"] if one.get("kind") == "photograph"]
    for one in found["cases"]:
        mine = [text for text in photos if re.search(rf"case {one['number']}\b", text)]
        count = len(one.get("photo_captions", mine))
        # One is told by the line that names it, inside the case.
        told_by_line = [int(line) for text in photos for line in re.findall(r"line (\d+)", text)]
        count += sum(one.get("first_line", 0) <= line <= one.get("last_line", -1) for line in told_by_line)
        told = {"photographs": str(count), "photographs' numbers": str(bool(photos) and count > 0)}
        yield Item("case", str(one["number"]), one["title"], told, one.get("heading_line") or one["line"])


def ours(document: Document) -> list[Item]:
    """Return the structure of a compiled report in reading order."""
    items: list[Item] = []
    blocks = list(walk(document.blocks))
    case: int | None = None
    for place, block in enumerate(blocks):
        match block:
            case Contents(kind=kind, entries=entries):
                items.append(Item("list", kind, "", {"list of its own": "True", "entries": str(len(entries))}))
            case Heading(role="case", number=number, content=content):
                told = {"photographs": "0", "photographs' numbers": "False"}
                items.append(Item("case", _counted(number), plain(content), told, place))
                case = len(items) - 1
            case Heading(role="annex"):
                items.append(Item("heading", "附件", "", line=place))
            case Heading(number=number, content=content):
                items.append(Item("heading", number.rstrip("."), plain(content), line=place))
            case Table(caption=caption) if caption is not None:
                told = {"columns": _columns(_heads(block)), "rows": str(len(block.body))}
                items.append(Item("table", caption.number or "附件", caption.text, told, place))
            case Figure(content=Chart() as chart, caption=caption):
                numbers = tuple(_drawn(chart))
                items.append(Item("figure", caption.number, caption.text, {}, place, numbers))
            case Figure(caption=caption) if case is not None:
                known = items[case]
                told = {"photographs": str(int(known.told["photographs"]) + 1),
                        "photographs' numbers": str(bool(caption.number))}  # fmt: skip
                items[case] = Item("case", known.number, known.title, told, known.line)
            case _:
                continue
    return _placed(items)


def _counted(number: str) -> str:
    """Return the number of a case in digits: 【案例十二】 is 12."""
    digits = re.search(r"\d+", number)
    if digits:
        return digits[0]
    signs = re.sub(r"[^一二三四五六七八九十]", "", number)
    tens, _, ones = signs.rpartition("十") if "十" in signs else ("", "", signs)
    count = (_CHINESE.index(tens) if tens else 1) * 10 if "十" in signs else 0
    return str(count + (_CHINESE.index(ones) if ones else 0))


def _drawn(chart: Chart) -> Iterator[tuple[Fraction, ...]]:
    for line in chart.body:
        for cell in line[1:]:
            yield tuple(Fraction(digits) for digits in _DIGITS.findall(plain(cell.content)))


def _heads(table: Table) -> list[str]:
    """Return what stands above each column, from the top down."""
    count = column_count(table)
    grid = head_grid(table.head, count)
    columns = []
    for x in range(count):
        cells = dict.fromkeys(line[x] for line in grid if line[x][0] >= 0)
        columns.append("/".join(plain(table.head[row][place].content) for row, place in cells))
    return columns


def _columns(columns: Sequence[str]) -> str:
    return "｜".join(re.sub(r"[/\\]", "", _bare(one)) for one in columns)


def _placed(items: Sequence[Item]) -> list[Item]:
    """Return the items with the heading below which each stands, counted, since numbers may repeat."""
    placed, heading = [], 0
    for item in items:
        heading += item.kind == "heading"
        told = {**item.told, "place": str(heading)} if item.kind in ("table", "figure", "case") else item.told
        placed.append(Item(item.kind, item.number, item.title, told, item.line, item.numbers))
    return placed


def pairs(theirs: Sequence[Item], mine: Sequence[Item]) -> list[Pair]:
    """Return both structures beside each other: the n-th of a kind beside the n-th.

    A pair is called by its kind and the published number; one that the report gave twice is called `again`.
    """
    found: list[Pair] = []
    for kind in ("list", "heading", "table", "figure", "case"):
        left, right = ([one for one in side if one.kind == kind] for side in (theirs, mine))
        names: list[str] = []
        for one, other in zip_longest(left, right):
            name = f"{kind} {(one or other).number}"
            names.append(name)
            found.append(Pair(name + " (again)" * (names.count(name) > 1), one, other))
    return found


def reasons_of(city: str) -> dict[str, str]:
    """Return difference → reason; the name of a difference may hold for many, as `case *: title`."""
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    return {name: one["why"] for one in told[city] for name in one["of"]}


def faults(city: str, compared: Sequence[Pair]) -> list[str]:
    """Return differences without a reason, and reasons without a difference."""
    met = [f"{pair.name}: {one}" for pair in compared for one in pair.differences]
    known = reasons_of(city)
    return [
        *(f"{city}: no reason for “{name}”" for name in met if not _why(name, known)),
        *(f"{city}: a reason for “{name}”, which is no difference" for name in known if not fnmatch.filter(met, name)),
    ]


def _why(name: str, known: Mapping[str, str]) -> str:
    return next((why for pattern, why in known.items() if fnmatch.fnmatchcase(name, pattern)), "")


def section(city: str, compared: Sequence[Pair]) -> str:
    """Return the part of the page about a city; headings and cases that follow each other alike share a line."""
    known = reasons_of(city)
    numbers: dict[str, int] = {}
    rows: list[list[Pair]] = []
    cells: list[str] = []
    for pair in compared:
        whys = dict.fromkeys(_why(f"{pair.name}: {one}", known) for one in pair.differences)
        marks = ", ".join(str(numbers.setdefault(why, len(numbers) + 1)) for why in whys)
        said = f"{'; '.join(pair.differences) or 'same'} | {marks}"
        if rows and cells[-1] == said and _is_run(rows[-1][-1], pair):
            rows[-1].append(pair)
        else:
            rows.append([pair])
            cells.append(said)
    same = sum(not pair.differences for pair in compared)
    table = "\n".join(
        f"| {_run([one.theirs for one in row])} | {_run([one.ours for one in row])} | {said} |"
        for row, said in zip(rows, cells, strict=True)
    )
    return (
        f"## {PROSE[city]}\n\n{len(compared)} places compared, {same} the same.\n\n"
        f"| theirs | ours | differs in | why |\n| --- | --- | --- | --- |\n{table}\n\n"
        + "".join(f"{number}. {why}\n" for why, number in numbers.items())
    )


def _is_run(before: Pair, pair: Pair) -> bool:
    """Say whether two pairs are both headings, or both cases, with nothing missing."""
    items = (before.theirs, before.ours, pair.theirs, pair.ours)
    kinds = {one.kind if one else "" for one in items}
    return kinds in ({"heading"}, {"case"})


def _run(items: Sequence[Item | None]) -> str:
    first, last = _shown(items[0]), _shown(items[-1])
    return first if len(items) == 1 else f"{first} … {last}"


def _shown(item: Item | None) -> str:
    if item is None:
        return "–"
    if item.kind == "list":
        return f"list of {item.number}: {item.told['entries']} entries"
    title = re.sub(r"\s", "", item.title) if item.kind in ("table", "figure") else ""
    return f"{_WORDS.get(item.kind, '')}{item.number} {title}".strip()


HEAD = """<!-- written by scripts/write_side_by_side.py; the reasons are in scripts/side_by_side.yaml -->

# Side by side with the published reports

The two example cities print the figures of two really published reports, on outlines of the same build. Here the
structure of each published report stands beside that of the compiled one: lists, headings, tables, charts, cases with
their photographs. Compared are number, title, the heading below which a thing stands, columns and rows of tables, the
numbers that a drawing has to show as far as the published text tells them, and photographs of cases. The cells of the
tables are compared elsewhere, one by one (`zhibao demo`, rebuild.json). Titles are compared without spaces, and without
the word 示例, which our places carry because our schools are invented. Headings and cases are shown by their numbers:
their wording belongs to the published reports, the facts do not.

Renew it, where the published reports are at hand, with

```
uv run --group dev python scripts/write_side_by_side.py
```

A test compares the page with both reports: each difference has a reason, and no reason is left from a difference that
is gone.

In the last column stands the number of the reason, given below the table. What ours print in addition is the same
everywhere and is no difference of structure: below tables and charts the notes that say where data come from and why a
number changed, and below every page that schools and people are invented.
"""


def page(documents: Mapping[str, Document], folder: Path) -> tuple[str, list[str]]:
    """Return the page, and what is wrong with its reasons."""
    compared = {city: pairs(published(city, folder), ours(document)) for city, document in documents.items()}
    wrong = [fault for city, found in compared.items() for fault in faults(city, found)]
    return "\n".join([HEAD, *(section(city, found) for city, found in compared.items())]), wrong


def _compiled(city: str) -> Document:
    with TemporaryDirectory() as place:
        write_example(city, Path(place, city))
        work = Workshop(Path(place, city))
        work.collect()
        return work.clean


def main() -> None:
    """Write the page, or compare it."""
    text, wrong = page({city: _compiled(city) for city in REPORTS}, Path(SOURCES))
    if wrong:
        sys.exit("\n".join(wrong))
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != text:
        sys.exit(f"{PAGE.name} is not what it should be: run scripts/write_side_by_side.py")


if __name__ == "__main__":
    main()
