"""zhibao publish: the release folder."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.console import finding_counts, has_errors, out, progress
from zhibao.cli.options import Folder
from zhibao.pipeline import Workshop
from zhibao.publish import publish as write_release

Target = Annotated[
    Path, typer.Option("--to", metavar="DIR", help="发布文件夹，会整个写成；旧的发布件被替换。", show_default=False)
]


def publish(folder: Folder, to: Target) -> None:
    """发布：把报告、数值、封存数据、定义、提纲与案例写成一个可以自证的文件夹。

    示例：zhibao publish 示例市 --to 发布/2021
    """
    with progress() as report:
        work = Workshop(folder, report)
        files = write_release(work.draft(), work.folder, work.catalog, to)
    out.print(f"已发布到 {to}，{len(files)} 个文件。{finding_counts(work.findings)}")
    if has_errors(work.findings):
        out.print("[red]数据中还有强制性问题，已写入 findings.json；正式公开前请先解决。[/red]")
        raise typer.Exit(1)
