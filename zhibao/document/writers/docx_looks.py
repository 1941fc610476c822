"""Word 样式: the styles, numbering and page set-up of a report; the faces are those every Windows has."""

from dataclasses import dataclass
from typing import cast

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.styles.style import ParagraphStyle

from zhibao.document.writers.docx_elements import Element, appended, border, element, field, paragraph, run

SEAL, AZURE, EDGE, GREY = "B23A17", "0B5C7D", "7D8A94", "5D6A75"
BULLETS, NUMBERS = 1, 2
TEXT_TWIPS = 8640
_BULLETS = ("•", "–", "▪")
_LEVELS = 3
_INDENT = 480


@dataclass(frozen=True, slots=True)
class _Look:
    """One paragraph style; spacing in points, `line` an exact line height (0 is single)."""

    east_asia: str
    size: float
    before: float = 0
    after: float = 0
    line: float = 0
    bold: bool = False
    align: str = "left"
    based: str = "Normal"
    keep_next: bool = False
    latin: str = "Times New Roman"
    outline: int = 0


_LOOKS = {
    "Body Text": _Look("仿宋", 12, line=21, align="both"),
    "Heading 1": _Look("黑体", 18, 14, 9, keep_next=True, latin="Arial"),
    "Heading 2": _Look("黑体", 15, 12, 4, keep_next=True, latin="Arial"),
    "Heading 3": _Look("楷体", 14, 8.5, 2, bold=True, keep_next=True),
    "Heading 4": _Look("仿宋", 12, 8, 1.5, bold=True, keep_next=True),
    "Case Title": _Look("黑体", 12, 9, 3, keep_next=True, latin="Arial"),
    "Annex Title": _Look("黑体", 18, 14, 9, keep_next=True, latin="Arial"),
    "Caption": _Look("黑体", 10.5, 8, 2.5, align="center", latin="Arial"),
    "Picture Caption": _Look("楷体", 10.5, 2, 10, align="center", based="Caption"),
    "Figure": _Look("仿宋", 12, 15, 0, align="center", keep_next=True),
    "Table Text": _Look("宋体", 10.5, line=13.5),
    "Exhibit Note": _Look("宋体", 9, 3, 9, line=11.5),
    "Note": _Look("楷体", 11, 2, 2, line=19, align="both"),
    "List Paragraph": _Look("仿宋", 12, line=21, align="both"),
    "TOC Heading": _Look("黑体", 16, 24, 12, align="center", keep_next=True, latin="Arial"),
    "toc 1": _Look("黑体", 12, 3.5, 0, line=17, latin="Arial"),
    "toc 2": _Look("仿宋", 11, line=17),
    "toc 3": _Look("仿宋", 11, line=17),
    "toc 4": _Look("仿宋", 11, line=17),
    "table of figures": _Look("仿宋", 10.5, line=18),
    "footnote text": _Look("仿宋", 9, line=13),
    "Cover Title": _Look("宋体", 28, 0, 0, line=46, bold=True, align="center"),
    "Cover Line": _Look("仿宋", 16, 0, 0, line=30, align="center"),
    "Cover Remark": _Look("仿宋", 10.5, 0, 0, line=18, align="center"),
    "Header": _Look("宋体", 9, align="center"),
    "Footer": _Look("宋体", 10.5, align="center"),
}


def prepare(word: Word) -> None:
    """Give a new Word document the report's styles, page and numbering; its body becomes empty."""
    body = word.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    _set_defaults(word)
    for name, look in _LOOKS.items():
        _set_style(word, name, look)
    _adjust_styles(word)
    _set_numbering(word)
    _set_compatibility(word)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28.8)
    section.top_margin, section.bottom_margin = Mm(27), Mm(27)
    section.header_distance, section.footer_distance = Mm(17), Mm(15)


def _set_defaults(word: Word) -> None:
    styles = word.styles.element
    for style in styles.findall(qn("w:style")):
        for numbered in style.iter(qn("w:numPr")):
            numbered.getparent().remove(numbered)
    fonts = styles.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), "Times New Roman")
    fonts.set(qn("w:eastAsia"), "仿宋")
    language = styles.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    spacing = styles.find(f".//{qn('w:pPrDefault')}//{qn('w:spacing')}")
    if spacing is not None:
        spacing.getparent().remove(spacing)


def _set_style(word: Word, name: str, look: _Look) -> None:
    known = [style.name for style in word.styles]
    style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast("ParagraphStyle", style)
    if name != look.based:
        style.base_style = word.styles[look.based]
    style.quick_style = True
    style.hidden = False
    for child in list(style.element):
        if child.tag in {qn("w:rPr"), qn("w:pPr")}:
            style.element.remove(child)
    spacing: dict[str, object] = {"before": round(look.before * 20), "after": round(look.after * 20)}
    if look.line:
        spacing |= {"line": round(look.line * 20), "lineRule": "exact"}
    properties = [element("keepNext"), element("keepLines")] if look.keep_next else []
    properties += [element("spacing", **spacing), element("jc", val=look.align)]
    level = {"Heading 1": 0, "Heading 2": 1, "Heading 3": 2, "Heading 4": 3, "Annex Title": 0, "Case Title": 3}
    if name in level:
        properties.append(element("outlineLvl", val=level[name]))
    style.element.append(element("pPr", *properties))
    bold = [element("b"), element("bCs")] if look.bold else []
    fonts = element("rFonts", ascii=look.latin, hAnsi=look.latin, eastAsia=look.east_asia, cs=look.latin)
    sizes = [element("sz", val=round(look.size * 2)), element("szCs", val=round(look.size * 2))]
    style.element.append(element("rPr", fonts, *bold, element("color", val="000000"), *sizes))


def _paragraph_properties(word: Word, name: str) -> Element:
    return cast("Element", word.styles[name].element.find(qn("w:pPr")))


def _adjust_styles(word: Word) -> None:
    """Set what only a few styles have: indents, rules, tabs."""
    spacing = qn("w:spacing")

    def before_spacing(name: str, *made: Element) -> None:
        for one in made:
            _paragraph_properties(word, name).find(spacing).addprevious(one)

    def after_spacing(name: str, made: Element) -> None:
        _paragraph_properties(word, name).find(spacing).addnext(made)

    after_spacing("Body Text", element("ind", firstLineChars=200, firstLine=480))
    for name in ("Heading 1", "Annex Title"):
        before_spacing(name, element("pBdr", border("bottom", 6, "16202A", space=6)))
    before_spacing("Case Title", element("pBdr", border("left", 24, AZURE, space=6)))
    after_spacing("Case Title", element("ind", left=140))
    before_spacing("Note", element("pBdr", border("left", 18, EDGE, space=8)))
    after_spacing("Note", element("ind", left=240))
    after_spacing("Exhibit Note", element("ind", left=0))
    before_spacing("Header", element("pBdr", border("bottom", 4, "7D8A94", space=4)))
    entries = [("toc 1", 0, 0), ("toc 2", 240, 0), ("toc 3", 480, 0), ("toc 4", 720, 0), ("table of figures", 720, 720)]
    for name, left, hanging in entries:
        leader = element("tabs", element("tab", val="right", leader="dot", pos=TEXT_TWIPS))
        before_spacing(name, leader)
        after_spacing(name, element("ind", left=left, hanging=hanging))
    mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.append(element("rPr", element("vertAlign", val="superscript")))
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.element.append(element("rPr", element("color", val=AZURE), element("u", val="single")))


def _set_numbering(word: Word) -> None:
    numbering = word.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for identity in (BULLETS, NUMBERS):
        levels = [
            element(
                "lvl",
                element("start", val=1),
                element("numFmt", val="bullet" if identity == BULLETS else "decimal"),
                element("lvlText", val=_BULLETS[level] if identity == BULLETS else f"%{level + 1}."),
                element("lvlJc", val="left"),
                element("pPr", element("ind", left=_INDENT * (level + 1) + 240, hanging=360)),
                ilvl=level,
            )
            for level in range(_LEVELS)
        ]
        kind = element("multiLevelType", val="hybridMultilevel")
        numbering.append(element("abstractNum", kind, *levels, abstractNumId=identity))
    numbering.append(element("num", element("abstractNumId", val=BULLETS), numId=BULLETS))


def new_ordered_list(word: Word) -> int:
    """Return the number of a list that counts from one again."""
    numbering = word.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + NUMBERS
    restarts = [element("lvlOverride", element("startOverride", val=1), ilvl=level) for level in range(_LEVELS)]
    numbering.append(element("num", element("abstractNumId", val=NUMBERS), *restarts, numId=number))
    return number


def list_indent(level: int) -> int:
    """Return the left indent of a list's text in twips."""
    return _INDENT * (level + 1) + 240


def list_level(level: int) -> int:
    """Return the numbering level of a nested list; deeper ones share the last."""
    return min(level, _LEVELS - 1)


def _set_compatibility(word: Word) -> None:
    """Say that this is a document of current Word, with Chinese punctuation compressed."""
    settings = word.settings.element
    for tag in ("w:compat", "w:characterSpacingControl", "w:savePreviewPicture"):
        for old in settings.findall(qn(tag)):
            settings.remove(old)
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    mode = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
    following = settings.find(qn("w:rsids"))
    made = [element("characterSpacingControl", val="compressPunctuation"), element("compat", mode)]
    for one in made:
        if following is None:
            settings.append(one)
        else:
            following.addprevious(one)


@dataclass(frozen=True, slots=True)
class Running:
    """页眉页脚的文字: the title above, the declaration below, '' for none."""

    title: str
    declaration: str = ""


def turn(section: Section, *, wide: bool) -> None:
    """Let the pages of a section lie on their side or stand upright; the margins stay."""
    edges = sorted((section.page_width or Mm(210), section.page_height or Mm(297)), reverse=wide)
    section.page_width, section.page_height = edges
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT


def number_pages(
    section: Section, style: str, texts: Running, header: str, *, roman: bool, goes_on: bool = False
) -> None:
    """Set a section's header to the title and its footer to the declaration and — 1 —.

    Pages count from one, or `goes_on` from the section before.
    """
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    _replace(section.header, paragraph(header, [run(texts.title)]))
    page = field("PAGE", [run("i" if roman else "1")])
    small = (element("color", val=GREY), element("sz", val=16), element("szCs", val=16))
    said = [paragraph(style, [run(texts.declaration, *small)])] if texts.declaration else []
    _replace(section.footer, *said, paragraph(style, [run("— "), *page, run(" —")]))
    first = {} if goes_on else {"start": 1}
    numbers = element("pgNumType", fmt="lowerRoman" if roman else "decimal", **first)
    properties = section._sectPr  # python-docx has no page number type
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.find(qn("w:pgMar")).addnext(numbers)


def _replace(story: object, *made: Element) -> None:
    body = cast("Element", story._element)  # type: ignore[attr-defined]  # header and footer alike
    for child in list(body):
        body.remove(child)
    appended(body, list(made))
