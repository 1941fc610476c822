"""导入的措辞: every sentence that an import of another system's data says to a person, as findings."""

from collections.abc import Sequence

from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace


def _error(rule: str, where: CellPlace, message: str, fix: str, said: str = "", expected: str = "") -> Finding:
    return Finding(f"collect.{rule}", Severity.ERROR, where, message, said=said, expected=expected, fix=fix)


def unknown_encoding(file: str) -> Finding:
    """Say that a text file is neither UTF-8 nor GB 18030."""
    fix = "请另存为 UTF-8 或 GB18030 编码的 CSV。"
    return _error("unknown_encoding", CellPlace(file), "这个文本文件的编码认不出来，没有导入。", fix)


def not_a_table(file: str) -> Finding:
    """Say that a text file cannot be read as CSV."""
    fix = "请从来源系统重新导出，或在 Excel 中打开后另存为 xlsx。"
    return _error("not_a_table", CellPlace(file), "这个文件不能按逗号或制表符分栏读出，没有导入。", fix)


def too_many_cells(file: str) -> Finding:
    """Say that a file has more cells than an export of these systems has."""
    return _error("too_many_cells", CellPlace(file), "文件的格子过多，没有导入。", "请只导出需要的学校与栏目。")


def no_mapping(file: str, known: Sequence[str]) -> Finding:
    """Say that no mapping fits the headers of a file."""
    there = f"现有的列对应：{'、'.join(known)}。" if known else "现在还没有任何列对应。"
    fix = "请用 --register 指明要导入哪张数据表，系统会按表头写出一份列对应供核对；或用 --mapping 指定一份。"
    return _error("no_mapping", CellPlace(file), f"没有一份列对应与这个文件的表头相合，没有导入。{there}", fix)


def headers_missing(file: str, mapping: str, missing: Sequence[str]) -> Finding:
    """Say that a file lacks headers that the named mapping needs."""
    message = f"按列对应“{mapping}”，没有找到含有这些表头的一行：{'、'.join(missing)}。"
    return _error(
        "headers_missing",
        CellPlace(file),
        message,
        "请核对导出的栏目，或改用另一份列对应。",
        expected="、".join(missing),
    )


def school_wanted(file: str, mapping: str) -> Finding:
    """Say that a file of one school does not say of which."""
    fix = "请用 --school 写明学校代码。"
    return _error("school_wanted", CellPlace(file), f"列对应“{mapping}”没有学校一栏，不知道数据属于哪所学校。", fix)


def unknown_school(where: CellPlace, said: str, near: Sequence[str]) -> Finding:
    """Say that a row names a school that is not on the roster."""
    likely = f"名册中相近的：{'、'.join(near)}。" if near else ""
    message = f"“{said}”不在学校名册中，这一行没有导入。{likely}"
    fix = "名称不同的，请把这个名称写进学校名册的“学校简称”，或改用学校代码；不属于统计范围的不必处理。"
    return Finding("collect.import_unknown_school", Severity.WARNING, where, message, said=said, fix=fix)


def line_unknown(where: CellPlace, said: str) -> Finding:
    """Say that a label of a file whose heads run down belongs to no field; it is left alone."""
    return Finding("collect.import_line_ignored", Severity.NOTE, where, f"“{said}”没有对应的字段，未读。", said=said)


def key_missing(where: CellPlace, label: str) -> Finding:
    """Say that a row lacks what tells it apart."""
    return _error(
        "import_key_missing", where, f"这一行没有“{label}”，认不出是哪一项。", "请在来源系统中补全后重新导出。"
    )


def row_repeated(where: CellPlace, school: str) -> Finding:
    """Say that a file speaks of one thing twice."""
    message = f"同一项在文件中出现两次（{school}），后一行没有导入。"
    return Finding("collect.import_row_repeated", Severity.WARNING, where, message, fix="请核对来源系统的导出条件。")


def unit_differs(where: CellPlace, label: str, unit: str) -> Finding:
    """Say that a unit of a mapping cannot be converted into the field's."""
    return _error("import_unit", where, f"“{label}”的单位“{unit}”与数据表的单位换算不了。", "请改正列对应里的 units。")
