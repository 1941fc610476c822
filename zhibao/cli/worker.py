"""zhibao worker: one more process that does what the site has queued."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.door import DATA, through


def worker(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据在哪里。")] = DATA,
) -> None:
    """后台：给网站添一个做后台任务的进程：核验、封存、编制、读入。

    网站自己已带一个（zhibao serve --jobs）；任务多时另开，几台机器可共用一个 PostgreSQL 和同一个数据文件夹。

    示例：zhibao worker --data zhibao-data
    """
    code = through(["worker", "--data", data])
    if code:
        raise typer.Exit(code)
