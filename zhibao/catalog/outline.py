"""提纲: what a report consists of; one Markdown file per chapter, in the order of the file names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from zhibao.catalog.chapter import Chapter, Exhibit, Part, Prose, Section, parse_chapter, within
from zhibao.catalog.exhibit import ListingTable, indicators_in
from zhibao.catalog.files import CatalogError, read_yaml, validate
from zhibao.catalog.inline import Directive, check_words, directives, indicators_of
from zhibao.catalog.remark import Remark
from zhibao.catalog.shape import Cited, Definition, NonEmpty
from zhibao.terms.place import Level

FILE = "outline.yaml"
EXHIBITS = "exhibits.md"
ContentsName = Literal["headings", "cases", "exhibits"]


class OutlineFile(Definition):
    """提纲设置: outline.yaml; `case_heading` holds {title} and {number} or {chinese}.

    A city's outline names that of its schools (`schools`). One of `level: school` leaves out what a school has no
    value for; a chapter of which nothing is left says `nothing`, and `other_cases` is the section of the cases that
    were handed in for sections it does not have.

    An outline that is `like` another has the other's chapters with the words of `words` said its own way; a chapter
    file of its own takes the place of the one of the same name, or is added, and what is in exhibits.md takes the
    place of the exhibits of the same names.
    """

    title: tuple[NonEmpty, ...] = Field(min_length=1)
    heading_style: Literal["1", "1."] = "1"
    case_heading: NonEmpty = "案例{number}：{title}"
    contents: tuple[ContentsName, ...] = ("headings", "cases", "exhibits")
    contents_depth: int = Field(default=3, ge=1, le=4)
    level: Level = Level.CITY
    schools: str = ""
    nothing: str = ""
    other_cases: str = ""
    like: str = ""
    words: dict[NonEmpty, NonEmpty] = {}


@dataclass(frozen=True)
class Outline:
    """提纲: settings and chapters, every directive and exhibit already parsed."""

    name: str
    label: str
    why: str
    source: tuple[Cited, ...]
    since: int | None
    until: int | None
    title: tuple[str, ...]
    case_heading: str
    contents: tuple[ContentsName, ...]
    contents_depth: int
    heading_style: str
    chapters: tuple[Chapter, ...]
    level: Level = Level.CITY
    schools: str = ""
    nothing: str = ""
    other_cases: str = ""
    like: str = ""


def load_outline(folder: Path, overrides: Path | None = None) -> Outline:
    """Return the outline of a folder; a file of the same name in `overrides` takes a chapter's place.

    Raises: CatalogError with file:line, for the first fault.
    """
    path = folder / FILE
    settings = validate(OutlineFile, read_yaml(path), path, name=folder.name)
    for line in settings.title:
        check_words(line, str(path))
    if settings.case_heading.count("{title}") != 1 or not settings.case_heading.endswith("{title}"):
        raise CatalogError(f"{path}：case_heading 应以 {{title}} 结尾，如“案例{{number}}：{{title}}”。")
    texts = chapter_texts(folder, overrides)
    chapters = tuple(parse_chapter(text, file) for file, text in texts)
    if settings.like:
        chapters = tuple(_own_exhibits(chapters, folder / EXHIBITS))
    _check_overrides(folder, [file.name for file, _ in texts], overrides)
    if not chapters:
        raise CatalogError(f"{folder}：提纲里没有章。每章一个 .md 文件，文件名的序号定次序。")
    for where, name, first in named_twice(chapters):
        raise CatalogError(f"{where}：名称“{name}”在 {first} 已经用过，请换一个。")
    return Outline(
        settings.name,
        settings.label,
        settings.why,
        settings.source,
        settings.since,
        settings.until,
        settings.title,
        settings.case_heading,
        settings.contents,
        settings.contents_depth,
        settings.heading_style,
        chapters,
        settings.level,
        settings.schools,
        settings.nothing,
        settings.other_cases,
        settings.like,
    )


def chapter_texts(folder: Path, overrides: Path | None = None) -> tuple[tuple[Path, str], ...]:
    """Return the chapters of an outline's folder as they are used: the file that each comes from, and its text.

    Raises: CatalogError, when a file is not UTF-8, or the outline that this one is like is not there.
    """
    path = folder / FILE
    settings = validate(OutlineFile, read_yaml(path), path, name=folder.name)
    files = {one.name: (one, False) for one in folder.glob("*.md") if not (settings.like and one.name == EXHIBITS)}
    if settings.like:
        model = _model(folder, settings.like)
        files = {one.name: (one, True) for one in model.glob("*.md")} | files
    for one in overrides.glob("*.md") if overrides else ():
        if one.name in files:
            files[one.name] = (one, False)
    said = settings.words
    return tuple(
        (file, _worded(_text(file), said) if theirs else _text(file)) for _, (file, theirs) in sorted(files.items())
    )


def _model(folder: Path, name: str) -> Path:
    """Return the folder of the outline that another is like: beside it, else the packaged one."""
    for place in (folder.parent / name, Path(__file__).parent / "outlines" / name):
        if (place / FILE).is_file():
            if validate(OutlineFile, read_yaml(place / FILE), place / FILE, name=name).like:
                raise CatalogError(f"{folder / FILE}：like 的“{name}”自己也 like 别的提纲，请直接写那一个。")
            return place
    raise CatalogError(f"{folder / FILE}：没有名为“{name}”的提纲（like）。")


def _worded(text: str, words: Mapping[str, str]) -> str:
    """Return a text with words said another way, the longest first."""
    for old in sorted(words, key=len, reverse=True):
        text = text.replace(old, words[old])
    return text


def _own_exhibits(chapters: Sequence[Chapter], file: Path) -> Iterator[Chapter]:
    """Yield the chapters with the exhibits of a file in place of those of the same names.

    Raises: CatalogError, when the file has one that no chapter has.
    """
    parts = parse_chapter(_text(file), file).parts if file.is_file() else ()
    own = {one.name: one for one in parts if isinstance(one, Exhibit)}
    for chapter in chapters:
        yield replace(
            chapter,
            parts=tuple(own.pop(one.name, one) if isinstance(one, Exhibit) else one for one in chapter.parts),
        )
    for left in own.values():
        raise CatalogError(f"{left.where}：各章里没有名为“{left.name}”的图表可以替换。")


def exhibits(outline: Outline) -> Iterator[tuple[Chapter, Exhibit]]:
    """Yield every table and chart with its chapter, in the order of the report."""
    for chapter in outline.chapters:
        for part in chapter.parts:
            if isinstance(part, Exhibit):
                yield chapter, part


def outline_directives(outline: Outline) -> Iterator[Directive]:
    """Yield every directive of titles and text, in the order of the report."""
    for chapter in outline.chapters:
        yield from directives(chapter.title)
        for part in chapter.parts:
            yield from _directives(part)


def used_indicators(outline: Outline) -> tuple[str, ...]:
    """Return the indicators that the outline prints, each once, in the order of their first place."""
    names: dict[str, None] = {}
    for chapter in outline.chapters:
        for directive in directives(chapter.title):
            names |= dict.fromkeys(indicators_of(directive))
        for part in chapter.parts:
            if isinstance(part, Exhibit):
                names |= dict.fromkeys(indicators_in(part.spec))
            for directive in _directives(part):
                names |= dict.fromkeys(indicators_of(directive))
    return tuple(names)


def used_fields(outline: Outline) -> tuple[tuple[str, str], ...]:
    """Return the (register, field) pairs that the outline's listings print."""
    pairs: dict[tuple[str, str], None] = {}
    for _, exhibit in exhibits(outline):
        if isinstance(exhibit.spec, ListingTable):
            pairs |= dict.fromkeys(exhibit.spec.fields())
    return tuple(pairs)


def used_registers(outline: Outline) -> tuple[str, ...]:
    """Return the registers that the outline's listings print."""
    return tuple(dict.fromkeys(register for register, _ in used_fields(outline)))


def open_remarks(outline: Outline) -> Iterator[Remark]:
    """Yield the remarks that somebody must still act on, in the order of the report."""
    for chapter in outline.chapters:
        for part in chapter.parts:
            yield from (one for one in within(part) if isinstance(one, Remark) and one.is_open)


def _directives(part: Part) -> Iterator[Directive]:
    for inner in within(part):
        if isinstance(inner, Section | Prose):
            yield from directives(inner.content)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{file}：不是 UTF-8 文本。请用 UTF-8 编码另存。") from error


def _check_overrides(folder: Path, known: Sequence[str], overrides: Path | None) -> None:
    """Raise CatalogError for a chapter of the working folder that replaces none of the outline's."""
    for file in sorted(overrides.glob("*.md")) if overrides else ():
        if file.name not in known:
            raise CatalogError(
                f"{file}：提纲“{folder.name}”没有这一章，文件不会被用到。可替换的章：{'、'.join(known)}。"
            )


def named_twice(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str, str]]:
    """Yield where two exhibits or two sections have one name: the place of the second, the name, that of the first."""
    seen: dict[str, str] = {}
    for chapter in chapters:
        named = [(chapter.slug, chapter.where)] if chapter.slug else []
        for part in chapter.parts:
            if isinstance(part, Section) and part.slug:
                named.append((part.slug, part.where))
            elif isinstance(part, Exhibit):
                named.append((f"图表 {part.name}", part.where))
        for name, where in named:
            if name in seen:
                yield where, name, seen[name]
            seen[name] = where
