"""zhibao collect import · imports · undo: data of other systems in, and out again as one step."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.console import finding_counts, findings_json, has_errors, out, show_findings, show_table
from zhibao.cli.options import Folder, Format, Output
from zhibao.collect.importing import Imported, Wanted, import_file
from zhibao.snapshot.batches import Batches
from zhibao.snapshot.store import Store
from zhibao.workshop import Workshop

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="来源系统导出的 xlsx、xls 或 CSV 文件。", show_default=False)
]
Number = Annotated[int, typer.Argument(metavar="N", help="导入的序号，见 zhibao collect imports。", show_default=False)]


def import_data(
    folder: Folder,
    file: File,
    year: Annotated[
        int | None, typer.Option("--year", help="数据年度；不写时为报告的数据年度。", show_default=False)
    ] = None,
    school: Annotated[
        str, typer.Option("--school", help="文件只有一所学校的数据时，写学校代码。", show_default=False)
    ] = "",
    mapping: Annotated[str, typer.Option("--mapping", help="用哪一份列对应。", show_default=False)] = "",
    register: Annotated[str, typer.Option("--register", help="要导入的数据表。", show_default=False)] = "",
    system: Annotated[str, typer.Option("--system", help="来源系统。", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会导入什么，不写入。")] = False,
    output: Output = Format.TEXT,
) -> None:
    """导入来源系统的数据：按列对应读表，填入没有填的格；已填而不同的两数都留下，由校验提请核对。

    表头没有现成的列对应时，用 --system 与 --register 生成一份草稿，核对后再导入。

    示例：zhibao collect import 示例市 学籍导出.xlsx --year 2021
    """
    work = Workshop(folder)
    asked = Wanted(file, year or work.folder.edition.this, school, mapping, register, system)
    result = import_file(work.folder, work.catalog, asked, dry_run=dry_run)
    if output is Format.JSON:
        typer.echo(findings_json(result.findings))
    else:
        show_findings(result.findings)
        _say(result, work, dry_run=dry_run)
        if result.findings:
            out.print(finding_counts(result.findings))
    if has_errors(result.findings) or result.draft:
        raise typer.Exit(1)


def imports(folder: Folder) -> None:
    """列出已导入的数据：序号、来源系统、文件、数据表、学校数。

    示例：zhibao collect imports 示例市
    """
    work = Workshop(folder)
    rows = [
        (str(one.number), work.catalog.systems[one.system].label if one.system in work.catalog.systems else one.system,
         one.file, one.register, str(one.year), str(len(one.places)))
        for one in Batches(Store(work.folder.store)).all()
    ]  # fmt: skip
    if not rows:
        out.print("还没有导入过数据。")
        return
    show_table(("序号", "来源系统", "文件", "数据表", "年度", "单位数"), rows)


def undo(folder: Folder, number: Number) -> None:
    """撤回一次导入：它填入的格恢复为导入之前的样子，手工填写的数不受影响。

    示例：zhibao collect undo 示例市 3
    """
    work = Workshop(folder)
    batch = Batches(Store(work.folder.store)).take_back(number, work.catalog)
    out.print(f"已撤回第 {batch.number} 次导入（{batch.file}，{len(batch.places)} 个单位）。")


def _say(result: Imported, work: Workshop, *, dry_run: bool) -> None:
    if result.draft is not None:
        out.print(f"已按表头写出列对应的草稿 {result.draft}，数据没有导入。")
        out.print(f"请核对每一栏，再用 --mapping {result.mapping} 导入。")
        return
    counts = _counts(result)
    if result.batch is not None:
        out.print(f"第 {result.batch.number} 次导入：按“{work.catalog.mappings[result.mapping].label}”导入 {counts}。")
        out.print(f"可用 zhibao collect undo {work.folder.path} {result.batch.number} 整步撤回。")
    elif result.rows:
        why = "没有写入（--dry-run）" if dry_run else "因有错误没有写入"
        out.print(f"按“{work.catalog.mappings[result.mapping].label}”读出 {counts}，{why}。")


def _counts(result: Imported) -> str:
    rows: Sequence[int] = [len(found) for registers in result.rows.values() for found in registers.values()]
    return f"{len(result.rows)} 个单位、{sum(rows)} 行"
