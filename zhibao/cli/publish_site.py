"""zhibao publish-site: the public pages as a folder for a plain web server."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.door import DATA, through


def publish_site(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪个空文件夹。", show_default=False)],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据在哪里。")] = DATA,
    address: Annotated[
        str,
        typer.Option(
            "--address", metavar="URL", help="公开后的网址，写进引用和二维码；不写即本机。", show_default=False
        ),
    ] = "",
) -> None:
    """静态站点：把已发布的公开页写成一个文件夹，放到普通网页服务器上。

    从磁盘直接打开也能看。

    示例：zhibao publish-site 公开 --data zhibao-data --address https://edu.example.cn/
    """
    named = ["--address", address] if address else []
    code = through(["publish-site", "--data", data, "--to", to, *named])
    if code:
        raise typer.Exit(code)
