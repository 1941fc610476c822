"""共用的参数: the arguments that several commands take."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """输出格式."""

    TEXT = "text"
    JSON = "json"


Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="工作目录，里面有 zhibao.yaml。", show_default=False)]
Draft = Annotated[bool, typer.Option("--draft", help="不能发布的也写出，每页标明“草稿”。")]
Output = Annotated[Format, typer.Option("--format", help="输出格式。")]
Engine = Annotated[
    str,
    typer.Option("--engine", metavar="duckdb|sc://HOST:PORT", help="由谁聚合：本机，或一个 Spark Connect 服务。"),
]
Overlay = Annotated[
    list[Path] | None,
    typer.Option("--overlay", metavar="DIR", help="省、市自己的定义文件夹，可多次给出。", show_default=False),
]


def overlay_folders(overlay: list[Path] | None) -> tuple[Path, ...]:
    """Return the folders of definitions that were given; a folder that is not there is a usage error."""
    for folder in overlay or ():
        if not folder.is_dir():
            raise typer.BadParameter(f"没有文件夹 {folder}。")
    return tuple(overlay or ())
