"""zhibao worker: more processes that do what the site has queued, here or on another machine."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.door import DATA, through


def worker(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据，或这台机器自己的工作目录。")] = DATA,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=256, help="几个进程同时做。")] = 1,
) -> None:
    """后台：给网站添做后台任务的进程：核验、封存、编制、读入。

    网站自己已带一个（zhibao serve --jobs）；任务多时另开。在另一台机器上，设同一个 DATABASE_URL 和 ZHIBAO_S3，
    用自己的 --data 就行：成批的编制和核验由各台分着做，要用网站文件的事仍由网站那台做。

    示例：zhibao worker --data zhibao-data --jobs 4
    """
    code = through(["worker", "--data", data, "--jobs", str(jobs)])
    if code:
        raise typer.Exit(code)
