"""Turns a genre's text (headings, paragraphs, tables, cases, lists as directives) into a report of known truth."""

import random
import re
from importlib import resources

from zhibao.audit.proof.genres.facts import Facts
from zhibao.audit.proof.genres.report import Report, bonds_of, trends_of
from zhibao.audit.proof.genres.sheet import CHARACTERS_ON_A_PAGE, CHOICE, Heading, Sheet, Style
from zhibao.audit.proof.genres.truth import Mark
from zhibao.terms.numeral import chinese_number

ENUMERATED = re.compile(r"([一二三四五六七八九])是")
CHINESE = "一二三四五六七八九"
Item = tuple[str, str, list[str]]


def compose(facts: Facts, style: Style, text: str, about: tuple[str, str, bool, int]) -> Report:
    """Return the report that a text and its facts make; `about` is genre, variant, whether held out, and the seed.

    The text has one directive or paragraph per line: `#` title, `##` to `####` headings, `@contents`, `@figure title`,
    `@case title`, `@table KEY title` with its rows below; `?` before a paragraph leaves it out now and then, `[[a||b]]`
    chooses a wording, `*KEY` among rows puts ready ones in. Places for numbers stand in braces.
    """
    sheet = Sheet(facts, style)
    items = _items(text, facts)
    _number_tables(items, sheet)
    numbers = {"chapter": 0, "section": 0, "point": 0, "table": 0, "figure": 0, "case": 0}
    captions: list[tuple[int, int, int]] = []
    for kind, value, rows in items:
        match kind:
            case "table":
                _table(sheet, value, rows, captions)
            case "figure" | "case":
                numbers[kind] += 1
                mark = "图{number} {title}" if kind == "figure" else style.case
                sheet.put(mark.format(number=numbers[kind], title=value))
                sheet.blank()
            case "contents":
                sheet.put("目录")
                sheet.contents_at = len(sheet.lines)
                sheet.lines.extend("" for one in items if one[0] in ("##", "###"))
                sheet.blank()
            case "#":
                sheet.put(value)
                sheet.blank()
            case "##" | "###" | "####":
                _heading(sheet, kind, value, numbers)
            case _:
                sheet.put(value)
                sheet.blank()
    if sheet.contents_at >= 0:
        _contents(sheet)
    marks = [*sheet.marks, *_captions(sheet, captions), *_enumerations(sheet.lines)]
    genre, variant, held_out, seed = about
    bonds, trends = bonds_of(facts, sheet.prints), trends_of(sheet.words, sheet.prints)
    lines = tuple(sheet.lines)
    return Report(genre, variant, held_out, seed, lines, tuple(sheet.prints), tuple(bonds), tuple(trends), tuple(marks))


def text_named(name: str) -> str:
    """Return the text of a genre's variant."""
    return (resources.files("zhibao.audit.proof.genres") / "texts" / f"{name}.txt").read_text(encoding="utf-8")


def _items(text: str, facts: Facts) -> list[Item]:
    """Return the directives in order, wordings chosen."""
    items: list[Item] = []
    rows: list[str] | None = None
    for raw in text.split("\n"):
        line = _chosen(raw.rstrip(), facts.rnd)
        if rows is not None and (" | " in line or line.startswith("*")) and not line.startswith("@"):
            rows.extend(facts.rows[line[1:]] if line.startswith("*") else [line])
            continue
        rows = None
        if line.startswith("@table "):
            rows = []
            items.append(("table", line.removeprefix("@table "), rows))
        elif line.startswith("@"):
            kind, _, value = line[1:].partition(" ")
            items.append((kind, value, []))
        elif mark := re.match(r"(#+) (.*)", line):
            items.append((mark[1], mark[2], []))
        elif line and (not line.startswith("? ") or facts.rnd.random() < 0.8):
            items.append(("text", line.removeprefix("? "), []))
    return items


def _chosen(line: str, rnd: random.Random) -> str:
    return CHOICE.sub(lambda found: rnd.choice(found[1].split("||")), line)


def _number_tables(items: list[Item], sheet: Sheet) -> None:
    """Give every table its number beforehand, so that a text may point to a later one."""
    chapter = number = running = 0
    for kind, value, _ in items:
        if kind == "##":
            chapter, number = chapter + 1, 0
        elif kind == "table":
            number, running = number + 1, running + 1
            shape = re.sub(r"(?<=\{number\}).*", "", sheet.style.caption)
            each = number if "{chapter}" in shape else running
            sheet.references[value.split(" ")[0]] = shape.format(chapter=chapter, number=each)


def _heading(sheet: Sheet, kind: str, title: str, numbers: dict[str, int]) -> None:
    level = len(kind) - 1
    names = ("chapter", "section", "point")
    numbers[names[level - 1]] += 1
    for lower in names[level:]:
        numbers[lower] = 0
    own = numbers[names[level - 1]]
    number = ".".join(str(numbers[one]) for one in names[:level])
    match sheet.style.headings, level:
        case "arabic", _:
            text = f"{number} {title}"
        case "chinese", 1:
            text = f"{chinese_number(own)}、{title}"
        case "chinese", 2:
            text = f"（{chinese_number(own)}）{title}"
        case "section", 1:
            text = sheet.style.chapter.format(number=chinese_number(own), title=title)
        case "section", 2:
            text = f"{chinese_number(own)}、{title}"
        case _:
            text = f"{own}．{title}"
    line = sheet.put(text)
    sheet.headings.append(Heading(line, level, sheet.lines[line], sum(map(len, sheet.lines))))
    sheet.blank()


def _table(sheet: Sheet, value: str, rows: list[str], captions: list[tuple[int, int, int]]) -> None:
    key, _, title = value.partition(" ")
    title, _, unit = title.partition(" | ")
    shape = sheet.references[key]
    sheet.table += 1
    line = sheet.put(_caption(sheet.style, shape, title))
    captions.append((line, len(shape) - len(re.findall(r"\d+$", shape)[0]), len(shape)))
    if unit:
        sheet.put(unit)
    sheet.blank()
    header = [one.strip() for one in rows[0].split(" | ")]
    for place, row in enumerate(rows):
        cells = [one.strip() for one in row.split(" | ")]
        heads = [one.partition("（")[0] for one in header[1:]]
        name = cells[1] if cells[0].isdigit() else cells[0].partition("（")[0]
        labels = (name, *heads, *(name + head.removesuffix("数") for head in heads))
        shown = "\t".join(cells) if sheet.style.table == "tab" else f"| {' | '.join(cells)} |"
        sheet.put(shown, sheet.table, labels)
        if place == 0 and sheet.style.table == "pipe":
            sheet.put("|" + "---|" * len(cells))
    sheet.blank()


def _caption(style: Style, shape: str, title: str) -> str:
    between = re.search(r"\{number\}(.*)\{title\}", style.caption)
    return f"{shape}{between[1] if between else ' '}{title}"


def _contents(sheet: Sheet) -> None:
    """Fill the lines kept free for the contents page; pages follow from the length of what stands before."""
    shown = [one for one in sheet.headings if one.level < 3]
    pages = [1 + one.after // CHARACTERS_ON_A_PAGE for one in shown]
    for place, (heading, page) in enumerate(zip(shown, pages, strict=True)):
        line = sheet.contents_at + place
        match sheet.style.contents:
            case "tab":
                before, after = f"{heading.text}\t", ""
            case "dots":
                before, after = f"{heading.text}{'.' * max(6, 50 - 2 * len(heading.text))}", ""
            case _:
                before, after = f"| {heading.text} | - ", " - |"
        sheet.lines[line] = f"{before}{page}{after}"
        sheet.marks.append(Mark("page", line, len(before), len(before) + len(str(page)), place, tuple(pages)))


def _captions(sheet: Sheet, captions: list[tuple[int, int, int]]) -> list[Mark]:
    """Return the captions' numbers, in one series or in one per chapter."""
    series: dict[str, list[tuple[int, int, int]]] = {}
    for line, start, end in captions:
        series.setdefault(sheet.lines[line][:start], []).append((line, start, end))
    marks = []
    for places in series.values():
        numbers = tuple(int(sheet.lines[line][start:end]) for line, start, end in places)
        marks += [Mark("caption", *one, place, numbers) for place, one in enumerate(places) if len(places) > 1]
    return marks


def _enumerations(lines: list[str]) -> list[Mark]:
    """Return the 一是 二是 三是 of each paragraph."""
    marks: list[Mark] = []
    for line, text in enumerate(lines):
        found = list(ENUMERATED.finditer(text))
        numbers = tuple(1 + CHINESE.index(one[1]) for one in found)
        if len(numbers) >= 3 and numbers == tuple(range(1, len(numbers) + 1)):
            marks += [Mark("enumeration", line, *one.span(1), place, numbers) for place, one in enumerate(found)]
    return marks


def renumbered(mark: Mark, number: int, line: str) -> str:
    """Return the line with another number in the mark's place, in the mark's own kind of digits."""
    shown = chinese_number(number) if mark.kind == "enumeration" else str(number)
    return line[: mark.start] + shown + line[mark.end :]
