"""zhibao serve: the collection year in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.door import DATA, through


def serve(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据放在哪里。")] = DATA,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="本机端口。")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=64,
            help="几个进程同时应答，每个约占 250 MB 内存；不写是处理器数的两倍，最多 8 个。",
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=0, max=64, help="几个进程做后台的事；不写是 1。", show_default=False),
    ] = None,
) -> None:
    """网站：采集的一年在浏览器里：填报、提交、审核、签署、封存。

    默认用 DIR 里的 SQLite；设 DATABASE_URL 则用 PostgreSQL。只在本机应答，对外要在前面放反向代理。

    示例：zhibao serve --port 8000
    """
    told = {"--workers": workers, "--jobs": jobs}
    asked = [part for name, one in told.items() if one is not None for part in (name, str(one))]
    code = through(["serve", "--data", data, "--port", str(port), *asked])
    if code:
        raise typer.Exit(code)
