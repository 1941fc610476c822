"""zhibao next-year: the working folder of the next year, begun with last year's text."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.cli.console import out
from zhibao.cli.options import Folder
from zhibao.compile.next_year import begin_next_year
from zhibao.workshop import Workshop

Target = Annotated[
    Path, typer.Option("--to", metavar="DIR", help="新一年的工作目录，须是空的或还没有。", show_default=False)
]


def next_year(folder: Folder, to: Target) -> None:
    """新的一年：从上年的工作目录开出下一年的：设置的年份加一，提纲与文字沿用，逐段标明尚未改过。

    案例不沿用；上年的数据作为新一年的“上年”带过去，个人信息的密钥不带。

    示例：zhibao next-year 示例市 --to 示例市2023
    """
    work = Workshop(folder)
    begun = begin_next_year(work.folder, work.catalog, to)
    edition = begun.folder.edition
    out.print(f"已开好 {escape(str(to))}：{edition.label_year}年度，数据 {edition.last}、{edition.this} 年。")
    out.print(
        f"沿用提纲 {begun.chapters} 章、文字 {begun.passages} 段，其中 {begun.typed} 段有手写的数字。每段上方有一行"
        "“<!-- 沿用…年度 … -->”：改过这一段，或看过后删去这一行，就算改过；还有没改过的，报告只能编成草稿。"
    )
    for year, registers in edition.history_years.items():
        out.print(f"{year} 年的历史数据（{'、'.join(registers)}）请由市填在 city/{year}.xlsx。")
    if work.folder.store.joinpath("key_id").exists():
        out.print("上年的数据有加封的个人信息：请把 zhibao.key 自行移到新的工作目录，或用 ZHIBAO_KEY_FILE 指明。")
    out.print(f"下一步：zhibao collect template {escape(str(to))}")
