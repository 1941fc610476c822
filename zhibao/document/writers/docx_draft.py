"""Word 草稿: a watermark behind every page and a word above it, in the headers of all sections."""

from typing import cast

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from zhibao.document.writers.docx_elements import Element, element, paragraph, run

_COLOUR = "B23A17"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
# A text path is drawn, not written: who reads the text of the file does not meet it on every page.
_MARK = (
    f"<w:r {_SPACES}><w:rPr><w:noProof/></w:rPr><w:pict>"
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="draft_{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136" alt="{text}" style="position:absolute;'
    "width:330pt;height:150pt;rotation:325;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#b23a17" stroked="f">'
    '<v:fill opacity=".12"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/>'
    "</v:shape></w:pict></w:r>"
)


def mark_draft(word: Word, text: str, style: str) -> None:
    """Put a mark behind every page of a Word file and one before its running head; `style` is that of its headers."""
    number = 0
    marked: set[str] = set()
    for place, section in enumerate(word.sections):
        headers = [section.header]
        if word.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            # A section without a head of its own shows the one before, which is marked already.
            if place and header.is_linked_to_previous:
                continue
            header.is_linked_to_previous = False
            if str(header.part.partname) in marked:
                continue
            marked.add(str(header.part.partname))
            number += 1
            _mark(cast("Element", header._element), text, style, number)  # python-docx has no other way in


def _mark(story: Element, text: str, style: str, number: int) -> None:
    drawn = parse_xml(_MARK.format(number=number, spid=2048 + number, text=text))
    heads = [one for one in story.findall(qn("w:p")) if one.findall(qn("w:r"))]
    said = run(f"{text}　" if heads else text, element("b"), element("color", val=_COLOUR))
    if heads:
        first = heads[0].find(qn("w:r"))
        first.addprevious(drawn)
        first.addprevious(said)
        return
    for child in list(story):
        story.remove(child)
    story.append(paragraph(style, [drawn, said]))
