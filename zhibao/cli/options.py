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
Output = Annotated[Format, typer.Option("--format", help="输出格式。")]
