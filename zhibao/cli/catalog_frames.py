"""zhibao catalog annex, diff, import-annex: the editions of the report, their attached tables and what differs."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.catalog.annex_match import AnnexTable, Matched, match_items
from zhibao.catalog.annex_write import AnnexText, annex_files, check_name, write_files
from zhibao.catalog.files import CatalogError
from zhibao.catalog.frame_diff import diff_frames, frame_of
from zhibao.catalog.frames import UNCONFIRMED
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.shape import Cited
from zhibao.cli.console import out, show_findings, show_table
from zhibao.cli.options import Format, Output, Overlay, overlay_folders
from zhibao.collect.annex import read_annex
from zhibao.terms.finding import Finding

_COLUMNS = ("序号", "指标", "单位", "上年", "本年")


def annex(
    name: Annotated[str, typer.Argument(metavar="NAME", help="附表的名称。", show_default=False)],
    overlay: Overlay = None,
) -> None:
    """显示一份附表：每行的序号、名称、单位和所对的指标；未经官方文本确认的逐行标明。

    示例：zhibao catalog annex six_tables_1_scorecard
    """
    catalog = load_catalog(overlay_folders(overlay))
    if name not in catalog.annexes:
        raise CatalogError(f"没有名为“{name}”的附表。可选：{'、'.join(sorted(catalog.annexes))}。")
    shown = catalog.annexes[name]
    out.print(f"[bold]{escape(shown.label)}[/bold]（{escape(frame_of(catalog, shown.edition).label)}）")
    rows = []
    for row, whole in shown.parents():
        indent, mark = "　" if whole else "", "待核定" if shown.mark_of(row) else ""
        rows.append((row.number, f"{indent}{row.label}", row.unit, row.indicator or row.draft, mark))
    if any(mark for *_, mark in rows):
        out.print(f"[yellow]标“待核定”的行{UNCONFIRMED}[/yellow]")
    show_table(("序号", "指标", "单位", "定义", "核定"), rows, words=True)
    out.print("依据：" + escape("；".join(str(one.term()) for one in shown.source)) + "。")


def diff(
    before: Annotated[str, typer.Argument(metavar="EDITION", help="先前的年报版本。", show_default=False)],
    after: Annotated[str, typer.Argument(metavar="EDITION", help="后来的年报版本。", show_default=False)],
    overlay: Overlay = None,
    output: Output = Format.TEXT,
) -> None:
    """比较两个年报版本：章目与附表各行的新增、取消、改名、移位和单位改变。

    示例：zhibao catalog diff six_parts_2021 seven_parts_2022
    """
    found = diff_frames(load_catalog(overlay_folders(overlay)), before, after)
    if output is Format.JSON:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=1))
        return
    if not found:
        out.print("两个版本的章目与附表没有差别。")
        return
    for one in found:
        sides = " → ".join(side for side in (one.before, one.after) if side)
        mark = f"  [yellow]{one.mark}[/yellow]" if one.mark else ""
        out.print(f"{one.part} {one.kind.label} {escape(one.what)}：{escape(sides)}{mark}")
    counts = Counter(one.kind.label for one in found)
    out.print("、".join(f"{label} {count}" for label, count in counts.items()) + "。")


def import_annex(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="部、省印发的附表工作簿。", show_default=False)],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="定义文件夹。")] = Path("catalog"),
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="附表的英文名称；默认取文件名。")] = "",
    edition: Annotated[str, typer.Option("--edition", metavar="NAME", help="所属年报版本；默认取最近的。")] = "",
    overlay: Overlay = None,
) -> None:
    """读入官方附表：逐项与现有指标对照名称、别名和单位，把附表与待核定指标写成定义文件，供人核对。

    示例：zhibao catalog import-annex 附件2.xlsx --to 本市定义 --name six_tables_2026
    """
    catalog = load_catalog(overlay_folders(overlay))
    edition = edition or _latest(catalog)
    frame_of(catalog, edition)
    name = name or (file.stem if re.fullmatch(r"[a-z][a-z0-9_]{1,60}", file.stem) else "imported_annex")
    check_name(name)
    book = read_annex(file)
    if isinstance(book, Finding):
        show_findings([book])
        raise typer.Exit(2)
    if not book.tables:
        raise CatalogError(
            f"{file}：没有找到附表。表头一行应有“指标”或“项目”，以及“序号”“单位”“本年”这样的栏目；请检查是否选对了文件。"
        )
    files: dict[str, str] = {}
    read: list[tuple[str, AnnexTable, tuple[Matched, ...]]] = []
    for place, table in enumerate(book.tables, 1):
        called = f"{name}_{place}" if len(book.tables) > 1 else name
        rows = match_items(table, catalog)
        files |= annex_files(_about(file, table, called, edition), rows, catalog.indicators)
        read.append((called, table, rows))
    written = write_files(to, files)
    for called, table, rows in read:
        _show(called, table, rows, catalog)
    if book.without:
        out.print(f"没有表的工作表：{escape('、'.join(book.without))}。")
    drafts = sum(path.parent.name == "drafts" for path in written)
    out.print(f"写出附表 {len(read)} 份、待核定指标 {drafts} 个，在 {escape(str(to))}。")
    out.print(f"请对照原件核对，改好后用 zhibao catalog lint --overlay {escape(str(to))} 检查。")


def _latest(catalog: Catalog) -> str:
    frames = sorted(catalog.editions.values(), key=lambda one: (one.until is None, one.since or 0))
    return frames[-1].name if frames else ""


def _about(file: Path, table: AnnexTable, name: str, edition: str) -> AnnexText:
    return AnnexText(
        name=name,
        label=table.title,
        why=f"由 {file.name} 的工作表“{table.sheet}”读入，待对照原件核对；核对无误后把 confirmed 改为 true。",
        edition=edition,
        source=(Cited(title=file.name, clause=f"工作表“{table.sheet}”"),),
        columns=_COLUMNS,
    )


def _show(name: str, table: AnnexTable, rows: tuple[Matched, ...], catalog: Catalog) -> None:
    shown = []
    for row in rows:
        labels = "、".join(f"{one}（{catalog.indicators[one].label}）" for one in row.near)
        if row.is_bound:
            verdict, told = "对上", row.indicator
        elif row.indicator:
            verdict, told = "单位不合", f"{row.indicator}（单位{catalog.indicators[row.indicator].unit}）"
        else:
            verdict, told = "待核定", f"相近：{labels}" if labels else ""
        shown.append((row.item.number, row.item.label, row.item.unit, verdict, told))
    show_table(("序号", "指标", "单位", "对照", "现有指标"), shown, title=f"{name}：{table.title}", words=True)
    if table.left_out:
        said = "；".join(f"第{row}行“{text}”" for row, text in table.left_out)
        out.print(f"没有当作指标的行：{escape(said)}。")
