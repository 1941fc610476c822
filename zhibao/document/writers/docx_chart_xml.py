"""图表部件的元素: builders for DrawingML charts: text, fills, labels, title, legend, axes, in the schema's order."""

from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element as Element

from zhibao.document.specs.frame import INK_2
from zhibao.document.writers.chart_numbers import CellNumber
from zhibao.document.writers.docx_chart_plan import Box, Moves

__all__ = [
    "C",
    "Element",
    "category_axis",
    "element",
    "fill",
    "labels",
    "layout",
    "legend",
    "line",
    "marker",
    "part",
    "title",
    "words",
]

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
C, A = f"{{{_CHART}}}", f"{{{_DRAWING}}}"
_LATIN, _CHINESE = "Arial", "黑体"
_SIZE = 900
_SHOWN = (("showLegendKey", 0), ("showVal", 1), ("showCatName", 0), ("showSerName", 0), ("showPercent", 0))


def element(name: str, *children: Element | None, **attributes: object) -> Element:
    """Return an element of the chart's namespace, or of DrawingML's where its name begins with a:; None is left out."""
    tag = f"{A}{name[2:]}" if name.startswith("a:") else f"{C}{name}"
    given = {key: str(value) for key, value in attributes.items()}
    made: Element = etree.Element(tag, given, nsmap={"c": _CHART, "a": _DRAWING})
    made.extend([child for child in children if child is not None])
    return made


def fill(colour: str) -> Element:
    """Return the properties of a shape in one colour without an outline."""
    return element("spPr", _solid(colour), element("a:ln", element("a:noFill")))


def line(colour: str, points: float) -> Element:
    """Return the properties of a line."""
    return element("spPr", element("a:ln", _solid(colour), w=round(points * 12700), cap="rnd"))


def _solid(colour: str) -> Element:
    return element("a:solidFill", element("a:srgbClr", val=colour.lstrip("#").upper()))


def _run_properties(name: str, colour: str) -> Element:
    faces = (element("a:latin", typeface=_LATIN), element("a:ea", typeface=_CHINESE))
    return element(name, _solid(colour), *faces, sz=_SIZE, b=0)


def words(colour: str, *, in_one_line: bool = False) -> Element:
    """Return the type of the texts of a part of the chart."""
    properties = element("a:pPr", _run_properties("a:defRPr", colour))
    end = element("a:endParaRPr", lang="zh-CN")
    body = element("a:bodyPr", wrap="none") if in_one_line else element("a:bodyPr")
    return element("txPr", body, element("a:lstStyle"), element("a:p", properties, end))


def layout(box: Box, *, inner: bool = False) -> Element:
    """Return a place in the drawing; `inner` is that of the plot without the names on its axes."""
    target = [element("layoutTarget", val="inner")] if inner else []
    modes = [element(f"{side}Mode", val="edge") for side in "xy"]
    places = [element(side, val=round(share, 4)) for side, share in zip("xywh", box, strict=True) if share >= 0]
    return element("layout", element("manualLayout", *target, *modes, *places))


def title(text: str, colour: str, place: Element) -> Element:
    """Return the title of a chart."""
    properties = element("a:pPr", _run_properties("a:defRPr", colour))
    run = element("a:r", _run_properties("a:rPr", colour), element("a:t"))
    run[0].set("lang", "zh-CN")
    run[1].text = text
    rich = element("rich", element("a:bodyPr"), element("a:lstStyle"), element("a:p", properties, run))
    return element("title", element("tx", rich), place, element("overlay", val=1))


def legend(colour: str, place: Element) -> Element:
    """Return the legend, above the plot."""
    return element("legend", element("legendPos", val="t"), place, element("overlay", val=1), words(colour))


def marker(colour: str) -> Element:
    """Return the mark of a point on a line."""
    return element("marker", element("symbol", val="circle"), element("size", val=6), fill(colour))


def part(index: int, colour: str) -> Element:
    """Return the look of one part of a pie."""
    return element("dPt", element("idx", val=index), element("bubble3D", val=0), fill(colour))


def labels(numbers: Sequence[CellNumber | None], code: str, colour: str, place: str, moved: Moves) -> Element:
    """Return the labels of a series: each point printed as in the report, points of another format by their own.

    A label that is moved stands beside its part, in the colour of the text; a part of nothing has none.
    """
    made = []
    for index, one in enumerate(numbers):
        if one is not None and one.value == 0 and place == "ctr":
            made.append(element("dLbl", element("idx", val=index), element("delete", val=1)))
        elif one is not None and (one.code != code or index in moved):
            made.append(_label(index, one.code, INK_2 if index in moved else colour, place, moved.get(index)))
    return element("dLbls", *made, *_look(code, colour, place))


def _label(index: int, code: str, colour: str, place: str, moved: tuple[float, float] | None) -> Element:
    offset = None
    if moved is not None:
        places = [element(axis, val=round(share, 4)) for axis, share in zip("xy", moved, strict=True)]
        offset = element("layout", element("manualLayout", *places))
    return element("dLbl", element("idx", val=index), offset, *_look(code, colour, place))


def _look(code: str, colour: str, place: str) -> list[Element]:
    nothing = element("spPr", element("a:noFill"), element("a:ln", element("a:noFill")))
    shown = [element(name, val=value) for name, value in (*_SHOWN, ("showBubbleSize", 0))]
    return [
        element("numFmt", formatCode=code, sourceLinked=0),
        nothing,
        words(colour, in_one_line=True),
        element("dLblPos", val=place),
        *shown,
    ]


def category_axis(axis: Element, ink: str, colour: str, *, downwards: bool) -> None:
    """Give the axis of the categories its line and type; `downwards` puts the first category at the top."""
    for tag, value in (("majorTickMark", "none"), ("tickLblPos", "low")):
        for found in axis.iter(f"{C}{tag}"):
            found.set("val", value)
    for found in axis.iter(f"{C}orientation"):
        found.set("val", "maxMin" if downwards else "minMax")
    following = axis.find(f"{C}crossAx")
    assert following is not None
    for one in (line(ink, 0.75), words(colour)):
        following.addprevious(one)
