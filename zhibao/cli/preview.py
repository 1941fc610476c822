"""zhibao preview: the report in the browser, made again at every save."""

import os
import signal
import sys
import webbrowser
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.cli.console import out
from zhibao.cli.options import Folder
from zhibao.preview import Preview


def preview(
    folder: Folder,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="本机端口；0 由系统选一个空闲的。")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="只显示地址，不打开浏览器。")] = False,
) -> None:
    """预览：在浏览器里边写边看报告，存盘即更新，问题列在文字旁边。

    看着提纲、案例、工作簿、定义和 zhibao.yaml；只读工作目录，不封存、不写报告。只在本机打开，不联网。按 Ctrl-C 结束。

    示例：zhibao preview 示例市
    """
    work = Preview(folder, port)
    out.print(f"预览在 {work.address} ，存盘后自动更新；按 Ctrl-C 结束。", soft_wrap=True)
    if not no_browser and not _opened(work.address):
        out.print("没有打开浏览器，请把上面的地址复制到浏览器里。")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        work.run()
    except KeyboardInterrupt:
        out.print(f"预览已结束，{escape(str(folder))} 里什么也没有改动。")


def _opened(address: str) -> bool:
    """Open the browser and say whether there is one; on a screen without windows none is looked for."""
    has_windows = not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(has_windows) and webbrowser.open(address)
