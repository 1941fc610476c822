"""zhibao run: the whole way."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.catalog.edition import WorkingFolder
from zhibao.cli.console import finding_counts, has_errors, out, progress, show_findings, show_held
from zhibao.cli.options import Draft, Folder
from zhibao.document.fonts import system_directories
from zhibao.document.glyphs import glyph_findings
from zhibao.pipeline import run as run_pipeline

Target = Annotated[
    Path, typer.Option("--to", metavar="DIR", help="写到 DIR/<工作目录名>/release。", show_default=False)
]


def run(folder: Folder, to: Target, draft: Draft = False) -> None:
    """全程：读入工作簿、校验、计算、编制、发布。有工作簿读不进来就停下，先改再来。

    数据缺报、有未解决的强制问题、段落沿用未改或批注未答复时不发布，说明原因；加 --draft 则发布每页标明的草稿。

    示例：zhibao run 示例市 --to 发布
    """
    with progress() as report:
        release = to / folder.resolve().name / "release"
        result = run_pipeline(folder, release, report, draft=draft)
    if result.document is None:
        show_findings(result.findings)
        out.print(
            f"[red]有 {len(result.collected.refused)} 本工作簿没有读入，报告没有编。[/red]"
            f"它们原有的封存数据未变，另外 {len(result.collected.snapshots)} 本已读入封存。"
        )
        raise typer.Exit(1)
    fonts = system_directories() if WorkingFolder(folder).edition.system_fonts else ()
    open_findings = [one for one in result.findings if one.is_open]
    show_findings([*open_findings, *glyph_findings(result.document, fonts)])
    show_held([str(one) for one in result.held])
    if not result.files:
        out.print(
            f"[red]以上各项没有解决，报告没有发布。[/red]读入 {len(result.collected.snapshots)} 份。"
            f"看草稿：zhibao compile {escape(str(folder))}"
        )
        raise typer.Exit(1)
    out.print(f"读入 {len(result.collected.snapshots)} 份，发布 {len(result.files)} 个文件到 {release}。")
    out.print(finding_counts(result.findings))
    if has_errors(result.findings):
        raise typer.Exit(1)
