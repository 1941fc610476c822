"""zhibao gather: a province takes over what its cities hand in, the nation what its provinces do."""

import typer
from rich.markup import escape

from zhibao.batch.gather_cases import TakenCases, gather_cases
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.cli.console import out, progress, show_table
from zhibao.cli.options import Folder
from zhibao.collect.gather import Taken, Taking, gather


def gather_members(folder: Folder) -> None:
    """汇集：省从各市、全国从各省的工作目录或发布件接收封存的数据和选用的案例，逐份核对，原样保存。

    zhibao.yaml 的 cities（全国为 provinces）写明每个下级的代码、名称和 from（它的工作目录或发布件在哪里）。
    一个下级整体接收或整体不接收；尚未报来的按“未报送”计，不作零。个人信息不随数据上来，
    没有写明 consent 的图片不随案例上来。案例写进 cases/，注明来处，都是 selected: false；
    改成 true 或序号，就进本级的报告。

    示例：zhibao gather 示例省
    """
    with progress() as report:
        work = WorkingFolder(folder)
        catalog = load_catalog((work.catalog,) if work.catalog.is_dir() else ())
        taken = gather(work, catalog, report)
        there = [one.member for one in taken if one.state in (Taking.TAKEN, Taking.UNCHANGED)]
        cases = {one.member.code: one for one in gather_cases(work, catalog, there)}
    lines = [_line(one, cases.get(one.member.code)) for one in taken]
    show_table(("下级", "结果", "封存件", "新的", "案例", "新的"), lines, title=work.edition.place)
    for one in taken:
        for fault in one.faults:
            out.print(f"[{'red' if one.state is Taking.REFUSED else 'yellow'}]○[/] {escape(fault)}")
    for told in (told for one in cases.values() for told in one.told):
        out.print(f"[yellow]○[/] {escape(told)}")
    if any(one.state is Taking.REFUSED for one in taken):
        out.print("没有接收的下级，以前接收的数据仍然有效。")
    if any(one.state is Taking.REFUSED for one in taken) or any(one.is_refused for one in cases.values()):
        raise typer.Exit(1)


def _line(one: Taken, cases: TakenCases | None) -> tuple[str, ...]:
    told = (one.snapshots, one.new, *((cases.chosen, cases.new) if cases else (0, 0)))
    return (f"{one.member.name}（{one.member.code}）", one.state.value, *(str(count or "") for count in told))
