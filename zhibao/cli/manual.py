"""zhibao catalog manual: the definitions as pages that open by a double click."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.catalog.load import load_catalog
from zhibao.cli.console import out
from zhibao.cli.options import Overlay, overlay_folders
from zhibao.manual.site import KINDS
from zhibao.manual.write import write_manual


def manual(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="写到哪个文件夹。")] = Path("manual"),
    overlay: Overlay = None,
) -> None:
    """把全部定义写成一册可离线查找的网页：每张数据表、每个指标、每条规则一页，双击 index.html 打开。

    示例：zhibao catalog manual --to 定义手册
    """
    counts = write_manual(load_catalog(overlay_folders(overlay)), to)
    told = "、".join(f"{KINDS[kind]} {count}" for kind, count in counts.items())
    out.print(f"{told}。")
    out.print(f"共 {sum(counts.values())} 页，已写入 {to}。用浏览器打开 {to / 'index.html'}，不需要联网。")
