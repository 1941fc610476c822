"""zhibao demo: two example cities, the whole way, and the proof that the published figures come out again."""

import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.console import finding_counts, out, progress, show_findings, show_table
from zhibao.cli.demo_province import province_demo
from zhibao.cli.door import has_web, through
from zhibao.document.nodes import Chart, Document, Figure, Table, plain, walk
from zhibao.examples.build import write_example
from zhibao.examples.model import Difference, load_example
from zhibao.examples.rebuild import Compared, Rebuild, compare
from zhibao.pipeline import Run
from zhibao.pipeline import run as run_pipeline
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.progress import Progress

CITIES = ("jiangmen", "qingyuan")
STRIKING = 3
KINDS = ("parts", "difference", "no_whole_number", "truncated", "follows")


@dataclass(frozen=True)
class City:
    """一个示例城市的结果."""

    name: str
    run: Run
    rebuild: Rebuild
    seconds: float


def demo(
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="写到哪里。")] = Path("zhibao-demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="做完就结束，不打开网站。")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="不在终端里运行时也打开网站。")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="网站的本机端口。")] = 8000,
    province: Annotated[
        bool, typer.Option("--province", help="改为演示一个省：三个虚构的市报来数据，汇集、编制、发布并核验。")
    ] = False,
) -> None:
    """演示：两个示例城市从工作簿到发布件的全程，并逐格对照已公开报告的数；最后打开网站。

    学校、企业与人员均为虚构；数字取自两份已公开的报告。网站上每个角色给一个账号；不在终端里运行、或没有装网站的部分时，做完就结束。

    示例：zhibao demo --output 演示
    """
    if province:
        province_demo(output / "province")
        return
    with progress() as report:
        cities = [_city(name, output, report) for name in CITIES]
    for city in cities:
        _tell(city, output)
    _summary(cities)
    if any(city.rebuild.unexplained for city in cities):
        raise typer.Exit(1)
    if not no_serve and has_web() and (serve or sys.stdout.isatty()):
        _serve(output, port)


def _serve(output: Path, port: int) -> None:
    """Open the site over copies of the folders, so that what is played there leaves the demonstration as it was."""
    home = output / "web"
    folders = [home / name for name in CITIES]
    for name, folder in zip(CITIES, folders, strict=True):
        if not folder.exists():
            shutil.copytree(output / name / "folder", folder)
    named = [part for folder in folders for part in ("--folder", folder)]
    code = through(["demo", "--data", home / "data", "--port", str(port), *named])
    if code:
        raise typer.Exit(code)


def document_tables(document: Document) -> dict[str, list[list[str]]]:
    """Return the printed body of every table, by exhibit name."""
    return {
        block.name: [[plain(cell.content) for cell in row] for row in block.body]
        for block in walk(document.blocks)
        if isinstance(block, Table)
    }


def charts_drawn(document: Document) -> int:
    """Return how many data charts the report holds."""
    return sum(isinstance(block, Figure) and isinstance(block.content, Chart) for block in walk(document.blocks))


def _city(name: str, output: Path, report: Progress) -> City:
    started = time.monotonic()
    folder, release = output / name / "folder", output / name / "release"
    if folder.exists():
        shutil.rmtree(folder)

    def named(step: str, done: int, total: int) -> None:
        report(f"{name} {step}", done, total)

    write_example(name, folder, named)
    result = run_pipeline(folder, release, named)
    if result.document is None:
        show_findings(result.findings)
        raise ZhibaoError(f"{folder}：示例工作簿没有读入，请报告这个问题。")
    rebuild = compare(document_tables(result.document), charts_drawn(result.document), load_example(name))
    (output / name / "rebuild.json").write_text(
        json.dumps(rebuild.record(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return City(name, result, rebuild, time.monotonic() - started)


def _tell(city: City, output: Path) -> None:
    out.print(f"\n[bold]{city.run.document.title if city.run.document else city.name}[/bold]")
    out.print(f"  报告 {output / city.name / 'release' / 'report.html'}（同处有 .docx 与 .pdf）")
    out.print(f"  对照 {output / city.name / 'rebuild.json'}")
    out.print(f"  校验 {finding_counts(city.run.findings)}")


def _summary(cities: Sequence[City]) -> None:
    head = ("", *(city.name for city in cities))
    lines: list[tuple[str, list[int | str]]] = [
        ("读入学校（两年）", [_schools(city) for city in cities]),
        ("数据表", [_registers(city) for city in cities]),
        ("重建的表", [city.rebuild.tables for city in cities]),
        ("重建的统计图", [city.rebuild.figures for city in cities]),
        ("表中的格", [len(city.rebuild.cells) for city in cities]),
        ("与公开报告相同", [city.rebuild.equal for city in cities]),
        ("换成虚构名称", [city.rebuild.named for city in cities]),
        ("不同，有证明", [len(city.rebuild.explained) for city in cities]),
        ("不同，无证明", [len(city.rebuild.unexplained) for city in cities]),
        ("写出文件", [len(city.run.files) for city in cities]),
        ("用时（秒）", [f"{city.seconds:.1f}" for city in cities]),
    ]
    out.print()
    show_table(head, [(label, *map(str, values)) for label, values in lines])
    if proofs := _striking(cities):
        out.print("\n公开报告中最明显的几处，按它自己印出的数就能证明有误：")
        for number, (cell, proof) in enumerate(proofs, 1):
            out.print(f"  {number}. 表 {cell.table} 第 {cell.row} 行第 {cell.column} 列：{proof.sentence}")


def _striking(cities: Sequence[City]) -> list[tuple[Compared, Difference]]:
    """Return the differences that anybody can follow: those whose operands are all printed come first."""
    explained = [(cell, cell.proof) for city in cities for cell in city.rebuild.explained if cell.proof]
    return sorted(explained, key=lambda pair: KINDS.index(pair[1].kind))[:STRIKING]


def _schools(city: City) -> int:
    return len({one.place.code for one in city.run.collected.snapshots if one.place.level.value == "school"})


def _registers(city: City) -> int:
    return len({name for one in city.run.collected.snapshots for name in one.registers})
