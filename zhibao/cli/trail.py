"""zhibao trail: whether the record of who did what is whole."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.chinese import Command, Group
from zhibao.cli.door import DATA, through

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


@app.callback()
def trail() -> None:
    """留痕：谁在什么时候做了什么。"""


@app.command("verify", cls=Command)
def verify_trail(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据在哪里。")] = DATA,
) -> None:
    """查留痕是否完整：改过、删过、插过的一条都会说出来，末条的指纹可另处留存。

    示例：zhibao trail verify --data zhibao-data
    """
    code = through(["trail", "--data", data])
    if code:
        raise typer.Exit(code)
