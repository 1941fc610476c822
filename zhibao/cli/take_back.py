"""zhibao take-back: an edited Word report goes back into the outline."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.batch.take_back import taken_report
from zhibao.cli.console import out, progress
from zhibao.cli.options import Folder, Format, Output
from zhibao.compile.edited_report import KINDS, Item
from zhibao.compile.take_back import TakenBack, take_back
from zhibao.document.readers.errors import cannot_read
from zhibao.terms.errors import reason_of
from zhibao.workshop import Workshop

_OPEN = ("refused", "deleted", "typed", "untaken")
_SHOWN = 60


def take_back_report(
    folder: Folder,
    report: Annotated[Path, typer.Argument(metavar="DOCX", help="改过的 report.docx。", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会改什么，不写任何文件。")] = False,
    school: Annotated[str, typer.Option("--school", metavar="CODE", help="哪所学校的年报；不写时看封面。")] = "",
    output: Output = Format.TEXT,
) -> None:
    """收回改稿：编出的 Word 改过后收回提纲：文字归编者，数字归数据，批注留下。

    改写的段落写进 FOLDER/outline/ 里的章，里面的数仍由数据给出；改动了的数不采纳，逐条列出应为多少；
    移动的数仍是那个数；删去的数逐条列出；批注写在那一段后面，答复后才能发布。图表的题注收进提纲；学校案例改过的文字
    写进 cases/学校代码/city/，学校报来的原文不动。学校年报的改稿写进 schools/学校代码/。

    有改动没有照收（数被改、被删、新写了数、改了表格里的字）时以 1 结束。

    示例：zhibao take-back 示例市 改稿.docx --dry-run
    """
    try:
        content = report.read_bytes()
    except OSError as error:
        raise cannot_read(report.name, reason_of(error)) from error
    with progress() as told:
        work = Workshop(folder, told)
        taken = take_back(content, report.name, taken_report(work, content, report.name, school))
    files = tuple(taken.chapters) if dry_run else taken.write()
    if output is Format.JSON:
        record = {
            "dry_run": dry_run,
            "chapters": [one.relative_to(work.folder.path).as_posix() for one in files],
            "items": [one.record() for one in taken.items],
        }
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(taken)
        out.print(_ending(files, folder, dry_run=dry_run))
    if any(one.kind in _OPEN for one in taken.items):
        raise typer.Exit(1)


def _show(taken: TakenBack) -> None:
    for kind, title in KINDS.items():
        items = [one for one in taken.items if one.kind == kind]
        if items:
            out.print(f"[bold]{title}[/bold] {len(items)} 处")
        for one in items:
            out.print(f"  {escape(_line(one))}")


def _line(one: Item) -> str:
    whose = f"（{one.indicator}）" if one.indicator else ""
    said, due = one.said[:_SHOWN], one.due[:_SHOWN]
    match one.kind:
        case "refused":
            return f"{one.where}：写作“{said}”，应为“{due}”{whose}"
        case "deleted":
            return f"{one.where}：“{due}”{whose}已不在文中"
        case "typed":
            return f"{one.where}：“{said}”，在“…{due}…”里；请改写成 {{number: 指标}}，或由核验对照数据"
        case "untaken":
            change = f"删去了“{due}”" if not said else f"改成“{said}”，原为“{due}”" if due else f"新增“{said}”"
            return f"{one.where}：{change}" + (f"。{one.why}" if one.why else "")
        case "removed":
            return f"{one.where}：“{due}”"
        case "comment":
            return f"{one.where}：{said}"
        case _:
            return f"{one.where}：{said}"


def _ending(files: tuple[Path, ...], folder: Path, *, dry_run: bool) -> str:
    if not files:
        return "提纲没有改动。"
    names = "、".join(escape(one.relative_to(folder).as_posix()) for one in files)
    if dry_run:
        return f"会改 {len(files)} 个文件：{names}。没有写任何文件。"
    return f"已写入 {len(files)} 个文件：{names}。下一步：zhibao compile {escape(str(folder))}"
