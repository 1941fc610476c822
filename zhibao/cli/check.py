"""zhibao check: the checks over what is frozen."""

import typer

from zhibao.cli.console import finding_counts, findings_json, has_errors, out, progress, show_findings
from zhibao.cli.options import Folder, Format, Output
from zhibao.pipeline import Workshop


def check(folder: Folder, output: Output = Format.TEXT) -> None:
    """校验已封存的数据：合计与分项、占比、同比变化、是否齐全。

    示例：zhibao check 示例市 --format json
    """
    with progress() as report:
        findings = Workshop(folder, report).findings
    if output is Format.JSON:
        typer.echo(findings_json(findings))
    else:
        show_findings(findings)
        out.print(finding_counts(findings))
    if has_errors(findings):
        raise typer.Exit(1)
