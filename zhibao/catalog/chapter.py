"""提纲的章: Markdown with directives becomes a chapter of typed parts; errors name file and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from zhibao.catalog.exhibit import Spec
from zhibao.catalog.files import CatalogError, parse_yaml
from zhibao.catalog.inline import Address, Bold, Piece, Pieces, Stress, Words, split_text
from zhibao.catalog.read_exhibit import read_spec
from zhibao.catalog.remark import Remark, is_remark, passage_digest, read_remark


@dataclass(frozen=True, slots=True)
class Section:
    """节: a heading; `slug` is what cases name as their section."""

    level: int
    content: Pieces
    slug: str
    where: str


@dataclass(frozen=True, slots=True)
class Prose:
    """一段文字."""

    content: Pieces
    where: str


@dataclass(frozen=True, slots=True)
class Listed:
    """列表."""

    items: "tuple[tuple[Part, ...], ...]"
    ordered: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """注: a quotation in Markdown, a remark in the report."""

    content: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class CasesHere:
    """{cases}: the place of the cases of a section."""

    where: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """图表: a fenced block with its name."""

    name: str
    spec: Spec
    where: str


Part = Section | Prose | Listed | Quoted | CasesHere | Exhibit | Remark


def within(part: Part) -> "Iterator[Part]":
    """Yield a part, or in the place of a list or a quotation whatever stands in it, however deep."""
    match part:
        case Listed(items=items):
            for item in items:
                for inner in item:
                    yield from within(inner)
        case Quoted(content=parts):
            for inner in parts:
                yield from within(inner)
        case _:
            yield part


@dataclass(frozen=True, slots=True)
class Chapter:
    """章: an annex has no number, an unnumbered chapter is printed without its heading, as prefaces are."""

    name: str
    title: Pieces
    slug: str
    annex: bool
    unnumbered: bool
    parts: tuple[Part, ...]
    where: str


MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["code"])
_SLUG = re.compile(r"\s*\{#([a-z][a-z0-9_]*)\}\s*$")
_EXHIBIT = re.compile(r"(table|chart)\s+([a-z][a-z0-9_]*)")
_DEEPEST = 4
_FRONT = ("annex", "unnumbered")
_ASCII_BREAK = re.compile(r"[!-~]")


def parse_chapter(text: str, path: Path) -> Chapter:
    """Return a chapter file as parts.

    Raises: CatalogError with file:line, for whatever the outline language does not have.
    """
    front, body = front_matter(text, path)
    for key, value in front.items():
        if key not in _FRONT or not isinstance(value, bool):
            raise CatalogError(f"{path}:1：章首设置只有 annex: true 和 unnumbered: true，没有“{key}: {value}”。")
    parts = parse_parts(body, path)
    match parts:
        case (Section(level=1) as first, *rest):
            _check_levels(tuple(part for part in rest if isinstance(part, Section)))
        case _:
            raise CatalogError(f"{path}:1：每章一个文件，应以“# 章标题”开头。")
    annex, unnumbered = bool(front.get("annex")), bool(front.get("unnumbered"))
    return Chapter(path.stem, first.content, first.slug, annex, unnumbered, tuple(rest), first.where)


def front_matter(text: str, path: Path) -> tuple[dict[str, object], str]:
    """Return the settings between the first two `---` lines, and the text with those lines emptied.

    Raises: CatalogError with file:line, when they are not `key: value` lines.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != "---":
        return {}, "\n".join(lines)
    closing = next((place for place, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if closing is None:
        raise CatalogError(f"{path}:1：文件开头的设置没有用一行 --- 结束。")
    content = parse_yaml("\n".join(lines[1:closing]), path, 2)
    if not isinstance(content, dict | None):
        raise CatalogError(f"{path}:2：文件开头的设置应为“键: 值”的形式。")
    emptied = [""] * (closing + 1) + lines[closing + 1 :]
    return {str(key): value for key, value in (content or {}).items()}, "\n".join(emptied)


def parse_parts(text: str, path: Path, *, directives: bool = True) -> tuple[Part, ...]:
    """Return Markdown as parts; without `directives` braces are plain text, as in a case.

    Raises: CatalogError with file:line, for Markdown that a report does not have.
    """
    tree = SyntaxTreeNode(MARKDOWN.parse(text))
    return tuple(_Reader(path, directives, text.splitlines()).parts(tree.children))


def _check_levels(sections: tuple[Section, ...]) -> None:
    """Raise CatalogError when a heading leaves a level out, or a file begins a second chapter."""
    level = 1
    for section in sections:
        if section.level == 1:
            raise CatalogError(f"{section.where}：一个文件只能有一个“# 章标题”。请把下一章另存为一个文件。")
        if section.level > min(level + 1, _DEEPEST):
            raise CatalogError(f"{section.where}：标题跳级，这里最多是第 {min(level + 1, _DEEPEST)} 级。")
        level = section.level


class _Reader:
    """Walks the Markdown tree of one file."""

    def __init__(self, path: Path, directives: bool, lines: list[str]) -> None:
        self._path = path
        self._directives = directives
        self._lines = lines

    def parts(self, nodes: list[SyntaxTreeNode], *, inner: bool = False) -> Iterator[Part]:
        """Yield the parts of a file, or of a list's item (`inner`)."""
        for place, node in enumerate(nodes):
            line = (node.map[0] if node.map else 0) + 1
            match node.type:
                case "paragraph" if is_remark(node.children[0].content):
                    below = self._source(nodes[place + 1]) if place + 1 < len(nodes) else ""
                    yield read_remark(node.children[0].content, f"{self._path}:{line}", passage_digest(below))
                case "heading" if not inner:
                    yield self._section(node, line)
                case "paragraph":
                    yield self._paragraph(node, line, inner=inner)
                case "bullet_list" | "ordered_list":
                    items = tuple(tuple(self.parts(item.children, inner=True)) for item in node.children)
                    yield Listed(items, node.type == "ordered_list")
                case "blockquote":
                    yield Quoted(tuple(self.parts(node.children, inner=True)))
                case "fence" if not inner and self._directives:
                    yield self._exhibit(node, line)
                case kind:
                    raise CatalogError(f"{self._path}:{line}：报告正文里不能有这种写法（{kind}）。")

    def _source(self, node: SyntaxTreeNode) -> str:
        """Return a node as it is written in the file."""
        first, last = node.map or (0, 0)
        return "\n".join(self._lines[first:last])

    def _section(self, node: SyntaxTreeNode, line: int) -> Section:
        where = f"{self._path}:{line}"
        if not self._directives:
            raise CatalogError(f"{where}：案例正文里不能有标题，题目写在文件开头的 title 里。")
        text = node.children[0].content if node.children else ""
        slug = _SLUG.search(text)
        title = _SLUG.sub("", text)
        if not title.strip():
            raise CatalogError(f"{where}：标题是空的。")
        return Section(int(node.tag[1:]), split_text(title, where), slug[1] if slug else "", where)

    def _paragraph(self, node: SyntaxTreeNode, line: int, *, inner: bool) -> Part:
        where = f"{self._path}:{line}"
        content = node.children[0]
        if self._directives and content.content.strip() == "{cases}":
            if inner:
                raise CatalogError(f"{where}：{{cases}} 须独占一段，不能在列表或引文里。")
            return CasesHere(where)
        return Prose(self._pieces(content.children, [line]), where)

    def _exhibit(self, node: SyntaxTreeNode, line: int) -> Exhibit:
        where = f"{self._path}:{line}"
        info = _EXHIBIT.fullmatch(node.info.strip())
        if info is None:
            raise CatalogError(f"{where}：围栏块应写作 ```table 名称 或 ```chart 名称，名称为小写英文、数字和下划线。")
        return Exhibit(info[2], read_spec(info[1], node.content, self._path, line + 1), where)

    def _pieces(self, nodes: list[SyntaxTreeNode], line: list[int]) -> Pieces:
        """Return inline nodes as pieces; `line` counts on at every line break."""
        pieces: list[Piece] = []
        for place, node in enumerate(nodes):
            match node.type:
                case "text" | "code_inline":
                    pieces += self._split(node.content, line[0])
                case "softbreak" | "hardbreak":
                    line[0] += 1
                    if _joins_latin(nodes, place):
                        pieces.append(Words(" "))
                case "strong":
                    pieces.append(Bold(self._pieces(node.children, line)))
                case "em":
                    pieces.append(Stress(self._pieces(node.children, line)))
                case "link":
                    pieces.append(Address(self._pieces(node.children, line), str(node.attrs.get("href", ""))))
                case kind:
                    raise CatalogError(f"{self._path}:{line[0]}：报告正文里不能有这种写法（{kind}）。")
        return tuple(pieces)

    def _split(self, text: str, line: int) -> Pieces:
        if not self._directives:
            return (Words(text),) if text else ()
        return split_text(text, f"{self._path}:{line}")


def _joins_latin(nodes: list[SyntaxTreeNode], place: int) -> bool:
    """Say whether a line break stands between two Latin words, which need a blank; Chinese ones need none."""
    before = nodes[place - 1].content if place else ""
    after = nodes[place + 1].content if place + 1 < len(nodes) else ""
    return bool(_ASCII_BREAK.match(before[-1:]) and _ASCII_BREAK.match(after[:1]))
