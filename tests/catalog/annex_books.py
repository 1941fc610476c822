"""Workbooks of attached tables that are laid out as no table of ours is."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[str | int | float | None]]


def book(path: Path, sheets: dict[str, Rows], merged: dict[str, Sequence[str]] | None = None) -> Path:
    """Write a workbook of rows from A1 on, with merged ranges by sheet."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    made.save(path)
    return path


STAIRS: Rows = (
    ("附件2", None, None, None, None, None),
    ("2026年度教学资源表（示例）", None, None, None, None, None),
    ("序号", "指标", None, "计量单位", "数值", None),
    (None, None, None, None, "上年", "本年"),
    ("一、", "教师队伍", None, None, None, None),
    (1, "教职工总数", None, "人", None, None),
    (None, "其中", "专任教师总数", "人", None, None),
    (None, None, "思政课教师数", "人", None, None),
    (2, "生师比", None, ":1", None, None),
    ("二、", "办学条件", None, None, None, None),
    (3, "名班主任工作室数", None, "个", None, None),
    (None, "其中：国家级", None, "〃", None, None),
    (None, "省级", None, "〃", None, None),
    (4, "生均校舍建筑面积（平方米）", None, None, None, None),
    (5, "企业提供的实践教学设备总值", None, "元", None, None),
    (6, "就业率", None, "人", None, None),
    (7, "在线精品课程数", None, "门", None, None),
    ("注：1.本表由学校填报。", None, None, None, None, None),
    ("2.无毕业生的学校留空。", None, None, None, None, None),
    ("填表人：", None, "审核人：", None, None, None),
)
STAIRS_MERGED = ("A2:F2", "A3:A4", "B3:C4", "D3:D4", "E3:F3", "B6:C6", "B7:B8", "B9:C9", "B11:C11", "A18:F18")

PLAIN: Rows = (
    ("国际影响表",),
    ("单位：人",),
    ("项目名称", "本年"),
    ("（一）来华学习", None),
    ("1.接收国外留学生人数", None),
    ("　　其中：学历教育", None),
    ("　　短期研修", None),
    ("2.毕业生总数", None),
    ("单位：万元", None),
    ("3、企业提供的实践教学设备总值", None),
    ("（二）赴国外", None),
    ("4.在国外组织担任职务的专任教师人数（人）", None),
    ("合计", None),
)

WORDS: Rows = (
    ("填报须知及指标内涵",),
    ("指标", "指标内涵"),
    ("生师比", "折合在校生数与专任教师数之比（示例说明）"),
    ("在线精品课程数", "经认定的在线精品课程（示例说明）"),
)
