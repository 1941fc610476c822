"""zhibao collect: blank workbooks out, filled ones in."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.cli.chinese import Command, Group
from zhibao.cli.collect_import import import_data, imports, undo
from zhibao.cli.console import (
    finding_counts,
    findings_json,
    has_errors,
    out,
    progress,
    show_feedback_hint,
    show_findings,
)
from zhibao.cli.dry_run import dry_run_json, show_dry_run
from zhibao.cli.options import Folder, Format, Output
from zhibao.collect.difference import State
from zhibao.collect.folder import write_templates
from zhibao.snapshot.store import Store
from zhibao.workshop import Workshop

DryRun = Annotated[bool, typer.Option("--dry-run", help="只试读：逐格列出与上次报送的差别，什么也不封存。")]
FeedbackTo = Annotated[
    Path | None, typer.Option("--to", metavar="DIR", help="写到 DIR，默认工作目录下的 feedback。", show_default=False)
]

NEW_KEY = "已生成封存个人信息的密钥，请另行备份，不要与封存库放在一处；没有它，姓名、证件号和电话打不开："

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


@app.command("template", cls=Command)
def template(folder: Folder) -> None:
    """生成空白工作簿：市级一本，名册中的学校每校每年一本。已有的工作簿不动。

    示例：zhibao collect template 示例市
    """
    with progress() as report:
        work = Workshop(folder)
        written = write_templates(work.folder, work.catalog, report)
    fault = Store(work.folder.store).key_fault()
    if written and fault:
        out.print(f"[yellow]上年的姓名、证件号和电话没有带入工作簿。[/yellow]{escape(fault)}")
    for path in written:
        out.print(f"已生成 {path}")
    if work.folder.edition.members:
        out.print(f"生成 {len(written)} 本工作簿，用来填写变化说明；各地的数据用 zhibao gather 汇集，不在这里填。")
    else:
        out.print(f"生成 {len(written)} 本工作簿。填好市级工作簿的学校名册并读入后，再运行一次即可生成各校的工作簿。")


@app.command("read", cls=Command)
def read(folder: Folder, output: Output = Format.TEXT, dry_run: DryRun = False) -> None:
    """读入填好的工作簿：逐格检查，没有错误的封存，有错误的整本不读、原有数据不变。同一个文件再读一次，什么也不变。

    示例：zhibao collect read 示例市 --dry-run
    """
    with progress() as report:
        work = Workshop(folder, report)
        store = Store(work.folder.store)
        had_key = store.key.exists()
        collected = work.collect(dry_run=dry_run)
    if not had_key and store.key.exists():
        typer.echo(f"{NEW_KEY}{store.key}", err=True)
    if output is Format.JSON:
        typer.echo(dry_run_json(collected) if dry_run else findings_json(collected.findings))
    else:
        show_findings(collected.findings)
        if dry_run:
            show_dry_run(collected)
        else:
            same = sum(one.state is State.UNCHANGED for one in collected.books)
            frozen = f"封存 {len(collected.snapshots)} 份（其中 {same} 份与上次相同）"
            out.print(f"{frozen}，没有读入 {len(collected.refused)} 本。")
        out.print(finding_counts(collected.findings))
        show_feedback_hint(collected.findings, folder)
    if collected.refused or has_errors(collected.findings):
        raise typer.Exit(1)


@app.command("feedback", cls=Command)
def feedback(folder: Folder, to: FeedbackTo = None) -> None:
    """反馈：读入、校验，把发现逐格标回各本工作簿的副本，附一张可以答复的“反馈”表；原工作簿不动。

    在副本的“反馈”表中选“处理”、写“理由”，存回原处再读入，答复就随数据封存。

    示例：zhibao collect feedback 示例市
    """
    with progress() as report:
        given = Workshop(folder, report).feedback(to)
    for path in given.written:
        out.print(f"已写出 {escape(str(path))}")
    for path in given.kept:
        out.print(f"[yellow]没有覆盖[/yellow] {escape(str(path))}：其中有还没交回的答复。请先存到原处读入。")
    for path in given.unpainted:
        out.print(f"[yellow]标不进去[/yellow] {escape(str(path))}：文件打不开，请先照 zhibao collect read 的提示处理。")
    if given.homeless:
        out.print(f"另有 {given.homeless} 条发现没有可以写回的工作簿，请看 zhibao check。")
    out.print(f"写出 {len(given.written)} 本。请各单位在“反馈”表中答复，存回原处后再读入。")


app.command("import", cls=Command)(import_data)
app.command("imports", cls=Command)(imports)
app.command("undo", cls=Command)(undo)
