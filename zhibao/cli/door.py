"""另一道门: commands of the site run in a process of their own, with what zhibao[web] installs."""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from zhibao.terms.errors import ZhibaoError

DATA = Path("zhibao-data")


def has_web() -> bool:
    """Say whether what the site needs is installed."""
    return all(find_spec(name) is not None for name in ("django", "granian"))


def through(arguments: Sequence[str | Path]) -> int:
    """Run a command of the site and return its exit code; Ctrl-C ends it and is no fault.

    Raises: ZhibaoError, when what the site needs is not installed.
    """
    if not has_web():
        raise ZhibaoError("网站需要另外安装的部分。请运行 pip install 'zhibao[web]' 后再试。")
    command = [sys.executable, "-m", "zhibao.web", *map(str, arguments)]
    started = subprocess.Popen(command)  # noqa: S603  this program itself
    try:
        return started.wait()
    except KeyboardInterrupt:
        started.wait()
        return 0
