"""zhibao compile --all: the reports of a city and all its schools in one batch, with a table of what became of each."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.markup import escape

from zhibao.batch import Batch, State, build_all
from zhibao.batch.workers import processors
from zhibao.catalog.edition import WorkingFolder
from zhibao.cli.console import out, progress, show_findings, show_table

_COLUMNS = ("单位", "结果", "秒", "CPU 秒", "读回的数", "已说明的问题", "草稿的原因")


@dataclass(frozen=True, slots=True)
class Choice:
    """编哪些: schools by code (none for all), whether what has not changed is made again, how many at once."""

    only: tuple[str, ...]
    again: bool
    jobs: int


def compile_all(folder: Path, to: Path | None, choice: Choice) -> None:
    """Build the reports and tell what became of each; ends with 1 when one could not be made."""
    target = to or WorkingFolder(folder).build
    with progress(threaded=False) as report:
        batch = build_all(
            folder, target, report, only=choice.only, again=choice.again, jobs=choice.jobs or processors()
        )
    _show(batch)
    if batch.failed:
        raise typer.Exit(1)


def _show(batch: Batch) -> None:
    rows = [
        (
            f"{one.name}（{one.code}）",
            one.state.label,
            f"{one.seconds:.1f}",
            f"{one.cpu_seconds:.1f}",
            str(one.numbers),
            str(one.findings),
            one.draft,
        )
        for one in batch.reports
    ]
    show_table(_COLUMNS, rows)
    show_findings(batch.findings)
    for one in batch.failed:
        out.print(f"[red]✗[/red] {escape(one.name)}（{one.code}）：{escape(one.error)}")
    counts = Counter(one.state for one in batch.reports)
    told = "，".join(f"{state.label} {counts[state]} 份" for state in State if counts[state])
    out.print(f"{told}。写在 {escape(str(batch.folder))}；过程见 build.log，结果见 summary.json。")
