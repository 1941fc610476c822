"""写 Word: the report as a DOCX with real headings, captions, fields, footnotes and lists of contents."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import assert_never

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from zhibao.catalog.look import Look, default_look
from zhibao.document.nodes import (
    Block,
    BulletList,
    Caption,
    Contents,
    ContentsKind,
    Cover,
    Document,
    Emphasis,
    Entry,
    Figure,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    Number,
    OrderedList,
    PageBreak,
    Paragraph,
    Reference,
    Strong,
    Table,
    Text,
    walk,
)
from zhibao.document.writers import docx_looks as looks
from zhibao.document.writers.columns import sheets
from zhibao.document.writers.docx_draft import mark_draft
from zhibao.document.writers.docx_drawings import Drawings
from zhibao.document.writers.docx_elements import (
    Element,
    bookmark,
    bookmark_name,
    border,
    element,
    exactly,
    field,
    field_ends,
    hyperlink,
    paragraph,
    run,
    spacing,
    tab,
    text_runs,
    unbroken_run,
)
from zhibao.document.writers.docx_lists import Lists, list_level
from zhibao.document.writers.docx_package import Bulk, add_footnotes, packed, set_properties
from zhibao.document.writers.docx_tables import pairs_element, table_element
from zhibao.document.writers.measures import (
    cover_points,
    entry_lines,
    gathered,
    joined_lists,
    parts,
    room_of,
)

_TITLES = ("Heading 1", "Annex Title", "TOC Heading")
"""Styles whose space above is left out at the top of a page."""
_ROLE_STYLES = {"case": "Case Title", "annex": "Annex Title"}


def write_docx(document: Document, pages: Mapping[str, int], look: Look | None = None) -> bytes:
    """Return the report as a Word file; equal input gives equal bytes.

    `pages` are the page numbers that the lists of contents show until Word renews them, by anchor; an anchor
    without one shows none.
    """
    look = look or default_look()
    word = docx.Document()
    looks.prepare(word, look)
    writer = Writer(word, document, pages, look)
    front, body = parts(document)
    writer.put(writer.cover(document.cover))
    running = looks.Running(document.title, document.properties.get("declaration", ""))
    styles = {name: writer.style(name) for name in ("Footer", "Header")}
    for part, roman in ((front, True), (body, False)):
        for place, (wide, blocks) in enumerate(sheets(part, writer.room)):
            section = word.add_section(WD_SECTION.NEW_PAGE)
            _shrink_last_paragraph(word)
            looks.turn(section, wide=wide)
            looks.number_pages(section, look, styles, running, roman=roman, goes_on=place > 0)
            writer.section(blocks)
    return finished(word, document, writer)


def finished(word: Word, document: Document, writer: "Writer") -> bytes:
    """Return the file of a document that has been set: marks of a draft, footnotes and properties added."""
    if draft := document.properties.get("draft", ""):
        mark_draft(word, draft, writer.style("Header"))
    if writer.notes:
        add_footnotes(word, writer.notes, writer.style("footnote text"), writer.style("footnote reference"))
    set_properties(word, document.title, document.properties)
    return packed(word, writer.bulk)


def _shrink_last_paragraph(word: Word) -> None:
    """Make the paragraph that ends a section one point high, so that it never needs a page of its own."""
    properties = word.element.body.findall(qn("w:p"))[-1].get_or_add_pPr()
    properties.insert(0, exactly(20))


class Writer:
    """Walks the tree once; keeps the counters that Word needs: bookmarks, pictures, sequences, footnotes."""

    def __init__(self, word: Word, document: Document, pages: Mapping[str, int], look: Look) -> None:
        """Begin to write into a file that has the report's styles."""
        self.notes: list[list[Element]] = []
        self.first_note = 1
        self.before: Element | None = None
        self.bulk = Bulk()
        self.room = room_of(look)
        self._look = look
        self._word = word
        self._pages = pages
        self._styles: dict[str, str] = {style.name: style.style_id for style in word.styles}
        self._lists = Lists(word, look)
        self._bookmarks = _last_bookmark(word)
        self._drawings = Drawings(word, self.room)
        self._sequences: dict[str, tuple[str, int]] = {}
        self._break = self._top = False
        self._joined = joined_lists(document.blocks)
        self._captions = {
            block.anchor: block.caption.name
            for block in walk(document.blocks)
            if isinstance(block, Table | Figure) and block.caption is not None and block.caption.number
        }
        self._annexes = {
            block.anchor for block in document.blocks if isinstance(block, Heading) and block.role == "annex"
        }

    def style(self, name: str) -> str:
        """Return the identifier of a style."""
        return self._styles[name]

    def put(self, elements: Sequence[Element]) -> None:
        """Put elements before `before`, or at the end of the body."""
        end = self._word.element.body.find(qn("w:sectPr")) if self.before is None else self.before
        for one in elements:
            end.addprevious(one)

    def section(self, blocks: Sequence[Block], *, opens_page: bool = False) -> None:
        """Append the blocks of a section, which begins on a new page by itself, or is told to open one."""
        self._top = True
        self._break = self._break or opens_page
        for place, block in enumerate(gathered(blocks)):
            if isinstance(block, tuple):
                self.put(self._pictures(block))
                continue
            if place and isinstance(block, Contents) and block not in self._joined:
                self._break = True
            if place or not isinstance(block, PageBreak):
                self.put(self._block(block, "Body Text", 0))

    def cover(self, cover: Cover) -> list[Element]:
        """Return the paragraphs of the cover."""
        made: list[Element] = []
        points = int(2 * cover_points(cover, self.room))
        lines = {
            name: round(20 * self._look.styles[name].line) for name in ("cover_title", "cover_line", "cover_remark")
        }
        size = (element("sz", val=points), element("szCs", val=points))
        for place, line in enumerate(cover.title):
            above = [element("spacing", before=3400, line=lines["cover_title"], lineRule="exact")] if place == 0 else []
            made.append(self._paragraph("Cover Title", [run(line, *size)], *above))
        rule = element("pBdr", border("bottom", 6, self._look.colours.cover, "double"))
        made.append(self._paragraph("Cover Line", [], rule))
        colour = element("color", val=self._look.colours.mark)
        gap = element("spacing", before=4600, line=lines["cover_line"], lineRule="exact")
        made.append(self._paragraph("Cover Line", [run(cover.issuer, colour)], gap))
        made.append(self._paragraph("Cover Line", [run(cover.date)]))
        for place, remark in enumerate(cover.remarks):
            above = [element("spacing", before=600, line=lines["cover_remark"], lineRule="exact")] if place == 0 else []
            made.append(self._paragraph("Cover Remark", [run(remark)], *above))
        return made

    def _paragraph(self, style: str, content: Sequence[Element], *properties: Element) -> Element:
        """Return a paragraph in a style by name; the first one after a page break begins the page."""
        breaks = [element("pageBreakBefore")] if self._break else []
        if (self._break or self._top) and style in _TITLES:
            breaks.append(element("spacing", before=0))
        self._break = self._top = False
        return paragraph(self._styles[style], content, *breaks, *properties)

    def _block(self, block: Block, style: str, depth: int) -> list[Element]:
        match block:
            case Heading():
                return [self._heading(block)]
            case Paragraph(content):
                indent = [element("ind", left=self._lists.indent(depth - 1))] if depth else []
                return [self._paragraph(style, self._runs(content), *indent)]
            case BulletList(items):
                return self._list(items, self._lists.bullets, style, depth)
            case OrderedList(items):
                return self._list(items, self._lists.ordered(), style, depth)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Note(content):
                return [made for inner in content for made in self._block(inner, "Note", depth)]
            case PageBreak():
                self._break = True
                return []
            case Contents():
                return self._contents(block)
            case _:
                assert_never(block)

    def _heading(self, heading: Heading) -> Element:
        style = _ROLE_STYLES.get(heading.role, f"Heading {min(heading.level, 4)}")
        colour = self._look.styles[looks.STYLES[style]].colour
        number = [run(heading.number, *([element("color", val=colour)] if colour else []))] if heading.number else []
        gap = [run(" ")] if heading.number and not heading.number.endswith(("：", "】")) else []
        return self._paragraph(style, self._mark(heading.anchor, [*number, *gap, *self._runs(heading.content)]))

    def _mark(self, anchor: str, content: Sequence[Element]) -> list[Element]:
        """Return content as the target of an anchor; without an anchor nothing can lead there."""
        if not anchor:
            return list(content)
        self._bookmarks += 1
        return bookmark(anchor, self._bookmarks, content)

    def _list(self, items: tuple[tuple[Block, ...], ...], number: int, style: str, depth: int) -> list[Element]:
        made: list[Element] = []
        listed = "List Paragraph" if style == "Body Text" else style
        for item in items:
            for place, block in enumerate(item):
                if place == 0 and isinstance(block, Paragraph):
                    level = element("ilvl", val=list_level(depth))
                    numbered = element("numPr", level, element("numId", val=number))
                    indent = element("ind", left=self._lists.indent(depth), hanging=360)
                    made.append(self._paragraph(listed, self._runs(block.content), numbered, indent))
                else:
                    made += self._block(block, listed, depth + 1)
        return made

    def _table(self, table: Table) -> list[Element]:
        made: list[Element] = []
        if table.caption is not None:
            content = self._caption(table.caption, table.anchor)
            made.append(self._paragraph("Caption", content, element("keepNext"), element("keepLines")))
        elif self._break or table.anchor:
            made.append(self._paragraph("Exhibit Note", self._mark(table.anchor, []), element("keepNext")))
        made.append(table_element(table, self._styles["Table Text"], self._runs, self.bulk, self._look))
        return [*made, *self._notes(table.notes)]

    def _notes(self, notes: tuple[Inlines, ...]) -> list[Element]:
        """Return the notes below an exhibit, which stay together, or an empty line of the same height."""
        if not notes:
            return [
                self._paragraph("Exhibit Note", [], element("spacing", before=0, after=0, line=360, lineRule="exact"))
            ]
        made = []
        for place, note in enumerate(notes):
            before, after = 60 * (place == 0), 150 * (place + 1 == len(notes))
            keep = [] if after else [element("keepNext")]
            made.append(self._paragraph("Exhibit Note", self._runs(note), *keep, spacing(before, after)))
        return made

    def _figure(self, figure: Figure, *, paired: bool = False) -> list[Element]:
        drawings = self._drawings.of(figure, paired=paired)
        if len(drawings) > 1:
            made = [pairs_element([[self._paragraph("Figure", [drawing])] for drawing in drawings], self.room)]
        else:
            made = [self._paragraph("Figure", drawings)] if drawings else []
        numbered = bool(figure.caption.number)
        style = "Caption" if numbered else "Picture Caption"
        keep = [element("keepNext")] if figure.notes else []
        after = 0 if paired else 90 if figure.notes else 160 if numbered else 200
        content = self._caption(figure.caption, figure.anchor)
        made.append(self._paragraph(style, content, *keep, spacing(80 if numbered else 40, after)))
        return [*made, *(self._notes(figure.notes) if figure.notes else [])]

    def _pictures(self, figures: Sequence[Figure]) -> list[Element]:
        """Return pictures in pairs; the paragraph behind keeps the table apart from what follows."""
        cells = [self._figure(figure, paired=True) for figure in figures]
        end = self._paragraph("Exhibit Note", [], exactly(20))
        return [pairs_element(cells, self.room), end]

    def _caption(self, caption: Caption, anchor: str) -> list[Element]:
        """Return label, chapter and a SEQ field whose update gives the number already printed."""
        if not caption.number:
            return self._mark(anchor, [run(caption.text)])
        prefix, dash, last = caption.number.rpartition("-")
        if not last.isdigit():
            return [*self._mark(anchor, [run(caption.name)]), run("\u3000" + caption.text)]
        running = int(last)
        follows = self._sequences.get(caption.label) == (prefix, running - 1)
        self._sequences[caption.label] = (prefix, running)
        restart = "" if follows else f" \\r {running}"
        counted = field(f"SEQ {caption.label} \\* ARABIC{restart}", [run(last)])
        label = self._mark(anchor, [unbroken_run(f"{caption.label}{prefix}{dash}"), *counted])
        return [*label, run("\u3000" + caption.text)]

    def _contents(self, contents: Contents) -> list[Element]:
        made = [self._paragraph("TOC Heading", [run(contents.title)])]
        begin, middle, end = field_ends(self._instruction(contents))
        for place, entry in enumerate(contents.entries):
            style = f"toc {min(entry.level, 4)}" if contents.kind == "headings" else "table of figures"
            first = [begin, *middle] if place == 0 else []
            last = [end] if place + 1 == len(contents.entries) else []
            made.append(self._paragraph(style, [*first, *self._entry(entry, contents.kind), *last]))
        return made

    def _instruction(self, contents: Contents) -> str:
        """Return the field that finds the same entries anew when the reader updates it."""
        match contents.kind:
            case "headings":
                deepest = max((min(entry.level, 4) for entry in contents.entries), default=3)
                annexes = any(entry.anchor in self._annexes for entry in contents.entries)
                return f'TOC \\o "1-{deepest}" \\h \\z' + (' \\t "Annex Title,1"' if annexes else "")
            case "cases":
                return 'TOC \\h \\z \\t "Case Title,1"'
            case "exhibits":
                return 'TOC \\h \\z \\t "题注,1,Caption,1"'
            case _:
                assert_never(contents.kind)

    def _entry(self, entry: Entry, kind: ContentsKind) -> list[Element]:
        """Return a line of contents; one that leads nowhere, as in a document that was read, is its printed text."""
        text, *rest = [run(line) for line in entry_lines(entry, kind, self.room)]
        broken = [element("r", element("br")), *rest] if rest else []
        if not entry.anchor:
            return [text, *broken, *([tab(), run(entry.page)] if entry.page else [])]
        page = str(self._pages.get(entry.anchor, ""))
        number = field(f"PAGEREF {bookmark_name(entry.anchor)} \\h", [run(page)])
        return [hyperlink(entry.anchor, [text, *broken, tab(), *number])]

    def _runs(self, content: Inlines, properties: Sequence[Element] = ()) -> list[Element]:
        """Return inlines as runs, each with copies of the run properties."""
        return [made for inline in content for made in self._inline(inline, properties)]

    def _inline(self, inline: Inline, properties: Sequence[Element]) -> list[Element]:
        match inline:
            case Text(text) | Number(text=text):
                return text_runs(text, properties)
            case Strong(content):
                return self._runs(content, _with(properties, element("b"), element("bCs")))
            case Emphasis(content):
                return self._runs(content, _with(properties, element("rFonts", eastAsia=self._look.faces["kai"].word)))
            case Link(content, target):
                link = _with(properties, element("rStyle", val=self._styles["Hyperlink"]))
                address = target.replace("\\", "\\\\").replace('"', "%22")
                return field(f'HYPERLINK "{address}"', self._runs(content, link))
            case Reference(text, anchor):
                shown = [unbroken_run(text, *deepcopy(list(properties)))]
                if self._captions.get(anchor) == text:
                    return field(f"REF {bookmark_name(anchor)} \\h", shown)
                return [hyperlink(anchor, shown)]
            case Footnote(content):
                place = len(self.notes)
                self.notes.append([])
                self.notes[place] = self._runs(content)
                mark = element("rStyle", val=self._styles["footnote reference"])
                return [element("r", element("rPr", mark), element("footnoteReference", id=place + self.first_note))]
            case _:
                assert_never(inline)


def _last_bookmark(word: Word) -> int:
    """Return the highest number of a bookmark in the body."""
    found = (one.get(qn("w:id"), "") for one in word.element.body.iter(qn("w:bookmarkStart")))
    return max((int(one) for one in found if one.isdecimal()), default=0)


def _with(properties: Sequence[Element], *more: Element) -> list[Element]:
    """Return run properties with further ones; a new one takes the place of one of its kind."""
    tags = {one.tag for one in more}
    return [*(one for one in properties if one.tag not in tags), *more]
