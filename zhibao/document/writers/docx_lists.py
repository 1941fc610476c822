"""Word 编号: the definitions of bulleted and numbered lists, beside those that a file has already."""

from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from zhibao.catalog.look import Look
from zhibao.document.writers.docx_elements import Element, element

_SIGNS = ("•", "–", "▪")
_LEVELS = 3


class Lists:
    """编号定义: one for all bulleted lists, and one that every numbered list begins anew."""

    def __init__(self, word: Word, look: Look) -> None:
        """Add the two definitions to a file."""
        self._numbering = _numbering(word)
        self._indent = round(40 * look.styles["list"].size)
        first = 1 + self._last("abstractNum", "abstractNumId")
        self._numbers = first + 1
        place = self._numbering.find(qn("w:num"))
        for identity in (first, self._numbers):
            made = self._definition(identity, bullets=identity == first)
            if place is None:
                self._numbering.append(made)
            else:
                place.addprevious(made)
        self.bullets = 1 + self._last("num", "numId")
        self._append(element("num", element("abstractNumId", val=first), numId=self.bullets))

    def ordered(self) -> int:
        """Return the number of a list that counts from one again."""
        number = 1 + max(self._numbers, self._last("num", "numId"))
        restarts = [element("lvlOverride", element("startOverride", val=1), ilvl=level) for level in range(_LEVELS)]
        self._append(element("num", element("abstractNumId", val=self._numbers), *restarts, numId=number))
        return number

    def indent(self, level: int) -> int:
        """Return the left indent of a list's text in twips: two characters per level."""
        return self._indent * (level + 1) + 240

    def _definition(self, identity: int, *, bullets: bool) -> Element:
        levels = [
            element(
                "lvl",
                element("start", val=1),
                element("numFmt", val="bullet" if bullets else "decimal"),
                element("lvlText", val=_SIGNS[level] if bullets else f"%{level + 1}."),
                element("lvlJc", val="left"),
                element("pPr", element("ind", left=self.indent(level), hanging=360)),
                ilvl=level,
            )
            for level in range(_LEVELS)
        ]
        return element(
            "abstractNum", element("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=identity
        )

    def _last(self, tag: str, name: str) -> int:
        """Return the highest number that is taken."""
        found = (one.get(qn(f"w:{name}"), "") for one in self._numbering.findall(qn(f"w:{tag}")))
        return max((int(one) for one in found if one.isdecimal()), default=0)

    def _append(self, made: Element) -> None:
        """Put a list behind the others; what Word writes after them stays last."""
        others = self._numbering.findall(qn("w:num"))
        if others:
            others[-1].addnext(made)
        else:
            definitions = self._numbering.findall(qn("w:abstractNum"))
            definitions[-1].addnext(made)


def list_level(level: int) -> int:
    """Return the numbering level of a nested list; deeper ones share the last."""
    return min(level, _LEVELS - 1)


def _numbering(word: Word) -> Element:
    """Return the root of a file's numbering, which is made where there is none."""
    for relation in word.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            root: Element = relation.target_part._element
            return root
    package = word.part.package
    part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element("numbering"), package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part._element
