"""zhibao why: what changed between two releases, and why each number did."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.cli.console import out, progress
from zhibao.cli.options import Format, Output
from zhibao.lineage.changes import changes, common_years
from zhibao.lineage.model import Change, Kind, Moved, Printed, Step
from zhibao.lineage.opened import Opened, open_release
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.value import Known, Value, ValueKey

Release = Annotated[Path, typer.Argument(help="发布文件夹。", show_default=False)]
SHOWN = 12
"""How many cells or shares of a step are shown; all stand in the JSON."""
_NUMBER, _MOVE = Form(6, trim=True), Form(6, trim=True, sign=True)


def why(
    before: Annotated[Path, typer.Argument(metavar="RELEASE_A", help="前一份发布文件夹。", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="RELEASE_B", help="后一份发布文件夹。", show_default=False)],
    indicator: Annotated[str, typer.Option("--indicator", metavar="NAME", help="只看一个指标：代号或名称。")] = "",
    place: Annotated[str, typer.Option("--place", metavar="CODE", help="学校、县或市的代码；all 看全部。")] = "",
    output: Output = Format.TEXT,
) -> None:
    """说明两份发布件之间每个数为什么变：定义、名单、重新报送、导入，逐校逐格，或只是写法。

    示例：zhibao why 发布/2021-第1版 发布/2021-第2版 --indicator 毕业生就业率
    """
    with progress() as report:
        report("对照", 0, 1)
        old, new = open_release(before), open_release(after)
        names = _indicators(indicator, old, new)
        where = place or new.edition.code
        found = changes(
            old, new, lambda key: _is_wanted(key, names, "all" if output is Format.JSON and not place else where)
        )
        report("对照", 1, 1)
    if output is Format.JSON:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=1))
        return
    years = "、".join(map(str, common_years(old, new))) or "无"
    for one in found:
        _show(one, new)
    whose = "全部地方" if where == "all" else new.name(where)
    out.print(f"{whose}：{len(found)} 个数不同。对照两份都有的年度：{years}。")
    if where == new.edition.code:
        out.print("各县、各校的变动：--place 代码，或 --place all、--format json。")


def _is_wanted(key: ValueKey, names: frozenset[str], place: str) -> bool:
    return (not names or key.indicator in names) and place in ("all", key.place)


def _indicators(said: str, old: Opened, new: Opened) -> frozenset[str]:
    """Return the names of an indicator that was named, by its code or by what people call it."""
    if not said:
        return frozenset()
    every = {**old.catalog.indicators, **new.catalog.indicators}
    found = frozenset(name for name, one in every.items() if said in (name, one.label, *one.aliases))
    if not found:
        raise typer.BadParameter(f"两份发布件里都没有指标“{said}”。可用 zhibao catalog list indicators 查看代号。")
    return found


def _show(change: Change, release: Opened) -> None:
    key = change.key
    member = f"，{key.member}" if key.member else ""
    unit = (change.after or change.before or Printed("", "", "", "", "")).unit
    kinds = "、".join(kind.label for kind in change.kinds)
    before, after = (one.text if one else "（没有）" for one in (change.before, change.after))
    head = f"{change.label}（{change.place}，{key.year}年{member}）：{before} → {after} {unit}"
    out.print(f"[bold]{escape(head)}[/bold]  [cyan]{kinds}[/cyan]")
    for step in change.steps:
        _show_step(step, release)


def _show_step(step: Step, release: Opened) -> None:
    said = "、".join(kind.label for kind in step.kinds)
    moved = "" if step.before is None or step.after is None or Kind.PRINTING in step.kinds else (
        f"：{_moved(step.before)} → {_moved(step.after)}"
    )  # fmt: skip
    out.print(f"  {said}{escape(moved)}")
    for line in step.lines:
        out.print(f"    · {escape(line)}")
    for share in (step.shares or ())[:SHOWN]:
        parts = print_number(share.numerator, _MOVE)
        if share.denominator is not None:
            parts = f"分子 {parts}，分母 {print_number(share.denominator, _MOVE)}"
        out.print(f"    · {escape(release.name(share.place))}：{parts}")
    for cell in step.cells[:SHOWN]:
        row = f"“{cell.key}”" if cell.key else ""
        spot = f"{release.name(cell.place)} “{cell.register}”{row} {cell.field}"
        out.print(f"    · {escape(f'{spot}：{cell.old} → {cell.new}')}{'（导入）' if cell.kind is Kind.IMPORT else ''}")
    if (more := len(step.cells) - SHOWN) > 0:
        out.print(f"    · ……另有 {more} 格，加 --format json 可看全部。")


def _moved(moved: Moved) -> str:
    if moved.denominator is None:
        return _value(moved.value)
    return f"{_value(moved.value)}（{_value(moved.numerator)} ÷ {_value(moved.denominator)}）"


def _value(value: Value) -> str:
    return print_number(value.number, _NUMBER) if isinstance(value, Known) else value.sign


def _record(change: Change) -> dict[str, object]:
    key = change.key
    return {
        "indicator": key.indicator,
        "label": change.label,
        "place": key.place,
        "name": change.place,
        "year": key.year,
        "member": key.member,
        "before": _printed_record(change.before),
        "after": _printed_record(change.after),
        "reasons": [kind.value for kind in change.kinds],
        "steps": [_step_record(step) for step in change.steps],
    }


def _printed_record(printed: Printed | None) -> dict[str, str] | None:
    if printed is None:
        return None
    return {"printed": printed.text, "exact": printed.exact, "state": printed.state, "unit": printed.unit}


def _step_record(step: Step) -> dict[str, object]:
    return {
        "reasons": [kind.value for kind in step.kinds],
        "before": _moved_record(step.before),
        "after": _moved_record(step.after),
        "lines": list(step.lines),
        "shares": None if step.shares is None else [
            {
                "place": one.place,
                "numerator": str(one.numerator),
                "denominator": None if one.denominator is None else str(one.denominator),
            }
            for one in step.shares
        ],
        "cells": [
            {
                "reason": one.kind.value,
                "place": one.place,
                "register": one.register,
                "row": one.key,
                "field": one.field,
                "old": one.old,
                "new": one.new,
            }
            for one in step.cells
        ],
    }  # fmt: skip


def _moved_record(moved: Moved | None) -> dict[str, str] | None:
    if moved is None:
        return None
    parts = {"value": moved.value, "numerator": moved.numerator, "denominator": moved.denominator}
    return {name: _exact(part) for name, part in parts.items() if part is not None}


def _exact(value: Value) -> str:
    return str(value.number) if isinstance(value, Known) else value.sign
