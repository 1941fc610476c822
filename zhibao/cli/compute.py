"""zhibao compute: the indicators of the outline, for the city or one place."""

from typing import Annotated

import typer
from rich.markup import escape

from zhibao.catalog.outline import used_indicators
from zhibao.cli.console import out, progress, show_table
from zhibao.cli.options import Engine, Folder, Format, Output
from zhibao.compute import compute_places
from zhibao.compute.work import Work
from zhibao.publish.values import Record, as_json, records
from zhibao.snapshot.engine import HERE
from zhibao.snapshot.store import Store
from zhibao.terms.value import Values
from zhibao.workshop import Workshop


def compute(
    folder: Folder,
    place: Annotated[str, typer.Option("--place", metavar="CODE", help="学校代码、县名或市代码；默认全市。")] = "",
    output: Output = Format.TEXT,
    engine: Engine = HERE,
    fresh: Annotated[bool, typer.Option("--fresh", help="不用上次留存的结果，全部从各行重新计算。")] = False,
) -> None:
    """计算提纲用到的指标：全市、各县、各校，两年及变化。

    示例：zhibao compute 示例市 --place S01
    """
    with progress() as report:
        work = Workshop(folder, report, engine=engine, fresh=fresh)
        edition = work.folder.edition
        as_usual = fresh or engine != HERE or output is Format.JSON
        alone = None if as_usual else _of_one_place(work, place or edition.code)
        values, did = alone or (work.values, work.work)
        names = edition.region.names if alone else work.names
        rows = list(records(values, work.catalog, names, edition.rounding))
    if output is Format.JSON:
        typer.echo(as_json(rows).decode())
        return
    wanted = place or edition.code
    shown: dict[tuple[str, str], dict[int, Record]] = {}
    order = {name: place for place, name in enumerate(used_indicators(work.outline))}
    for row in sorted(rows, key=lambda row: order[str(row["indicator"])]):
        if row["place"] == wanted:
            key = (str(row["label"]), str(row["member"]))
            shown.setdefault(key, {})[int(row["year"])] = row
    if not shown:
        known = "、".join(sorted({str(row["place"]) for row in rows}))
        raise typer.BadParameter(f"没有“{wanted}”。可选：{known}。")
    years = edition.years
    lines = [
        (
            f"{label}{'：' + member if member else ''}",
            *(str(one[year]["printed"]) if year in one else "" for year in years),
            _unit(one),
            *_change(one.get(edition.this)),
        )
        for (label, member), one in shown.items()
    ]
    show_table(
        ("指标", *(f"{year}年" for year in years), "单位", "变化", "增幅%"), lines, title=names.get(wanted, wanted)
    )
    for (label, member), one in shown.items():
        if not member and (note := one.get(edition.this, {}).get("change_note")):
            out.print(f"注：{escape(f'{label}：{note}')}。")
    if did is not None:
        out.print(f"[dim]{did.said}[/dim]")


def _of_one_place(work: Workshop, place: str) -> tuple[Values, Work] | None:
    """Return the values of one place of a region of several cities, without opening the others' data.

    Missing: None for a city, whose data are soon opened, and where other ways are asked for or needed.
    """
    edition = work.folder.edition
    if not edition.members or edition.dataset or place not in edition.region.names:
        return None
    asked = used_indicators(work.outline)
    return compute_places(Store(work.folder.store), edition.region, edition.years, work.catalog, asked, (place,))


def _change(row: Record | None) -> tuple[str, str]:
    if row is None or not row["change"]:
        return "", ""
    points = "个百分点" if row["change_unit"] == "百分点" else ""
    return f"{row['change']}{points}", str(row["growth_percent"])


def _unit(rows: dict[int, Record]) -> str:
    return str(next(iter(rows.values()))["unit"])
