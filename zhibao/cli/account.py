"""zhibao account: the first administrator of a site, and a new link for whoever cannot come in."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.chinese import Command, Group
from zhibao.cli.door import DATA, through

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="登录用的名字。", show_default=False)]
Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据在哪里。")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="链接里写的本机端口。")]


@app.callback()
def account() -> None:
    """账号：网站上的人；平常由管理员在网站上管。"""


@app.command("create-administrator", cls=Command)
def create_administrator(
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="姓名。")] = "管理员",
    city: Annotated[str, typer.Option("--city", metavar="CITY", help="管哪个市；* 是全部。")] = "*",
    data: Data = DATA,
    port: Port = 8000,
) -> None:
    """开第一个管理员：写出一个邀请链接，本人打开它自己设密码。

    示例：zhibao account create-administrator admin --name 示例管理员
    """
    asked = ["--login", login, "--name", name, "--city", city, "--port", str(port)]
    _end(through(["administrator", "--data", data, *asked]))


@app.command("link", cls=Command)
def link(login: Login, data: Data = DATA, port: Port = 8000) -> None:
    """给一个账号新的邀请链接，并解锁：最后一个管理员忘了密码时用。

    示例：zhibao account link admin
    """
    _end(through(["link", "--data", data, "--login", login, "--port", str(port)]))


def _end(code: int) -> None:
    if code:
        raise typer.Exit(code)
