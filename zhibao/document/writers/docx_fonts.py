"""Word 字体表: what a reader takes instead of a face that its machine does not have."""

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from zhibao.catalog.look import Look
from zhibao.document.writers.docx_elements import element


def name_fonts(word: Word, look: Look) -> None:
    """Enter the faces of a look that have alternates into the file's table of fonts."""
    named = {one.word: one.alternates for one in look.faces.values() if one.alternates}
    for relation in word.part.rels.values():
        if named and relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            part = relation.target_part
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(part.blob, parser)
            for font in root.findall(qn("w:font")):
                if font.get(qn("w:name")) in named:
                    root.remove(font)
            for name, alternates in sorted(named.items()):
                root.append(element("font", element("altName", val=",".join(alternates)), name=name))
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
