"""zhibao campaign: the collection of a working folder's year begins on the site."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.chinese import Command, Group
from zhibao.cli.door import DATA, through
from zhibao.cli.options import Folder

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


@app.callback()
def campaign() -> None:
    """采集年度：网站上一市一年的采集。"""


@app.command("open", cls=Command)
def open_year(
    folder: Folder,
    deadline: Annotated[
        str, typer.Option("--deadline", metavar="TIME", help="学校截止，如 2022-01-15T18:00。", show_default=False)
    ],
    begins_at: Annotated[str, typer.Option("--begins-at", metavar="TIME", help="开始填报；不写是现在。")] = "",
    county_by: Annotated[str, typer.Option("--county-by", metavar="TIME", help="县审截止；可以不定。")] = "",
    city_by: Annotated[str, typer.Option("--city-by", metavar="TIME", help="市审截止；可以不定。")] = "",
    begun: Annotated[bool, typer.Option("--begun", help="用已读入的本年数作底稿。")] = False,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据在哪里。")] = DATA,
) -> None:
    """开始采集：名册里的每所学校在网站上得到要填的表。

    名册在市级工作簿里，先用 zhibao collect read 读入；工作目录此后留在原处，封存的数据写回它的 store。

    示例：zhibao campaign open jiangmen --deadline 2022-01-15T18:00 --county-by 2022-01-20T18:00
    """
    times = {"--deadline": deadline, "--begins-at": begins_at, "--county-by": county_by, "--city-by": city_by}
    given = [part for name, said in times.items() if said for part in (name, said)]
    code = through(["year", "--data", data, "--folder", folder, *given, *(["--begun"] if begun else [])])
    if code:
        raise typer.Exit(code)
