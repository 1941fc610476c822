"""zhibao backup: everything of a site in one file, while it goes on serving."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.door import DATA, through


def backup(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="写到哪个文件。", show_default=False)],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据在哪里。")] = DATA,
    keys: Annotated[
        Path | None, typer.Option("--keys", metavar="FILE", help="密钥写到哪里；不写是 FILE.keys。", show_default=False)
    ] = None,
) -> None:
    """备份：网站的数据库、数据文件夹和工作目录写成一个可以自证的文件，网站不必停。

    密钥另成一个文件，请与备份分开保管：没有它，备份里的个人信息谁也打不开。

    示例：zhibao backup --data zhibao-data --to 备份-20211201.zip
    """
    asked: list[str | Path] = ["--keys", keys] if keys else []
    code = through(["backup", "--data", data, "--file", to, *asked])
    if code:
        raise typer.Exit(code)
