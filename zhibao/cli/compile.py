"""zhibao compile: the report as Word, PDF and web page."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.console import out, progress
from zhibao.cli.options import Folder
from zhibao.pipeline import Workshop


def compile_report(
    folder: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="写到哪里；默认 FOLDER/build。", show_default=False)
    ] = None,
) -> None:
    """编制报告：按提纲写出 report.docx、report.pdf 和 report.html。

    示例：zhibao compile 示例市 --to 草稿
    """
    with progress() as report:
        work = Workshop(folder, report)
        files = work.files
    target = to or work.folder.build
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        draft = target / f".{name}.part"
        try:
            draft.write_bytes(content)
            draft.replace(target / name)
        finally:
            draft.unlink(missing_ok=True)
        out.print(f"已写出 {target / name}（{len(content) // 1024} KB）")
