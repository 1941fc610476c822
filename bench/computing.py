"""Computing a city's indicators with zhibao; and the statements, with their answers, for doing it by hand."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from measure import Watch, main

from zhibao.catalog.expression import Aggregate
from zhibao.catalog.outline import used_indicators
from zhibao.compute import compute
from zhibao.snapshot.frozen import Snapshot
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level
from zhibao.terms.value import Known
from zhibao.workshop import Workshop

LEVELS = (Level.SCHOOL, Level.COUNTY, Level.CITY)
Wanted = dict[tuple[str, str], dict[Aggregate, None]]


def ours(city: Path, watch: Watch) -> None:
    """Parse the formulas, open the snapshots as tables, compute."""
    work = Workshop(city / "folder")
    snapshots, indicators = work.snapshots, used_indicators(work.outline)
    with watch("formulas"):
        assert _wanted(work)
    with watch("open"):
        tables = Tables(snapshots, work.catalog.registers, work.folder.edition.city)
    with watch("compute"):
        values = compute(tables, work.catalog, indicators)
    watch.counts |= {"Parquet files": sum(len(one.registers) for one in snapshots), "values": len(values.table)}


def statements(city: Path, watch: Watch) -> None:
    """Write statements.json: the files behind each register, the SQL over it, and the answers that must come out."""
    work = Workshop(city / "folder")
    with watch("statements"):
        content = {
            "handed": [handed for snapshot in work.snapshots for handed in _files(work.tables, snapshot)],
            "queries": list(_queries(work.tables, _wanted(work))),
        }
        (city / "statements.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _wanted(work: Workshop) -> Wanted:
    """Return the aggregates behind what the outline prints, by register and breakdown."""
    wanted: Wanted = defaultdict(dict)
    for name in used_indicators(work.outline):
        indicator = work.catalog.indicators[name]
        register, _, field = indicator.by.partition(".")
        for text in filter(None, (indicator.value, indicator.numerator, indicator.denominator)):
            for one in work.catalog.formula(text).aggregates:
                wanted[one.register, ""][one] = None
                if field and one.register == register:
                    wanted[register, field][one] = None
    return wanted


def _files(tables: Tables, snapshot: Snapshot) -> Iterator[tuple[str, str, str, int, str | None]]:
    """Yield register, file, place, year and county of what a place in scope handed in."""
    counties: dict[str, str | None] = {school.code: school.within for school in tables.schools(snapshot.year)}
    counties[tables.city.code] = None
    if (place := snapshot.place.code) in counties:
        for register in snapshot.registers:
            yield register, str(snapshot.file(register)), place, snapshot.year, counties[place]


def _queries(tables: Tables, wanted: Wanted) -> Iterator[dict[str, object]]:
    handed_in = {name for snapshot in tables.snapshots for name in snapshot.registers}
    for (register, by), aggregates in wanted.items():
        if register in handed_in:
            chosen = list(aggregates)
            yield {
                "register": register,
                "sql": _sql(register, by, chosen),
                "answers": list(_answers(tables, register, by, chosen)),
            }


def _sql(register: str, by: str, aggregates: Sequence[Aggregate]) -> str:
    """Return one statement per register, as one would write it: all levels and years at once, nothing but the sums."""
    member = f'"{by}"' if by else "''"
    extra = f", {member}" if by else ""
    sets = ", ".join(f"(_year{level}{extra})" for level in (", _place", ", _county", ""))
    columns = ", ".join(map(_column, aggregates))
    return (
        f"SELECT _year, GROUPING(_place, _county), COALESCE(_place, _county), {member}, {columns} "
        f'FROM "{register}" GROUP BY GROUPING SETS ({sets})'
    )


def _column(one: Aggregate) -> str:
    field = "_place" if one.field == "school" else one.field
    distinct = "DISTINCT " if one.function == "COUNT DISTINCT" else ""
    rows = f" FILTER (WHERE {one.where})" if one.where else ""
    return f'{one.function.split()[0]}({distinct}"{field}"){rows}'


def _answers(tables: Tables, register: str, by: str, aggregates: Sequence[Aggregate]) -> Iterator[list[object]]:
    """Yield year, level, place, member and every value as text, None for one that is not known."""
    for year in tables.years:
        for level in LEVELS:
            for group, found in tables.aggregate(register, aggregates, level, year, by).items():
                values = (found[one] for one in aggregates)
                texts = [str(value.number) if isinstance(value, Known) else None for value in values]
                yield [year, level.value, group.place, group.member, texts]


if __name__ == "__main__":
    main({"ours": ours, "statements": statements})
