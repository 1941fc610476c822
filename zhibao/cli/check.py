"""zhibao check: the checks over what is frozen, and the health of the checks themselves."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.console import (
    finding_counts,
    findings_json,
    has_errors,
    out,
    progress,
    show_feedback_hint,
    show_findings,
)
from zhibao.cli.options import Engine, Format, Output
from zhibao.snapshot.engine import HERE
from zhibao.terms.errors import reason_of
from zhibao.workshop import Workshop

Place = Annotated[
    Path | None, typer.Argument(metavar="FOLDER", help="工作目录，里面有 zhibao.yaml。", show_default=False)
]
Health = Annotated[bool, typer.Option("--health", help="给校验规则体检，不读工作目录。")]
Page = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="体检结果写到哪个文件。", show_default=False)
]


def check(
    folder: Place = None,
    output: Output = Format.TEXT,
    health: Health = False,
    page: Page = None,
    engine: Engine = HERE,
) -> None:
    """校验已封存的数据：合计与分项、占比、同比变化、是否齐全。

    一人两校登记、一家企业两个名称、各校数字或文字雷同这样要看全体的，问 --engine 指明的引擎；结果与本机相同。

    示例：zhibao check 示例省 --engine sc://127.0.0.1:15002
    """
    if health:
        _health(output, page)
        return
    if folder is None:
        raise typer.BadParameter("缺少 FOLDER：要校验的工作目录。给规则体检用 --health，不需要工作目录。")
    with progress() as report:
        findings = Workshop(folder, report, engine=engine).findings
    if output is Format.JSON:
        typer.echo(findings_json(findings))
    else:
        show_findings(findings)
        out.print(finding_counts(findings))
        show_feedback_hint(findings, folder)
    if has_errors(findings):
        raise typer.Exit(1)


def _health(output: Format, page: Path | None) -> None:
    from zhibao.examples.health import health  # noqa: PLC0415  only when asked for
    from zhibao.examples.health_page import health_page  # noqa: PLC0415

    with progress() as report:
        record = health(report)
    text = health_page(record) if output is Format.TEXT else json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    if page is None:
        sys.stdout.write(text)
        return
    try:
        page.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise typer.BadParameter(f"{page}：写不进去（{reason_of(error)}）。请换一个位置。") from error
    typer.echo(f"已写出 {page}", err=True)
