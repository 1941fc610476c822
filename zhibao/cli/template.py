"""zhibao template: a user's own Word file as the report's template."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.catalog.placeholder import PlaceholderNames
from zhibao.cli.chinese import Command, Group
from zhibao.cli.console import finding_counts, findings_json, has_errors, out, show_findings
from zhibao.cli.options import Format, Output
from zhibao.document.template.package import read_template

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


@app.callback()
def root() -> None:
    """Word 模板：本单位自己的 Word 文件，报告编进里面，版式、页眉页脚和封面照旧。

    示例：zhibao template lint 模板.docx --folder 示例市
    """


@app.command("lint", cls=Command)
def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Word 模板（docx）。", show_default=False)],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder", metavar="FOLDER", help="工作目录：按它的提纲、年份和定义核对名称。", show_default=False
        ),
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """检查 Word 模板：逐处指出写错的占位、缺少的正文与样式，以及宏、外部链接等不能用的内容。

    占位写作 {{报告名称}}、{{正文}}、{{章：学生发展}}、{{全日制在校生数@上年}}；没有程序，也不会执行任何东西。
    有一处不能用即以 1 结束；文件读不了以 2 结束。

    示例：zhibao template lint 模板.docx
    示例：zhibao template lint 模板.docx --folder 示例市 --format json
    """
    template = read_template(file)
    if folder is None:
        names = PlaceholderNames(load_catalog(), None)
    else:
        work = WorkingFolder(folder)
        own, edition = work.catalog, work.edition
        chapters = {edition.outline: work.outline} if work.outline.is_dir() else {}
        catalog = load_catalog((own,) if own.is_dir() else (), chapters=chapters)
        if edition.outline not in catalog.outlines:
            raise typer.BadParameter(f"{folder}：没有名为“{edition.outline}”的提纲。")
        names = PlaceholderNames(catalog, catalog.outlines[edition.outline], edition.years)
    findings = tuple(template.faults(names.meaning))
    if output is Format.JSON:
        sys.stdout.write(findings_json(findings) + "\n")
    else:
        show_findings(findings)
        out.print(finding_counts(findings) if findings else "没有问题。")
    if has_errors(findings):
        raise typer.Exit(1)
