"""Word 模板: the report is put into a user's own Word file, whose pages, styles, heads and cover stay."""

import io
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

import docx
from docx.document import Document as Word
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml.ns import qn

from zhibao.catalog.look import Look, Margins
from zhibao.catalog.passages import MARKS
from zhibao.catalog.placeholder import LISTS, ChapterAt, WholeAt
from zhibao.document.dress import Filled
from zhibao.document.nodes import Block, Document, Heading, plain
from zhibao.document.template.package import TemplateError
from zhibao.document.template.safety import KEPT_RELATIONS
from zhibao.document.template.spots import Slip, Spot, spots
from zhibao.document.writers.columns import sheets
from zhibao.document.writers.docx import Writer, finished
from zhibao.document.writers.docx_elements import Element, element, exactly
from zhibao.document.writers.docx_filling import fill
from zhibao.document.writers.docx_looks import STYLES, adjust_styles, set_style
from zhibao.document.writers.docx_package import next_note
from zhibao.document.writers.measures import parts

_MM_PER_TWIP = 25.4 / 1440
_LEAST_POINTS = 200
_OWN_TEXT = ("Body Text", "List Paragraph")
_NUMBERED = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")
_SECTION = f"{qn('w:pPr')}/{qn('w:sectPr')}"


def write_into(document: Document, pages: Mapping[str, int], look: Look, filled: Filled) -> bytes:
    """Return the report as a user's Word file; equal input gives equal bytes.

    Styles that the file lacks come from the look; numbers of headings that it counts itself are left to the report.
    """
    word = docx.Document(io.BytesIO(filled.template.content))
    _leave_behind(word.part.package)
    found = list(_spots(word))
    places = [(one, content) for one in found if isinstance(content := filled.content[one.said], WholeAt | ChapterAt)]
    if places:
        look = _fitted(look, _governing(word, places[0][0].paragraph))
    _complete(word, look)
    writer = Writer(word, document, pages, look)
    writer.first_note = next_note(word)
    for one in reversed(found):
        content = filled.content[one.said]
        if isinstance(content, tuple):
            fill(one.paragraph, one.start, one.end, content)
    for one, blocks in _shares(document, places):
        _place(word, writer, one.paragraph, blocks)
    return finished(word, document, writer)


def _leave_behind(package: OpcPackage) -> None:
    """Cut every relation that is not among those carried over, so that what it leads to is not written."""
    holders: list[OpcPackage | Part] = [package, *package.iter_parts()]
    for holder in holders:
        for identity, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] not in KEPT_RELATIONS:
                del holder.rels[identity]


def _spots(word: Word) -> Iterator[Spot]:
    """Yield the placeholders of the text, and of the heads and feet that it uses."""
    stories = [word.element.body]
    for relation in word.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] in ("header", "footer"):
            stories.append(relation.target_part.element)
    for story in stories:
        yield from (one for one in spots(story, "") if not isinstance(one, Slip))


def _fitted(look: Look, section: Element) -> Look:
    """Return the look with the page of a section, so that tables and charts are as wide as its text."""
    size, edges = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or edges is None:
        return look
    margins = {name: max(0.0, _mm(edges, name)) for name in ("top", "bottom", "left", "right")}
    page = {"width": _mm(size, "w"), "height": _mm(size, "h"), "margins": Margins.model_construct(None, **margins)}
    made = look.model_copy(update={"page": look.page.model_copy(update=page)})
    if min(made.page.text_points, made.page.wide_points) < _LEAST_POINTS:
        raise TemplateError(
            "模板放正文的那一节版心太窄（不到 70 毫米），放不下表和图。请在 Word 的页面设置里改页边距。"
        )
    return made


def _mm(found: Element, name: str) -> float:
    said = found.get(qn(f"w:{name}"), "0")
    return int(said) * _MM_PER_TWIP if said.lstrip("-").isdecimal() else 0.0


def _complete(word: Word, look: Look) -> None:
    """Add the styles that a file lacks; its own stay, without numbers of their own before our headings."""
    known = {style.name: style for style in word.styles}
    for name, style in known.items():
        if name in STYLES and style.element.get(qn("w:type")) != "paragraph":
            raise TemplateError(f"模板里的样式“{name}”不是段落样式。请在 Word 的样式窗格里改名或删去。")
    lacking = [name for name in STYLES if name not in known]
    for name in lacking:
        set_style(word, name, look)
    adjust_styles(word, look, lacking)
    for name in _OWN_TEXT:
        if name in lacking:
            _take_face_of_text(word, name)
    for name in _NUMBERED:
        for numbered in list(word.styles[name].element.iter(qn("w:numPr"))):
            numbered.getparent().remove(numbered)


def _take_face_of_text(word: Word, name: str) -> None:
    """Let a style that was made for running text look like the file's own text, first lines moved in."""
    style = word.styles[name].element
    for own in style.findall(qn("w:rPr")):
        style.remove(own)
    properties = style.find(qn("w:pPr"))
    for own in properties.findall(qn("w:spacing")):
        properties.remove(own)
    for own in properties.findall(qn("w:ind")):
        own.attrib.pop(qn("w:firstLine"), None)


def _governing(word: Word, paragraph: Element) -> Element:
    """Return the properties of the section that a paragraph of the body stands in."""
    for one in (paragraph, *paragraph.itersiblings()):
        found: Element | None = one if one.tag == qn("w:sectPr") else one.find(_SECTION)
        if found is not None:
            return found
    made: Element = word.element.body.get_or_add_sectPr()
    return made


def _shares(
    document: Document, places: Sequence[tuple[Spot, WholeAt | ChapterAt]]
) -> Iterator[tuple[Spot, list[Sequence[Block]]]]:
    """Yield each place of the report with its blocks: the lists, a chapter, or all that is placed nowhere else."""
    front, body = parts(document)
    chapters = _chapters(body)
    apart = {wanted.title for _, wanted in places if isinstance(wanted, ChapterAt)}
    for title in sorted(apart - {name for name, _ in chapters}):
        raise TemplateError(f"报告里没有“{title}”这一章，模板里却有它的占位。")
    has_lists = any(wanted == WholeAt(LISTS) for _, wanted in places)
    for spot, wanted in places:
        if isinstance(wanted, ChapterAt):
            yield spot, [next(blocks for name, blocks in chapters if name == wanted.title)]
        elif wanted == WholeAt(LISTS):
            yield spot, [front]
        else:
            rest = [block for name, blocks in chapters if name not in apart for block in blocks]
            yield spot, [rest] if has_lists or not front else [front, rest]


def _chapters(body: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Return the chapters by their titles; what stands before the first one has no title."""
    found: list[tuple[str, list[Block]]] = [("", [])]
    for block in body:
        if isinstance(block, Heading) and block.level == 1 and block.role != "case":
            found.append((MARKS.sub("", plain(block.content)).strip(), []))
        found[-1][1].append(block)
    return found


def _place(word: Word, writer: Writer, paragraph: Element, stretches: Sequence[Sequence[Block]]) -> None:
    """Put blocks where a paragraph stands; wide tables get sections of their own, made after the one around them."""
    section = _governing(word, paragraph)
    writer.before = paragraph
    groups = [
        (wide, blocks, not place) for one in stretches for place, (wide, blocks) in enumerate(sheets(one, writer.room))
    ]
    turned = begun = False
    for number, (wide, blocks, is_first) in enumerate(groups):
        if wide != turned:
            _break_section(paragraph, section, wide=turned, first=not begun)
            turned, begun = wide, True
        writer.section(blocks, opens_page=bool(number) and is_first)
    if turned:
        _break_section(paragraph, section, wide=True, first=not begun)
    if begun:
        _go_on(section)
    if paragraph.find(_SECTION) is None:
        paragraph.getparent().remove(paragraph)
        return
    for child in [one for one in paragraph if one.tag != qn("w:pPr")]:
        paragraph.remove(child)


def _break_section(paragraph: Element, section: Element, *, wide: bool, first: bool) -> None:
    """End a section before a paragraph; it is like the one around it, upright or on its side."""
    own = deepcopy(section)
    if not first:
        _go_on(own)
    size = own.find(qn("w:pgSz"))
    if wide and size is not None:
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
        size.set(qn("w:orient"), "landscape")
    paragraph.addprevious(element("p", element("pPr", exactly(20), own)))


def _go_on(section: Element) -> None:
    """Let a section begin on a new page and count on, without a first page of its own kind."""
    for tag in ("w:type", "w:titlePg"):
        for one in section.findall(qn(tag)):
            section.remove(one)
    for one in section.findall(qn("w:pgNumType")):
        one.attrib.pop(qn("w:start"), None)
