"""Word 文件的部件: the trees of document, styles, notes and comments, and what styles mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from zhibao.document.readers import errors
from zhibao.document.readers.archive import is_encrypted, parsed, relations, unpacked
from zhibao.document.readers.word_numbers import W

_KIND = "Word（docx）"
_MOST_BASES = 30


@dataclass(frozen=True, slots=True)
class Style:
    """段落样式: outline level (0: none), list and its level, and what it is called."""

    name: str
    level: int
    list: str
    list_level: int | None


@dataclass
class WordPackage:
    """一个 docx 文件: parts by name; each tree is parsed once, so a writer may change what a reader points at."""

    name: str
    parts: Mapping[str, bytes]
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    @cached_property
    def main(self) -> str:
        """Return the name of the part with the text."""
        for kind, target in relations(self.parts, "", self.name, _KIND).values():
            if kind == "officeDocument" and target in self.parts:
                return target
        if "word/document.xml" in self.parts:
            return "word/document.xml"
        raise errors.damaged(self.name, _KIND)

    @cached_property
    def relations(self) -> dict[str, tuple[str, str]]:
        """Return what the text points to: id → (kind, part)."""
        return relations(self.parts, self.main, self.name, _KIND)

    @property
    def document(self) -> etree._Element:
        """Return the root of the text."""
        return self.tree(self.main)

    @property
    def body(self) -> etree._Element:
        """Return the body of the text."""
        body = self.document.find(f"{W}body")
        if body is None:
            raise errors.damaged(self.name, _KIND)
        return body

    def tree(self, part: str) -> etree._Element:
        """Return the root of a part, parsed once."""
        if part not in self._trees:
            self._trees[part] = parsed(self.parts[part], self.name, _KIND)
        return self._trees[part]

    def related(self, kind: str) -> etree._Element | None:
        """Return the root of the first related part of a kind such as styles or comments, None where there is none."""
        for found, target in self.relations.values():
            if found == kind and target in self.parts:
                return self.tree(target)
        return None

    def every(self, kind: str) -> list[etree._Element]:
        """Return the roots of all related parts of a kind such as header."""
        targets = {target: None for found, target in self.relations.values() if found == kind and target in self.parts}
        return [self.tree(target) for target in targets]

    @cached_property
    def styles(self) -> dict[str, Style]:
        """Return the paragraph styles by their id; '' is the default one."""
        root = self.related("styles")
        if root is None:
            return {}
        elements = {style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")
                    if style.get(f"{W}type") == "paragraph"}  # fmt: skip
        styles = {key: _style(element, elements) for key, element in elements.items()}
        for key, element in elements.items():
            if element.get(f"{W}default") in ("1", "true"):
                styles[""] = styles[key]
        return styles


def open_word(content: bytes, name: str) -> WordPackage:
    """Return the package in these bytes.

    Raises: ReadError, for what is damaged, encrypted or too large.
    """
    if is_encrypted(content):
        raise errors.encrypted(name)
    package = WordPackage(name, unpacked(content, name, _KIND))
    if package.main:
        package.body  # noqa: B018  whether there is a text shows here, not later
    return package


def value_of(element: etree._Element | None, path: str) -> str | None:
    """Return the w:val of a child, None where there is no such child; '' for a child without one."""
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{W}val", "")


def _style(element: etree._Element, elements: Mapping[str, etree._Element]) -> Style:
    name = (value_of(element, f"{W}name") or "").lower()
    level = listed = indent = None
    base: etree._Element | None = element
    for _ in range(_MOST_BASES):
        if base is None:
            break
        own = base.find(f"{W}pPr")
        level = level if level is not None else value_of(own, f"{W}outlineLvl")
        listed = listed if listed is not None else value_of(own, f"{W}numPr/{W}numId")
        indent = indent if indent is not None else value_of(own, f"{W}numPr/{W}ilvl")
        base = elements.get(value_of(base, f"{W}basedOn") or "")
    if level is None and (parts := name.split()) and parts[0] in ("heading", "标题") and parts[-1].isdecimal():
        level = str(int(parts[-1]) - 1)
    outline = int(level) + 1 if level and level.isdecimal() and int(level) < 9 else 0
    return Style(name, outline, listed or "", int(indent) if indent and indent.isdecimal() else None)
