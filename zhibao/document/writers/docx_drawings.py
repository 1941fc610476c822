"""Word 图: photographs, and charts that can be edited, each with its picture for readers that know no charts."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never, cast

from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.shape import CT_Inline

from zhibao.document.charts import chart_png, chart_svg
from zhibao.document.nodes import Chart, Figure, Picture
from zhibao.document.specs import drawing_of, panel_widths
from zhibao.document.writers.docx_elements import Element, element
from zhibao.document.writers.measures import Room, chart_text, drawing_points, is_drawn, panels, picture_points

if TYPE_CHECKING:
    from zhibao.document.writers.docx_charts import NativeChart

_EMU_PER_POINT = 12700
_PIXELS_PER_POINT = 4 / 3
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_ALTERNATE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" Requires="w14"/><mc:Fallback/>'
    "</mc:AlternateContent>"
)
_FRAME = (
    f"<wp:inline {nsdecls('wp', 'a')} distT='0' distB='0' distL='0' distR='0'>"
    "<wp:extent cx='{width}' cy='{height}'/><wp:docPr id='{number}' name='图表 {number}'/><wp:cNvGraphicFramePr/>"
    "<a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/chart'>"
    "<c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='{relation}'/>"
    "</a:graphicData></a:graphic></wp:inline>"
)


class Drawings:
    """画进文件的图: keeps the count of drawings, whose numbers Word wants unique, and of chart parts."""

    def __init__(self, word: Word, room: Room) -> None:
        """Begin after the drawings that the document has already."""
        self._word = word
        self._room = room
        self._drawn = _last_number(word)
        self._charts = 0

    def of(self, figure: Figure, *, paired: bool = False) -> list[Element]:
        """Return a run per drawing of a figure: one of a picture, one per panel of a chart."""
        match figure.content:
            case Picture(png=png):
                if not is_drawn(figure):
                    return []
                width, height = picture_points(figure.content, self._room, paired=paired)
                drawing = self._picture(png, width, height, figure.alt, figure.caption.text)
                return [element("r", drawing)]
            case Chart():
                return list(self._panels(figure, figure.content))
            case _:
                assert_never(figure.content)

    def _panels(self, figure: Figure, chart: Chart) -> Iterator[Element]:
        alt = f"{figure.alt}。{chart_text(chart)}".lstrip("。")
        pixels = panel_widths(len(chart.panels))
        for place, spec in enumerate(panels(chart)):
            width, height = drawing_points(chart_svg(spec), self._room)
            text, title = alt if place == 0 else figure.alt, figure.caption.text
            picture = self._picture(chart_png(spec), width, height, text, title)
            native = _native(spec, pixels, height * _PIXELS_PER_POINT * pixels / (width * _PIXELS_PER_POINT))
            if native is None:
                yield element("r", picture)
                continue
            both = parse_xml(_ALTERNATE)
            both[0].append(self._chart(native, width, height, text, title))
            both[1].append(picture)
            yield element("r", both)

    def _picture(self, png: bytes, width: float, height: float, alt: str, title: str) -> Element:
        self._drawn += 1
        identity, _ = self._word.part.get_or_add_image(io.BytesIO(png))
        name = f"{self._drawn}.png"
        size = _emu(width, height)
        inline = CT_Inline.new_pic_inline(self._drawn, identity, name, size[0], size[1])  # type: ignore[arg-type]
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        return _described(inline, alt, title)

    def _chart(self, native: "NativeChart", width: float, height: float, alt: str, title: str) -> Element:
        self._drawn += 1
        self._charts += 1
        package = self._word.part.package
        book_name = PackURI(f"/word/embeddings/chart{self._charts}.xlsx")
        book = Part(book_name, CONTENT_TYPE.SML_SHEET, native.workbook, package)
        part = Part(PackURI(f"/word/charts/chart{self._charts}.xml"), _CHART_TYPE, native.xml, package)
        part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        relation = self._word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        size = _emu(width, height)
        frame = _FRAME.format(width=size[0], height=size[1], number=self._drawn, relation=relation)
        return _described(cast("CT_Inline", parse_xml(frame)), alt, title)


def _last_number(word: Word) -> int:
    """Return the highest number of a drawing in the body, which Word wants unique."""
    numbers = [one.get("id", "") for one in word.element.body.iter(qn("wp:docPr"))]
    return max((int(one) for one in numbers if one.isdecimal()), default=0)


def _native(spec: str, pixels: int, height: float) -> "NativeChart | None":
    from zhibao.document.writers.docx_charts import native_chart  # noqa: PLC0415  python-pptx takes a while to import

    drawing = drawing_of(spec)
    return native_chart(drawing, pixels, height) if drawing is not None else None


def _emu(width: float, height: float) -> tuple[int, int]:
    return round(width * _EMU_PER_POINT), round(height * _EMU_PER_POINT)


def _described(inline: CT_Inline, alt: str, title: str) -> Element:
    inline.docPr.set("descr", alt)
    inline.docPr.set("title", title)
    return element("drawing", cast("Element", inline))
