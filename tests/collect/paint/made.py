"""Workbooks full of what must survive: pictures, charts, validations, formats, notes; and how they are compared."""

import io
import struct
import subprocess
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, GradientFill, PatternFill, Protection, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from zhibao.collect.paint.marks import Line, Mark
from zhibao.terms.finding import Severity

DATA, OTHER = "数据", "别的 & 'x' 表"
MARKS = (
    Mark(DATA, "B2", Severity.ERROR, "填写为“-3”，应为不小于 0 的整数 <人> & 更多。"),
    Mark(DATA, "B2", Severity.NOTE, "读作 3。"),
    Mark(DATA, "C3", Severity.WARNING, "比上年变化过大。"),
    Mark(DATA, "H40", Severity.NOTE, "空格也能着色。"),
    Mark("没有这张表", "A1", Severity.ERROR, "只在汇总里。"),
    Mark(DATA, "", Severity.ERROR, "只在汇总里。"),
    Mark(DATA, "不是格", Severity.ERROR, "只在汇总里。"),
)
LINES = (
    Line("0123456789", "数据 B2（招生数）", Severity.ERROR, "填写为“-3”。", "请更正。", sheet=DATA, cell="B2"),
    Line(
        "00000000aa", "别的 A1", Severity.WARNING, "变化过大。", "请说明。", "说明", "新校区启用", "张三", OTHER, "A1"
    ),
    Line("00000000ab", "整本工作簿", Severity.NOTE, "=1+1 不是公式；_x0041_ 不是 A；\x00 没有了。"),
)


@cache
def written_by_xlsxwriter() -> bytes:
    """Return a workbook with a picture, a chart, validations of both kinds, sparklines, a table and notes."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page, other = book.add_worksheet(DATA), book.add_worksheet(OTHER)
    money = book.add_format(
        {"num_format": "#,##0.00", "bold": True, "bg_color": "#DDEEAA", "border": 1, "locked": False}
    )
    page.set_column("C:C", 30, book.add_format({"italic": True, "bg_color": "#EEEEEE"}))
    for row in range(8):
        page.write_row(row, 0, [f"行{row}", row * 10, row / 3], money)
        other.write_row(row, 0, [row, "文字"])
    page.write_formula("D2", "=SUM(B1:B8)", money, 280)
    page.write_comment("B2", "原有的批注\n两行", {"author": "王五"})
    page.write_comment("F6", "别处的批注")
    page.insert_image("J2", "a.png", {"image_data": io.BytesIO(picture())})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={DATA}!$B$1:$B$8"})
    page.insert_chart("J12", chart)
    page.data_validation("B2:B9", {"validate": "integer", "criteria": ">=", "value": 0})
    page.data_validation("C2:C9", {"validate": "list", "source": "='别的 & ''x'' 表'!$A$1:$A$5"})
    page.conditional_format("B2:B9", {"type": "data_bar", "data_bar_2010": True})
    page.conditional_format(
        "C2:C9", {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format({"bold": True})}
    )
    page.add_sparkline("E2", {"range": f"{DATA}!B1:B8"})
    page.autofilter("A1:C8")
    page.write_url("G1", "internal:'别的 & ''x'' 表'!A1")
    other.add_table("D1:E4", {"name": "T"})
    book.define_name("总数", f"={DATA}!$D$2")
    book.close()
    return content.getvalue()


@cache
def written_by_openpyxl() -> bytes:
    """Return a workbook with fills of every kind, protection, merged cells and a note."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = DATA
    side = Side(style="thin", color="FF112233")
    for row in range(1, 9):
        for column in range(1, 4):
            cell = page.cell(row, column, row * column)
            cell.font = Font(name="宋体", size=9 + column, bold=column == 2)
            cell.border = Border(left=side, bottom=side)
            cell.protection = Protection(locked=column == 1)
            cell.number_format = "0.0%"
    page["B2"].fill = GradientFill(stop=("FF000000", "FFFFFFFF"))
    page["C3"].fill = PatternFill("lightUp", fgColor="FFAA0000")
    page["B2"].comment = Comment("原有的批注", "王五")
    page.merge_cells("A6:C7")
    rule = DataValidation(type="whole", operator="greaterThan", formula1="0")
    rule.add("B2:B9")
    page.add_data_validation(rule)
    page.conditional_formatting.add("B2:B9", Rule("cellIs", operator="lessThan", formula=["0"]))
    book.create_sheet(OTHER)["A1"] = "文字"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def picture() -> bytes:
    """Return a picture of one point."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(part: bytes) -> str:
    return ElementTree.canonicalize(part.decode("utf-8-sig"))


def changed(before: bytes, after: bytes) -> set[str]:
    """Return the parts that are not the same after canonicalisation, added ones among them."""
    old, new = parts(before), parts(after)
    assert old.keys() <= new.keys()
    return {name for name, part in new.items() if name not in old or not same(name, old[name], part)}


def same(name: str, one: bytes, other: bytes) -> bool:
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    return canonical(one) == canonical(other) if is_xml else one == other


def opened(content: bytes) -> Workbook:
    """Return a workbook as openpyxl reads it; it says what it leaves out, which is why it does not paint."""
    with warnings.catch_warnings(action="ignore"):
        return openpyxl.load_workbook(io.BytesIO(content))


def looks(content: bytes) -> Iterator[tuple[str, str, object]]:
    """Yield all of the look of every cell but its fill."""
    book = opened(content)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                told = (cell.font, cell.border, cell.number_format, cell.protection, cell.alignment)
                yield page.title, cell.coordinate, (cell.value, *map(repr, told))


def converted(program: str, folder: Path, kind: str, content: bytes) -> bytes:
    """Return what LibreOffice makes of a workbook."""
    (folder / "a.xlsx").write_bytes(content)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", "out", "a.xlsx"], cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "out" / f"a.{kind.partition(':')[0]}").read_bytes()
