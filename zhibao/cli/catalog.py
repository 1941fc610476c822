"""zhibao catalog: the definitions, listed, shown, begun and checked."""

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from zhibao.catalog.frames import UNCONFIRMED
from zhibao.catalog.lint import lint as lint_catalog
from zhibao.catalog.load import Catalog, definition_files, load_catalog
from zhibao.catalog.scaffold import KINDS, scaffold
from zhibao.check.run import all_checks, example_findings
from zhibao.check.set_faults import set_faults
from zhibao.cli import catalog_frames
from zhibao.cli.chinese import Command, Group
from zhibao.cli.console import out, show_findings, show_table
from zhibao.cli.manual import manual
from zhibao.cli.options import Format, Output, Overlay, overlay_folders
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


class Kind(StrEnum):
    """定义的种类."""

    REGISTERS = "registers"
    INDICATORS = "indicators"
    CHECKS = "checks"
    RULES = "rules"
    STANDARDS = "standards"
    GRIDS = "grids"
    OUTLINES = "outlines"
    EDITIONS = "editions"
    ANNEXES = "annexes"
    BREAKS = "breaks"
    BENCHMARKS = "benchmarks"
    SIZES = "sizes"
    LISTS = "lists"
    LOOKS = "looks"
    DRAFTS = "drafts"


@app.command("list", cls=Command)
def list_definitions(
    kind: Annotated[Kind, typer.Argument(help="定义的种类。", show_default=False)],
    overlay: Overlay = None,
    output: Output = Format.TEXT,
) -> None:
    """列出一类定义。

    示例：zhibao catalog list indicators --format json
    """
    rows = _rows(load_catalog(overlay_folders(overlay)), kind)
    if output is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        out.print("还没有这一类定义。")
        return
    if marked := sum("mark" in row for row in rows):
        out.print(f"[yellow]标“待核定”的 {marked} 项{UNCONFIRMED}[/yellow]")
    labels = [f"{row['label']}{'（待核定）' if 'mark' in row else ''}" for row in rows]
    shown = [(str(row["name"]), label, str(row["source"])) for row, label in zip(rows, labels, strict=True)]
    show_table(("名称", "标签", "依据"), shown)


@app.command("show", cls=Command)
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="定义的名称或中文标签。", show_default=False)],
    overlay: Overlay = None,
) -> None:
    """显示一个定义的全文。

    示例：zhibao catalog show student_teacher_ratio
    """
    catalog = load_catalog(overlay_folders(overlay))
    labels = {row["label"]: str(row["name"]) for kind in reversed(Kind) for row in _rows(catalog, kind)}
    wanted = labels.get(name, name)
    found = [
        (kind, path) for kind, path in definition_files(catalog.folders) if wanted in (path.stem, path.parent.name)
    ]
    generated = all_checks(catalog).get(wanted)
    if not found and generated:
        out.print(f"# 由数据表定义派生\n{escape(generated.model_dump_json(indent=1))}")
        return
    if not found:
        raise typer.BadParameter(f"没有名为“{name}”的定义。可用 zhibao catalog list 查看名称。")
    for kind, path in found:
        mark = f"  [yellow]{UNCONFIRMED}[/yellow]" if kind == "drafts" or _unconfirmed(catalog, path.stem) else ""
        out.print(f"[bold]# {kind}/{path.name}[/bold]{mark}\n{escape(path.read_text(encoding='utf-8'))}")


@app.command("new", cls=Command)
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"种类：{'、'.join(KINDS)}。", show_default=False)],
    name: Annotated[str, typer.Argument(metavar="NAME", help="英文小写名称，也是文件名。", show_default=False)],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="定义文件夹。")] = Path("catalog"),
) -> None:
    """新建一个定义的骨架文件。

    示例：zhibao catalog new indicator club_share --to 本市定义
    """
    path = scaffold(kind, name, to)
    out.print(f"已生成 {path}。改好后用 zhibao catalog lint --overlay {to} 检查。")


@app.command("lint", cls=Command)
def lint(overlay: Overlay = None) -> None:
    """检查全部定义：写法、公式、集合问句、名称、重复、无人使用、自带的例子。

    示例：zhibao catalog lint
    """
    catalog = load_catalog(overlay_folders(overlay))
    findings = (*lint_catalog(catalog), *set_faults(catalog), *_failing_examples(catalog))
    show_findings(findings)
    counts = "、".join(f"{label} {len(_rows(catalog, kind))}" for kind, label in _LABELS.items())
    out.print(f"{counts}。{f'{len(findings)} 处有误。' if findings else '没有错误。'}")
    if findings:
        raise typer.Exit(1)


app.command("annex", cls=Command)(catalog_frames.annex)
app.command("diff", cls=Command)(catalog_frames.diff)
app.command("import-annex", cls=Command)(catalog_frames.import_annex)
app.command("manual", cls=Command)(manual)

_LABELS = {
    Kind.REGISTERS: "数据表",
    Kind.INDICATORS: "指标",
    Kind.CHECKS: "校验规则",
    Kind.RULES: "核验规则",
    Kind.STANDARDS: "标准",
    Kind.OUTLINES: "提纲",
    Kind.EDITIONS: "年报版本",
    Kind.ANNEXES: "附表",
    Kind.BREAKS: "口径变化",
    Kind.BENCHMARKS: "比较值",
}


def _unconfirmed(catalog: Catalog, name: str) -> bool:
    return name in catalog.annexes and not catalog.annexes[name].confirmed


def _rows(catalog: Catalog, kind: Kind) -> list[dict[str, object]]:
    tables: dict[Kind, Mapping[str, Any]] = {
        Kind.REGISTERS: catalog.registers,
        Kind.INDICATORS: catalog.indicators,
        Kind.CHECKS: all_checks(catalog),
        Kind.STANDARDS: catalog.standards,
        Kind.GRIDS: catalog.grids,
        Kind.OUTLINES: catalog.outlines,
        Kind.RULES: catalog.rules,
        Kind.EDITIONS: catalog.editions,
        Kind.ANNEXES: catalog.annexes,
        Kind.BREAKS: catalog.breaks,
        Kind.BENCHMARKS: catalog.benchmarks,
        Kind.LOOKS: catalog.looks,
        Kind.SIZES: catalog.sizes,
        Kind.LISTS: catalog.lists,
        Kind.DRAFTS: catalog.drafts,
    }
    rows = []
    for name, one in sorted(tables[kind].items()):
        row: dict[str, object] = {
            "name": name,
            "label": one.label,
            "source": "；".join(str(source.term()) for source in one.source),
            "since": getattr(one, "since", None),
            "until": getattr(one, "until", None),
        }
        if kind is Kind.DRAFTS or (kind is Kind.ANNEXES and not one.confirmed):
            row["mark"] = UNCONFIRMED
        if kind is Kind.CHECKS:
            row["generated"] = one.generated
        rows.append(row)
    return rows


def _failing_examples(catalog: Catalog) -> list[Finding]:
    found = []
    for name, rule in all_checks(catalog).items():
        for number, example in enumerate(rule.examples, 1):
            if (said := example_findings(rule, example, catalog)) != example.finds:
                message = f"第 {number} 个例子应有 {example.finds} 处，实际 {said} 处。"
                found.append(Finding("lint.example_holds", Severity.ERROR, CellPlace(f"checks/{name}"), message))
    return found
