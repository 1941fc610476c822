"""zhibao publish: the release folder."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.cli.console import finding_counts, has_errors, out, progress, show_held
from zhibao.cli.options import Draft, Folder
from zhibao.compile.gate import Drafts
from zhibao.publish import publish as write_release
from zhibao.workshop import Workshop

Target = Annotated[
    Path, typer.Option("--to", metavar="DIR", help="发布文件夹，会整个写成；旧的发布件被替换。", show_default=False)
]


def publish(folder: Folder, to: Target, draft: Draft = False) -> None:
    """发布：把报告、数值、封存数据、定义、提纲与案例写成一个可以自证的文件夹。

    数据缺报、有未解决的强制问题、工作簿改过没有重读、段落沿用未改或批注未答复时不发布；加 --draft 发布草稿。

    示例：zhibao publish 示例市 --to 发布/2021
    """
    with progress() as report:
        work = Workshop(folder, report, draft=Drafts.WHERE_HELD if draft else Drafts.NONE, fresh=True)
        held = work.obstacles
        files = () if held and not draft else write_release(work.draft(), work.folder, work.catalog, to)
    show_held([str(one) for one in held])
    if not files:
        out.print(f"[red]以上各项没有解决，没有发布。[/red]看草稿：zhibao compile {escape(str(folder))}")
        raise typer.Exit(1)
    out.print(f"{'草稿已写到' if held else '已发布到'} {to}，{len(files)} 个文件。{finding_counts(work.findings)}")
    if has_errors(work.findings):
        out.print("[red]数据中还有强制性问题，已写入 findings.json；正式公开前请先解决。[/red]")
        raise typer.Exit(1)
