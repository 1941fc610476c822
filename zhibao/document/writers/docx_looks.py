"""Word 样式: a look becomes the styles, numbering and page set-up of a Word file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.styles.style import ParagraphStyle

from zhibao.catalog.look import Look, Role, TextStyle
from zhibao.document.writers.docx_elements import Element, appended, border, element, field, paragraph, run
from zhibao.document.writers.docx_fonts import name_fonts

STYLES: dict[str, Role] = {
    "Body Text": "body", "Heading 1": "heading_1", "Heading 2": "heading_2", "Heading 3": "heading_3",
    "Heading 4": "heading_4", "Case Title": "case", "Annex Title": "annex", "Caption": "caption",
    "Picture Caption": "picture_caption", "Figure": "figure", "Table Text": "table", "Exhibit Note": "exhibit_note",
    "Note": "remark", "List Paragraph": "list", "TOC Heading": "contents_title", "toc 1": "contents_1",
    "toc 2": "contents_2", "toc 3": "contents_3", "toc 4": "contents_4", "table of figures": "exhibits",
    "footnote text": "footnote", "Cover Title": "cover_title", "Cover Line": "cover_line",
    "Cover Remark": "cover_remark", "Header": "running_head", "Footer": "page_number",
}  # fmt: skip
"""Word's names of the kinds of text."""
_KEPT = {"Heading 1", "Heading 2", "Heading 3", "Heading 4", "Case Title", "Annex Title", "Figure",
         "TOC Heading"}  # fmt: skip
"""Styles that stay with what follows; a picture's caption follows itself."""
_OUTLINE = {"Heading 1": 0, "Heading 2": 1, "Heading 3": 2, "Heading 4": 3, "Annex Title": 0, "Case Title": 3}


def prepare(word: Word, look: Look) -> None:
    """Give a new Word document the report's styles, page and numbering; its body becomes empty."""
    body = word.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    _set_defaults(word, look)
    for name in STYLES:
        set_style(word, name, look)
    adjust_styles(word, look, STYLES)
    _clear_numbering(word)
    _set_compatibility(word, outside=look.page_number.align == "outside")
    name_fonts(word, look)
    section, page = word.sections[0], look.page
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.left_margin, section.right_margin = Mm(page.margins.left), Mm(page.margins.right)
    section.top_margin, section.bottom_margin = Mm(page.margins.top), Mm(page.margins.bottom)
    section.header_distance, section.footer_distance = Mm(page.header), Mm(page.footer)


def text_twips(look: Look) -> int:
    """Return the width of the text in twips."""
    return round(20 * look.page.text_points)


def _set_defaults(word: Word, look: Look) -> None:
    styles = word.styles.element
    for style in styles.findall(qn("w:style")):
        for numbered in style.iter(qn("w:numPr")):
            numbered.getparent().remove(numbered)
    fonts = styles.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    fonts.attrib.clear()
    body = look.face("body")
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), body.latin)
    fonts.set(qn("w:eastAsia"), body.word)
    language = styles.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    spacing = styles.find(f".//{qn('w:pPrDefault')}//{qn('w:spacing')}")
    if spacing is not None:
        spacing.getparent().remove(spacing)


def set_style(word: Word, name: str, look: Look) -> None:
    """Give a paragraph style, which is made where it is not there, what the look says of it."""
    known = [style.name for style in word.styles]
    style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast("ParagraphStyle", style)
    style.base_style = word.styles["Caption" if name == "Picture Caption" else "Normal"]
    style.quick_style = True
    style.hidden = False
    for child in list(style.element):
        if child.tag in {qn("w:rPr"), qn("w:pPr")}:
            style.element.remove(child)
    said, face = look.styles[STYLES[name]], look.face(STYLES[name])
    spacing: dict[str, object] = {"before": round(said.before * 20), "after": round(said.after * 20)}
    if said.line:
        spacing |= {"line": round(said.line * 20), "lineRule": "exact"}
    properties = [element("keepNext"), element("keepLines")] if name in _KEPT else []
    properties += [element("spacing", **spacing), element("jc", val=said.align)]
    if name in _OUTLINE:
        properties.append(element("outlineLvl", val=_OUTLINE[name]))
    style.element.append(element("pPr", *properties))
    bold = [element("b"), element("bCs")] if said.bold else []
    fonts = element("rFonts", ascii=face.latin, hAnsi=face.latin, eastAsia=face.word, cs=face.latin)
    sizes = [element("sz", val=round(said.size * 2)), element("szCs", val=round(said.size * 2))]
    tracking = [element("spacing", val=round(20 * said.tracking))] if said.tracking else []
    style.element.append(element("rPr", fonts, *bold, element("color", val="000000"), *tracking, *sizes))


def adjust_styles(word: Word, look: Look, names: Iterable[str]) -> None:
    """Set what only a few styles have: indents, rules, tabs."""
    for name in names:
        said = look.styles[STYLES[name]]
        spacing = word.styles[name].element.find(qn("w:pPr")).find(qn("w:spacing"))
        made = _rule(name, said, look)
        if name in _ENTRIES:
            made.append(element("tabs", element("tab", val="right", leader="dot", pos=text_twips(look))))
        for one in made:
            spacing.addprevious(one)
        indent = _indent(name, said)
        if indent is not None:
            spacing.addnext(indent)
    known = [style.name for style in word.styles]
    if "footnote reference" not in known:
        mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.element.append(element("rPr", element("vertAlign", val="superscript")))
    if "Hyperlink" not in known:
        link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.element.append(element("rPr", element("color", val=look.colours.accent), element("u", val="single")))


_ENTRIES = {"toc 1": (0, 0), "toc 2": (240, 0), "toc 3": (480, 0), "toc 4": (720, 0), "table of figures": (720, 720)}
"""Left and hanging indents of entries of 12 points, in twips."""
_LEFT = {"case": (24, 6, 140), "remark": (18, 8, 240)}
"""Weight, distance and indent of the rules at the left."""


def _rule(name: str, said: TextStyle, look: Look) -> list[Element]:
    """Return the rule of a style."""
    colours, role = look.colours, STYLES[name]
    if said.rule == "left":
        weight, space, _ = _LEFT.get(role, _LEFT["remark"])
        colour = colours.accent if role == "case" else colours.edge
        return [element("pBdr", border("left", weight, colour, space=space))]
    if said.rule == "bottom":
        if role == "running_head":
            return [element("pBdr", border("bottom", 4, colours.edge, space=4))]
        return [element("pBdr", border("bottom", 6, colours.ink, space=6))]
    return []


def _indent(name: str, said: TextStyle) -> Element | None:
    """Return the indent of a style; None for one that has none."""
    if name in _ENTRIES:
        left, hanging = _ENTRIES[name]
        scale = max(1.0, said.size / 12)
        return element("ind", left=round(left * scale), hanging=round(hanging * scale))
    if said.rule == "left":
        return element("ind", left=_LEFT.get(STYLES[name], _LEFT["remark"])[2])
    if said.indent:
        first = round(said.indent * said.size * 20)
        return element("ind", firstLineChars=round(100 * said.indent), firstLine=first)
    return element("ind", left=0) if name == "Exhibit Note" else None


def _clear_numbering(word: Word) -> None:
    numbering = word.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)


def _set_compatibility(word: Word, *, outside: bool) -> None:
    """Say that this is a document of current Word, with Chinese punctuation compressed."""
    if outside:
        word.settings.odd_and_even_pages_header_footer = True
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


def number_pages(section: Section, look: Look, styles: Mapping[str, str], texts: Running, *, roman: bool,
                 goes_on: bool = False) -> None:  # fmt: skip
    """Set a section's header to the title and its footer to the declaration and the page number.

    `styles` are identifiers by name. Pages count from one, or `goes_on` from the section before.
    """
    number, outside = look.page_number, look.page_number.align == "outside"
    sides = {"odd": "right" if outside else number.align}
    if outside:
        sides["even"] = "left"
    for pages, side in sides.items():
        header = section.header if pages == "odd" else section.even_page_header
        footer = section.footer if pages == "odd" else section.even_page_footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        _replace(header, paragraph(styles["Header"], [run(texts.title)] if look.running_head else []))
        small = (element("color", val=look.colours.quiet), element("sz", val=16), element("szCs", val=16))
        middle = [] if look.styles["page_number"].align == "center" else [element("jc", val="center")]
        said = [paragraph(styles["Footer"], [run(texts.declaration, *small)], *middle)] if texts.declaration else []
        before, after = number.around
        page = [run(before), *field("PAGE", [run("i" if roman else "1")]), run(after)]
        _replace(footer, *said, paragraph(styles["Footer"], page, *_placed(look, side)))
    first = {} if goes_on else {"start": 1}
    numbers = element("pgNumType", fmt="lowerRoman" if roman else "decimal", **first)
    properties = section._sectPr  # python-docx has no page number type
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.find(qn("w:pgMar")).addnext(numbers)


def _placed(look: Look, side: str) -> list[Element]:
    """Return where a page number stands; nothing where its style says the same."""
    said = look.styles["page_number"]
    if side == said.align and not look.page_number.indent:
        return []
    edge = round(20 * said.size * look.page_number.indent)
    return [element("ind", **{side: edge}), element("jc", val=side)] if edge and side != "center" else [
        element("jc", val=side)
    ]  # fmt: skip


def _replace(story: object, *made: Element) -> None:
    body = cast("Element", story._element)  # type: ignore[attr-defined]  # header and footer alike
    for child in list(body):
        body.remove(child)
    appended(body, list(made))
