"""Word 图表: a drawing as a native chart with its workbook, in the palette and with the numbers of the picture.

python-pptx writes the series, their caches and references; colours, labels, places and axes are set here, laid out
as the picture is, so that both take the same room. The workbook holds the printed digits.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from lxml import etree
from lxml.etree import _Element as Element
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from zhibao.document.specs import Drawing
from zhibao.document.specs.frame import INK, INK_2
from zhibao.document.writers import docx_chart_xml as xml
from zhibao.document.writers.docx_chart_plan import Plan, planned
from zhibao.document.writers.docx_chart_xml import C, element

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET = "Sheet1"
_CATEGORIES, _VALUES = "111111101", "111111102"
_AXES = {"-2068027336": _CATEGORIES, "-2113994440": _VALUES, "2118791784": _CATEGORIES, "2140495176": _VALUES}
"""python-pptx numbers axes with negative numbers, which the schema does not allow."""
_TYPES = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED_100,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "pie": XL_CHART_TYPE.PIE,
}


@dataclass(frozen=True, slots=True)
class NativeChart:
    """一个图表部件: its XML, which names the workbook `rId1`, and that workbook."""

    xml: bytes
    workbook: bytes


def native_chart(drawing: Drawing, width: int, height: float) -> NativeChart | None:
    """Return a drawing as a chart for a picture of so many pixels; None where it has no number to draw.

    Missing: a value without digits has no point; the sign for it stands in the picture and in its description.
    """
    plan = planned(drawing, width, height)
    if not any(number for column in plan.columns for number in column.numbers):
        return None
    return NativeChart(_chart_xml(plan), _workbook(plan))


def _chart_xml(plan: Plan) -> bytes:
    root = _skeleton(plan)
    chart = _found(root, "chart")
    plot_area = _found(chart, "plotArea")
    for old in plot_area.findall(f"{C}layout"):
        plot_area.remove(old)
    plot_area.insert(0, xml.layout(plan.plot, inner=True) if plan.plot else element("layout"))
    _dress_series(plot_area[1], plan)
    if plan.kind in ("columns", "bars", "stacked"):
        _dress_bars(plot_area[1], plan)
    if plan.kind != "pie":
        _dress_axes(plot_area, plan)
    deleted = _found(chart, "autoTitleDeleted")
    deleted.set("val", "0" if plan.title else "1")
    if plan.title:
        deleted.addprevious(xml.title(plan.title, INK_2, xml.layout((0.0, 0.0, -1, -1))))
    for tag in ("legend", "plotVisOnly", "dispBlanksAs", "showDLblsOverMax"):
        for old in chart.findall(f"{C}{tag}"):
            chart.remove(old)
    if plan.legend is not None:
        chart.append(xml.legend(INK_2, xml.layout(plan.legend)))
    chart.extend([element("plotVisOnly", val=1), element("dispBlanksAs", val="gap")])
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _found(parent: Element, tag: str) -> Element:
    found = parent.find(f"{C}{tag}")
    assert found is not None
    return found


def _skeleton(plan: Plan) -> Element:
    """Return the chart as python-pptx writes it, with valid axis numbers and neither border nor its own type."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx carries no types
    data.categories = plan.categories
    for column in plan.columns:
        data.add_series(column.name, [one and one.value for one in column.numbers], column.code)
    written: str = ChartXmlWriter(_TYPES[plan.kind], data).xml  # type: ignore[no-untyped-call]
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    root = etree.fromstring(written.encode(), parser)
    for tag in ("axId", "crossAx"):
        for axis in root.iter(f"{C}{tag}"):
            axis.set("val", _AXES[axis.get("val", "")])
    for tag in ("date1904", "txPr"):
        for old in root.findall(f"{C}{tag}"):
            root.remove(old)
    root.insert(0, element("date1904", val=0))
    root.insert(1, element("roundedCorners", val=0))
    root.append(element("spPr", element("a:noFill"), element("a:ln", element("a:noFill"))))
    root.append(xml.words(INK_2))
    data_behind = element("externalData", element("autoUpdate", val=0))
    data_behind.set(_RELATION, "rId1")
    root.append(data_behind)
    return root


def _dress_series(group: Element, plan: Plan) -> None:
    """Give the series their colours and labels."""
    for series, column in zip(group.findall(f"{C}ser"), plan.columns, strict=True):
        shape = [xml.fill(column.colour), element("invertIfNegative", val=0)]
        if plan.kind == "lines":
            shape = [xml.line(column.colour, 2.25), xml.marker(column.colour)]
        if plan.kind == "pie":
            shape = [xml.part(index, tone) for index, tone in enumerate(plan.tones)]
        shape.append(xml.labels(column.numbers, column.code, column.text, plan.label, column.moved))
        for old in series.findall(f"{C}marker"):
            series.remove(old)
        for one in shape:
            _found(series, "cat").addprevious(one)


def _dress_bars(group: Element, plan: Plan) -> None:
    """Set how far bars stand apart."""
    if group.find(f"{C}varyColors") is None:
        _found(group, "ser").addprevious(element("varyColors", val=0))
    for old in group.findall(f"{C}gapWidth") + group.findall(f"{C}overlap"):
        group.remove(old)
    axis = _found(group, "axId")
    axis.addprevious(element("gapWidth", val=plan.gap))
    axis.addprevious(element("overlap", val=100 if plan.kind == "stacked" else -6))


def _dress_axes(plot_area: Element, plan: Plan) -> None:
    """Draw the line of the categories; the axis of the values is not shown, since every bar has its label."""
    values = _found(plot_area, "valAx")
    xml.category_axis(_found(plot_area, "catAx"), INK, INK_2, downwards=plan.kind in ("bars", "stacked"))
    scaling = element("scaling", element("orientation", val="minMax"))
    if plan.limits is not None:
        scaling.extend([element("max", val=plan.limits[1]), element("min", val=plan.limits[0])])
    kept = [element("axId", val=_VALUES), scaling, element("delete", val=1)]
    kept.append(element("axPos", val=_found(values, "axPos").get("val")))
    kept.append(element("numFmt", formatCode="General", sourceLinked=0))
    marks = (("majorTickMark", "none"), ("minorTickMark", "none"), ("tickLblPos", "nextTo"))
    kept += [element(tag, val=value) for tag, value in marks]
    kept += [element("crossAx", val=_CATEGORIES), element("crosses", val="autoZero")]
    kept.append(element("crossBetween", val="between"))
    for old in list(values):
        values.remove(old)
    values.extend(kept)


def _workbook(plan: Plan) -> bytes:
    """Return the workbook that Word opens to edit the chart; equal charts give equal bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(_SHEET)
        formats = {}
        for row, name in enumerate(plan.categories, 1):
            sheet.write_string(row, 0, name)
        for column, one in enumerate(plan.columns, 1):
            sheet.write_string(0, column, one.name)
            for row, number in enumerate(one.numbers, 1):
                if number is not None:
                    if number.code not in formats:
                        formats[number.code] = book.add_format({"num_format": number.code})
                    sheet.write_number(row, column, number.value, formats[number.code])
    return target.getvalue()
