"""zhibao restore: a backup goes back into an empty place, compared before it is moved in."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.door import DATA, through


def restore(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。", show_default=False)],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="网站的数据放到哪个空文件夹。")] = DATA,
    folders: Annotated[
        Path | None,
        typer.Option("--folders", metavar="DIR", help="工作目录放到哪里；不写是放回原处。", show_default=False),
    ] = None,
    keys: Annotated[
        Path | None, typer.Option("--keys", metavar="FILE", help="密钥文件；不写是 FILE.keys。", show_default=False)
    ] = None,
    without_keys: Annotated[bool, typer.Option("--without-keys", help="密钥确实没有了，还原其余的。")] = False,
    check: Annotated[bool, typer.Option("--check", help="只核对备份，什么也不写。")] = False,
) -> None:
    """还原：把备份放回空的地方，先逐个核对再就位，从不覆盖。

    PostgreSQL 的备份要放进一个空的数据库（DATABASE_URL）；还原后所有人重新登录。

    示例：zhibao restore 备份-20211201.zip --data zhibao-data
    """
    asked: list[str | Path] = ["restore", "--data", data, "--file", backup]
    asked += ["--folders", folders] if folders else []
    asked += ["--keys", keys] if keys else []
    asked += [option for option, is_so in (("--without-keys", without_keys), ("--check", check)) if is_so]
    code = through(asked)
    if code:
        raise typer.Exit(code)
