"""zhibao diagnose: the schools and the city against the standards in force."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.catalog.spoken_standard import limit_text
from zhibao.cli.console import out, progress, show_findings, show_table
from zhibao.cli.options import Folder, Format, Output
from zhibao.diagnose.cells import gap_text, result_text, value_text
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.files import NOTICES, diagnosis_files
from zhibao.diagnose.records import as_json
from zhibao.terms.errors import reason_of
from zhibao.terms.place import Level
from zhibao.terms.quantity import Form
from zhibao.workshop import Workshop


def diagnose(
    folder: Folder,
    place: Annotated[str, typer.Option("--place", metavar="CODE", help="学校代码；默认全市。")] = "",
    standards_of: Annotated[
        int, typer.Option("--standards-of", metavar="YEAR", help="按哪一年有效的标准；默认本年数据的年份。", min=0)
    ] = 0,
    due: Annotated[
        datetime | None,
        typer.Option("--due", formats=["%Y-%m-%d"], metavar="DATE", help="通知稿上的整改期限；已登记的用登记的。"),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="写到哪里；默认 FOLDER/build/diagnosis。", show_default=False),
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """诊断：各校与全市对照设置标准、达标工程等标准，写出诊断报告、整改通知稿和学位测算。

    示例：zhibao diagnose 示例市 --standards-of 2022 --due 2023-08-31
    """
    with progress() as report:
        work = Workshop(folder, report)
        found = work.diagnosis(standards_of)
        files = diagnosis_files(found, due.date() if due else None, report)
    codes = (work.folder.edition.code, *found.ground.places(Level.SCHOOL, work.folder.edition.this))
    if place and place not in codes:
        raise typer.BadParameter(f"没有“{place}”。可选：{'、'.join(codes)}。")
    target = to or work.folder.build / "diagnosis"
    _write(target, files)
    if output is Format.JSON:
        sys.stdout.write(as_json(found).decode())
        return
    _show(found, place or codes[0])
    show_findings(found.findings)
    out.print(f"已写出 {escape(str(target))}：诊断报告三种格式、diagnosis.json、整改通知稿 {len(found.notices)} 份。")
    _show_left(target / NOTICES, {f"{one.place}.docx" for one in found.notices})


def _show(found: Diagnosis, place: str) -> None:
    ground = found.ground
    lines = [
        (
            one.standard.label,
            limit_text(one.standard, one.unit),
            value_text(one.value, one.unit, Form(one.decimals, ground.edition.rounding)),
            result_text(one),
            gap_text(one, ground),
            one.trend.label,
        )
        for one in found.of(place)
    ]
    show_table(("标准", "要求", "值", "结果", "差距", "走势"), lines, title=ground.names.get(place, place))
    if place != ground.edition.code:
        return
    for name, those in found.schools_below().items():
        schools = "、".join(ground.names[one.place] for one in those)
        out.print(escape(f"低于“{ground.catalog.standards[name].label}”的 {len(those)} 所：{schools}。"))


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    try:
        for name, content in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{target}：写不进去（{reason_of(error)}）。请换一个位置。") from error


def _show_left(folder: Path, written: set[str]) -> None:
    """Name drafts of an earlier run whose school has nothing to remedy any more; they are nobody's to delete."""
    left = sorted(path.name for path in folder.glob("*.docx") if path.name not in written) if folder.is_dir() else []
    if left:
        out.print(f"以前写出的 {'、'.join(left)} 这次没有重写：该校本次没有整改项目。")
