"""zhibao verify: a release proves itself, or does not."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.console import findings_json, has_errors, out, progress, show_findings
from zhibao.cli.options import Format, Output
from zhibao.pipeline import verify as verify_release


def verify(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="发布文件夹，不需要别的。", show_default=False)],
    output: Output = Format.TEXT,
) -> None:
    """核验发布件：逐个文件比对校验值，用其中的封存数据和定义重新计算、重新编制，说出哪里不符。

    示例：zhibao verify 发布/2021
    """
    with progress() as report:
        findings = verify_release(release, report)
    if output is Format.JSON:
        typer.echo(findings_json(findings))
    else:
        show_findings(findings)
        out.print(
            f"[red]{sum(one.is_open for one in findings)} 处不符。[/red]"
            if has_errors(findings)
            else "[green]✓[/green] 全部相符：文件与清单一致，数值与报告按封存数据重新得出，逐字节相同。"
        )
    if has_errors(findings):
        raise typer.Exit(1)
