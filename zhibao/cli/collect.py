"""zhibao collect: blank workbooks out, filled ones in."""

import typer

from zhibao.cli.chinese import Command, Group
from zhibao.cli.console import finding_counts, findings_json, has_errors, out, progress, show_findings
from zhibao.cli.options import Folder, Format, Output
from zhibao.collect.folder import write_templates
from zhibao.pipeline import Workshop

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


@app.command("template", cls=Command)
def template(folder: Folder) -> None:
    """生成空白工作簿：市级一本，名册中的学校每校每年一本。已有的工作簿不动。

    示例：zhibao collect template 示例市
    """
    with progress() as report:
        work = Workshop(folder)
        written = write_templates(work.folder, work.catalog, report)
    for path in written:
        out.print(f"已生成 {path}")
    out.print(f"生成 {len(written)} 本工作簿。填好市级工作簿的学校名册并读入后，再运行一次即可生成各校的工作簿。")


@app.command("read", cls=Command)
def read(folder: Folder, output: Output = Format.TEXT) -> None:
    """读入填好的工作簿：逐格检查，没有错误的封存，有错误的整本不读、原有数据不变。

    示例：zhibao collect read 示例市
    """
    with progress() as report:
        collected = Workshop(folder, report).collect()
    if output is Format.JSON:
        typer.echo(findings_json(collected.findings))
    else:
        show_findings(collected.findings)
        out.print(f"封存 {len(collected.snapshots)} 份，没有读入 {len(collected.refused)} 本。")
        out.print(finding_counts(collected.findings))
    if collected.refused or has_errors(collected.findings):
        raise typer.Exit(1)
