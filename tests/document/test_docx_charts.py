"""Charts of a Word file can be edited: the workbook behind them holds the printed digits; a picture is the fallback."""

import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from lxml import etree

from tests.document.sample import sample
from zhibao.document.nodes import Chart, Document, Figure, Number, inlines, plain, walk
from zhibao.document.readers.read import read_bytes
from zhibao.document.specs import Drawing, Series, drawing_of, parts_pie, year_lines
from zhibao.document.writers.chart_numbers import cell_number
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.docx_charts import native_chart

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@pytest.fixture(scope="module")
def document() -> Document:
    return sample()


@pytest.fixture(scope="module")
def parts(document: Document) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_docx(document, {}))) as package:
        return {name: package.read(name) for name in package.namelist()}


def charts(document: Document) -> list[Chart]:
    found = [one.content for one in walk(document.blocks) if isinstance(one, Figure)]
    return [one for one in found if isinstance(one, Chart)]


def test_every_panel_is_a_chart_with_a_picture_for_readers_that_know_none(
    document: Document, parts: Mapping[str, bytes]
) -> None:
    root = etree.fromstring(parts["word/document.xml"])
    both = list(root.iter(f"{MC}AlternateContent"))
    assert len(both) == sum(len(chart.panels) for chart in charts(document)) == 5
    for one in both:
        choice, fallback = one
        assert choice.tag == f"{MC}Choice"
        assert len(list(choice.iter(f"{C}chart"))) == 1
        assert len(list(fallback.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"))) == 1
        described = {found.get("descr") for found in one.iter("{*}docPr")}
        assert len(described) == 1
        assert described != {""}
    identities = [found.get("id") for found in root.iter("{*}docPr")]
    assert len(identities) == len(set(identities))


def test_the_workbook_and_the_cache_hold_the_printed_digits(document: Document, parts: Mapping[str, bytes]) -> None:
    printed = {
        cell_number(number.text) for chart in charts(document) for row in chart.body for cell in row
        for number in cell.content if isinstance(number, Number)
    }  # fmt: skip
    cached: set[Decimal] = set()
    kept: set[Decimal] = set()
    for place in range(1, 6):
        root = etree.fromstring(parts[f"word/charts/chart{place}.xml"])
        cached |= {Decimal(value.text) for found in root.iter(f"{C}val") for value in found.iter(f"{C}v")}
        sheet = openpyxl.load_workbook(io.BytesIO(parts[f"word/embeddings/chart{place}.xlsx"])).active
        assert sheet is not None
        kept |= {
            Decimal(str(cell.value)) for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row if cell.value
        }
    assert cached == {number.value for number in printed if number is not None} == kept


def test_our_own_reader_gets_the_tables_behind_the_charts_back(document: Document) -> None:
    reading = read_bytes(write_docx(document, {}), "report.docx")
    read = [[plain(cell.content) for cell in row] for chart in charts(reading.document) for row in chart.body]
    assert ["招生", "11731", "13930"] in read
    assert ["2021年", "67.17%", "30.79%", "2.04%"] in read
    drawn = {n.text for chart in charts(document) for row in chart.body for cell in row for n in cell.content
             if isinstance(n, Number)}  # fmt: skip
    assert drawn <= {text for row in read for text in row}
    assert drawn <= {one.text for one in inlines(document.blocks) if isinstance(one, Number)}


def test_a_printed_number_is_a_value_and_the_format_that_prints_it_again() -> None:
    made = {text: cell_number(text) for text in ("78.49%", "+5", "\u22120.26", "1,234.50", "约90", "缺", "59.4∶40.6")}
    assert {text: one and (one.value, one.code) for text, one in made.items()} == {
        "78.49%": (Decimal("78.49"), '0.00"%"'),
        "+5": (Decimal(5), "+0;-0;0"),
        "\u22120.26": (Decimal("-0.26"), "0.00"),
        "1,234.50": (Decimal("1234.50"), "#,##0.00"),
        "约90": (Decimal(90), '"约"0'),
        "缺": None,
        "59.4∶40.6": None,
    }


def test_a_missing_value_has_no_point() -> None:
    made = native(year_lines(("2019年", "2020年"), (series("毕业生", "9100", "缺"),)))
    points = [one for found in made.iter(f"{C}val") for one in found.iter(f"{C}pt")]
    assert [(one.get("idx"), "".join(one.itertext())) for one in points] == [("0", "9100")]
    assert made.find(f".//{C}lineChart") is not None


def test_a_pie_has_three_parts_at_most() -> None:
    made = native(parts_pie(("就业", "升学", "其他"), series("2021年", "67%", "31%", "2%")))
    assert len(made.findall(f".//{C}pieChart/{C}ser/{C}dPt")) == 3
    with pytest.raises(ValueError, match="at most 3"):
        parts_pie(("一", "二", "三", "四"), series("2021年", "1", "2", "3", "4"))


def test_a_chart_without_any_number_stays_a_picture() -> None:
    drawing = Drawing("year_bars", ("甲",), (Series("2021年", (None,), ("缺",)),), "")
    assert native_chart(drawing, 576, 200.0) is None


def series(label: str, *texts: str) -> Series:
    numbers = [cell_number(text) for text in texts]
    return Series(label, tuple(None if one is None else Fraction(one.value) for one in numbers), texts)


def native(spec: str) -> etree._Element:
    drawing = drawing_of(spec)
    assert drawing is not None
    made = native_chart(drawing, 576, 220.0)
    assert made is not None
    return etree.fromstring(made.xml)
