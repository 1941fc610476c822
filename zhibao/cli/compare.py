"""zhibao compare: the cities of a province, or the schools of a city, side by side by indicator."""

import json
import sys
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.cli.console import out, progress, show_table
from zhibao.cli.options import Engine, Folder
from zhibao.diagnose.comparison import Comparison, Standing
from zhibao.diagnose.comparison_records import (
    COLUMNS,
    comparison_picture,
    comparison_records,
    judged_text,
    printed,
)
from zhibao.document.charts import chart_png, chart_svg
from zhibao.publish.values import csv_table
from zhibao.snapshot.engine import HERE
from zhibao.terms.errors import reason_of
from zhibao.terms.place import Level
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.rounding import Rounding
from zhibao.workshop import Workshop

_DIRECTIONS = {"higher": "大者在前", "lower": "小者在前", "none": "不分优劣，按大小排，大者在前"}


class CompareFormat(StrEnum):
    """比较的输出格式."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def compare(
    folder: Folder,
    indicators: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[INDICATOR]...", help="指标的名称或中文名；不写则为提纲所用的全部。", show_default=False
        ),
    ] = None,
    level: Annotated[
        Level | None,
        typer.Option("--level", help="比较哪一级；默认下一级：全国比省，省比市，市比学校。", show_default=False),
    ] = None,
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help="数据年份；默认本年。", min=0)] = 0,
    output: Annotated[CompareFormat, typer.Option("--format", help="输出格式。")] = CompareFormat.TEXT,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture", metavar="FILE", help="画成图，文件名以 .png 或 .svg 结尾；只限一个指标。", show_default=False
        ),
    ] = None,
    engine: Engine = HERE,
) -> None:
    """比较：各市（或各校、各县、各省）逐个指标的值、名次、分位，与全省（全市）、标准和上年的差距。

    名次按未修约的值，并列者同名次（1、2、2、4）；没有数的不排名，并写明原因。分位数总是其中的一个值，不作内插：
    不大于它的值至少占四分之一（一半、四分之三）的那些值里，最小的一个。

    示例：zhibao compare 示例省 生师比 --level city --picture 生师比.png
    """
    with progress() as report:
        work = Workshop(folder, report, engine=engine)
        edition = work.folder.edition
        chosen = _level(level, edition.level)
        if year and year not in edition.years:
            raise typer.BadParameter(f"没有 {year} 年的数据。可选：{'、'.join(map(str, edition.years))}。")
        found = work.comparisons(tuple(indicators or ()), chosen, year)
    if picture is not None:
        _draw(picture, found, edition.rounding)
    rows = list(comparison_records(found, edition.rounding))
    match output:
        case CompareFormat.CSV:
            sys.stdout.buffer.write(csv_table(COLUMNS, rows))
        case CompareFormat.JSON:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        case _ if indicators:
            for one in found:
                _show(one, edition.rounding, edition.level.whole)
        case _:
            _show_all(found, edition.rounding)


def _level(wanted: Level | None, top: Level) -> Level:
    """Return the level to compare; below the city the default is the school."""
    below = Level.SCHOOL.up_to(top)[:-1]
    if wanted is not None and wanted not in below:
        raise typer.BadParameter(f"{top.label}以下可以比较：{'、'.join(below)}。")
    return wanted or (Level.SCHOOL if top is Level.CITY else below[-1])


def _draw(picture: Path, found: tuple[Comparison, ...], rounding: Rounding) -> None:
    if len(found) != 1 or picture.suffix not in (".png", ".svg"):
        raise typer.BadParameter("--picture 只画一个指标，文件名以 .png 或 .svg 结尾。")
    spec = comparison_picture(found[0], rounding)
    try:
        picture.write_bytes(chart_png(spec) if picture.suffix == ".png" else chart_svg(spec).encode())
    except OSError as error:
        raise typer.BadParameter(f"{picture}：写不进去（{reason_of(error)}）。请换一个位置。") from error


def _show(one: Comparison, rounding: Rounding, whole: str) -> None:
    """Print one indicator's standings, and below what they come to; `whole` is what the region is called."""
    form = Form(one.indicator.decimals, rounding)
    lines = [_line(standing, form) for standing in one.standings]
    title = f"{one.indicator.label}（{one.indicator.unit}），{one.year - one.indicator.lag}年，按{one.level.label}"
    out.print()
    show_table(("名次", "单位", "值", "分子", "分母", f"与{whole}之差", "上年", "上年名次", "升降"), lines, title=title)
    out.print(escape(f"{whole}：{printed(one.whole[2], form)}。{_quantiles(one, form)}"))
    out.print(
        f"名次：{_DIRECTIONS[one.indicator.better]}，按未修约的值；{one.ranked} 个有名次，共 {len(one.standings)} 个。"
    )
    for standing in one.standings:
        if said := judged_text(standing, one.indicator.unit):
            out.print(escape(f"  {standing.name}：{said}"))
    if one.break_note:
        out.print(escape(f"注：{one.break_note}；不与上年比较。"))


def _line(one: Standing, form: Form) -> tuple[str, ...]:
    moved = "" if one.moved is None else f"↑{one.moved}" if one.moved > 0 else f"↓{-one.moved}" if one.moved else "—"
    return (
        "" if one.rank is None else f"{one.rank}{'（并列）' if one.tied > 1 else ''}",
        one.name,
        printed(one.computed, form),
        printed_part(one.computed.numerator),
        printed_part(one.computed.denominator),
        "" if one.to_whole is None else print_number(one.to_whole, form.but(sign=True)),
        printed(one.last, form),
        "" if one.last_rank is None else str(one.last_rank),
        moved,
    )


def printed_part(value: object) -> str:
    """Return a numerator or denominator as people write it; '' where there is none."""
    number = getattr(value, "number", None)
    return print_number(number, Form(4, trim=True)) if isinstance(number, Fraction) else ""


def _quantiles(one: Comparison, form: Form) -> str:
    names = ("最小", "下四分位", "中位", "上四分位", "最大")
    said = zip(names, one.quantiles, strict=False)
    return "，".join(f"{name} {print_number(number, form)}" for name, (_, number) in said)


def _show_all(found: tuple[Comparison, ...], rounding: Rounding) -> None:
    """Print a line per indicator: the whole, the first and the last, and the median."""
    lines = []
    for one in found:
        form, ranked = Form(one.indicator.decimals, rounding), [each for each in one.standings if each.rank is not None]
        first, last = (ranked[0], ranked[-1]) if ranked else (None, None)
        median = next((number for share, number in one.quantiles if share == Fraction(1, 2)), None)
        lines.append((
            one.indicator.label, one.indicator.unit, printed(one.whole[2], form),
            f"{first.name} {printed(first.computed, form)}" if first else "",
            print_number(median, form) if median is not None else "",
            f"{last.name} {printed(last.computed, form)}" if last else "",
            f"{one.ranked}/{len(one.standings)}",
        ))  # fmt: skip
    whole = found[0].whole[1] if found else ""
    show_table(("指标", "单位", whole, "第一", "中位", "末位", "有数的"), lines)
    out.print("某个指标的全部名次：zhibao compare 工作目录 指标。")
