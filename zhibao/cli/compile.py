"""zhibao compile: the report as Word, PDF and web page."""

from pathlib import Path
from typing import Annotated

import typer

from zhibao.batch import case_findings
from zhibao.cli.compile_all import Choice, compile_all
from zhibao.cli.console import out, progress, show_findings, show_held
from zhibao.cli.options import Folder
from zhibao.compile.gate import Drafts, in_conflict
from zhibao.document.fonts import system_directories
from zhibao.document.glyphs import glyph_findings
from zhibao.workshop import Workshop


def compile_report(
    folder: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="写到哪里；默认 FOLDER/build。", show_default=False)
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="一律编成草稿；文字与数据不符的也照写，逐条列出，不改文字。")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="全市和每所学校各编一份。")] = False,
    school: Annotated[
        list[str] | None,
        typer.Option("--school", metavar="CODE", help="只编这所学校的报告；可写多次。", show_default=False),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="与 --all 同用：没有变的也重编。")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="与 --all 同用：同时编几份；0 为处理器数。")] = 0,
) -> None:
    """编制报告：按提纲写出 report.docx、report.pdf 和 report.html。

    数据缺报、有未解决的强制问题、工作簿改过没有重读、段落沿用未改或批注未答复时，每页都标“草稿”，并说明原因。

    加 --all 时一次编出全市和每所学校的报告，写到 DIR/<工作目录名>/ 和其下的 schools/<学校代码>/；
    没有变的不重编，一份编不成不影响别的。

    示例：zhibao compile 示例市 --to 草稿
    示例：zhibao compile --all 示例市 --to 草稿
    """
    if all_ or school:
        compile_all(folder, to, Choice(tuple(school or ()), again=again, jobs=jobs))
        return
    with progress() as report:
        work = Workshop(folder, report, draft=Drafts.ALWAYS if draft else Drafts.WHERE_HELD)
        files = work.files
    target = to or work.folder.build
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        part = target / f".{name}.part"
        try:
            part.write_bytes(content)
            part.replace(target / name)
        finally:
            part.unlink(missing_ok=True)
        out.print(f"已写出 {target / name}（{len(content) // 1024} KB）")
    fonts = system_directories() if work.folder.edition.system_fonts else ()
    show_findings((*case_findings(work), *glyph_findings(work.document, fonts)))
    if work.held is not None:
        show_held([*map(str, work.obstacles), *map(str, in_conflict(work.conflicts))])
        out.print("[yellow]这是草稿，每页已标明；以上各项解决后再编，才能发布。[/yellow]")
