"""zhibao demo --province: three invented cities hand in, the province gathers, compares, compiles and proves it."""

import shutil
import time
from pathlib import Path

import typer
from rich.markup import escape

from zhibao.batch.gather_cases import gather_cases
from zhibao.cli.console import fail, finding_counts, out, progress, show_findings, show_held, show_table
from zhibao.collect.gather import gather
from zhibao.diagnose.comparison_records import printed
from zhibao.examples.three_cities.deal import write_province
from zhibao.pipeline import run, verify
from zhibao.terms.place import Level
from zhibao.terms.quantity import Form
from zhibao.workshop import Workshop

RELEASE = "release"
_SHOWN = ("full_time_students", "practice_bases", "student_teacher_ratio", "match_rate", "land_area_per_student")


def province_demo(output: Path) -> None:
    """Write the example province below a folder, take it all the way, and print what came out."""
    started = time.monotonic()
    if output.exists():
        shutil.rmtree(output)
    with progress() as report:
        folder = write_province(output, report)
        work = Workshop(folder, report)
        taken = gather(work.folder, work.catalog, report)
        cases = gather_cases(work.folder, work.catalog, work.folder.edition.members)
        result = run(folder, output / RELEASE, report)
        found = work.comparisons(_SHOWN, Level.CITY) if result.files else ()
        faults = verify(output / RELEASE, report) if result.files else ()
    if not result.files:
        show_findings(result.findings)
        show_held([str(one) for one in result.held])
        fail(f"{folder}：示例省的报告没有编出，请报告这个问题。")
        raise typer.Exit(1)
    out.print(f"\n[bold]{result.document.title if result.document else ''}[/bold]")
    out.print(
        escape(f"  汇集 {'；'.join(f'{one.member.name}{one.state.value}（{one.snapshots} 份）' for one in taken)}")
    )
    told = "；".join(f"{one.member.name} {one.chosen} 篇" for one in cases)
    out.print(escape(f"  案例 {told}，在 {folder / 'cases'} 里待选"))
    out.print(escape(f"  报告 {output / RELEASE / 'report.html'}（同处有 .docx 与 .pdf）"))
    out.print(f"  校验 {finding_counts(result.findings)}")
    out.print(f"  核验 {'与其中的数据和定义相符' if not faults else f'{len(faults)} 处不符'}")
    rounding, names = work.folder.edition.rounding, [one.name for one in work.folder.edition.members]
    lines = []
    for one in found:
        form = Form(one.indicator.decimals, rounding)
        by_name = {standing.name: standing for standing in one.standings}
        cells = [f"{printed(by_name[name].computed, form)}（{by_name[name].rank or '—'}）" for name in names]
        lines.append((one.indicator.label, printed(one.whole[2], form), *cells))
    out.print()
    show_table(("指标（名次）", work.folder.edition.place, *names), lines)
    out.print("合作企业按不同企业计：几个市共用的企业全省只计一次，所以全省小于各市之和。")
    out.print(escape(f"逐个指标比较：zhibao compare {folder} 生师比　　用时 {time.monotonic() - started:.1f} 秒"))
    if faults:
        show_findings(faults)
        raise typer.Exit(1)
