"""Eight aggregates for every school of the nation: asked as Tables asks, and as others would: each in its own process.

    python bench/nation_asks.py TASK FOLDER

The folder is one that bench/nation.py wrote. Every task says what it found as one number, the hash of all results by
school, so that different answers show. What zhibao asks besides (gaps, estimates) is in its time and not in the hash.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from measure import Task, Watch, main, peak

REGISTER = "national_students"
MEMORY = os.environ.get("ZHIBAO_BENCH_MEMORY", "450MB")
FIELDS = ("number", "sex", "boards", "grade", "aid", "credits", "internship_days", "score")
NUMBERS = ("aid", "credits", "internship_days", "score")
FORMULAS = (
    "COUNT({r}.number)",
    "COUNT({r}.number) FILTER (WHERE {r}.sex = '女')",
    "COUNT({r}.number) FILTER (WHERE {r}.boards = '是')",
    "SUM({r}.aid)",
    "SUM({r}.credits)",
    "SUM({r}.internship_days) FILTER (WHERE {r}.grade = '三年级')",
    "MAX({r}.score)",
    "COUNT(DISTINCT {r}.number)",
)
LEVELS = ("place", "at_county", "in_city", "in_province")
Ask = Callable[[str], Sequence[tuple[object, ...]]]


def scan(folder: Path, watch: Watch) -> None:
    """Read the columns that the question needs, and add them up: the least that any engine must do."""
    import duckdb  # noqa: PLC0415  each task loads its own library only

    engine = duckdb.connect(config={"memory_limit": MEMORY})
    texts = [name for name in ("place", *FIELDS) if name not in NUMBERS] + [f"{name}__state" for name in NUMBERS]
    sums = [f"sum(strlen({name}))" for name in texts] + [f"sum({name})" for name in ("year", *NUMBERS)]
    with watch("scan"):
        engine.execute(f"SELECT {', '.join(sums)} FROM read_parquet(?)", [_files(folder)]).fetchall()


def _ours(mark: str, count: int, columns: Sequence[str], *, whole: bool) -> Task:
    def task(folder: Path, watch: Watch) -> None:
        from zhibao.snapshot.here import Here  # noqa: PLC0415  each task loads its own library only

        engine = Here(MEMORY)
        engine.show({REGISTER: Path(_files(folder)), "scope": folder / "scope.parquet"})
        _asked(mark, count, columns, engine.ask, watch, whole=whole, sparse=True)
        engine.close()

    return task


def _asked(mark: str, count: int, columns: Sequence[str], ask: Ask, watch: Watch, *, whole: bool, sparse: bool) -> None:
    """Ask for the first aggregates at the levels of some columns, and keep what it took and what was found."""
    from nation import OVERLAY  # noqa: PLC0415  each task loads its own library only

    from zhibao.catalog.expression import parse_formula  # noqa: PLC0415  each task loads what it needs
    from zhibao.catalog.load import load_catalog  # noqa: PLC0415  each task loads what it needs
    from zhibao.snapshot.aggregates import PARTS  # noqa: PLC0415  each task loads what it needs
    from zhibao.snapshot.roll_up import RollUp  # noqa: PLC0415  each task loads what it needs

    registers = load_catalog((OVERLAY,)).registers
    wanted = [parse_formula(one.format(r=REGISTER), registers).aggregates[0] for one in FORMULAS[:count]]
    years = [int(str(year)) for (year,) in ask("SELECT DISTINCT year FROM scope ORDER BY year")] if sparse else ()
    with watch(mark):
        records = RollUp(REGISTER, wanted, columns, whole=whole, sparse=sparse, years=years).answer(ask)
    width = 2 * len(columns) + 2
    schools = [record for record in records if not record[0]]
    found = ((one[len(columns) + 1], one[len(columns)], *one[width::PARTS]) for one in schools)
    _keep(watch, mark, count, found, groups=len(records))


def _server(mark: str) -> Task:
    def task(folder: Path, watch: Watch) -> None:
        import servers  # noqa: PLC0415  each task loads its own library only

        from zhibao.snapshot.engine import engine_at  # noqa: PLC0415  each task loads what it needs

        start: Callable[[Path], AbstractContextManager[str]] = {"sail": servers.sail, "spark": servers.spark}[mark]
        with start(folder / f"{mark}-home") as address:
            engine = engine_at(address)
            assert engine is not None
            # A folder stands for all files in it, and must hold nothing else.
            engine.show({REGISTER: folder / "*" / "*.parquet", "scope": folder / "scope.parquet"})
            before = servers.worked(os.getpid())
            _asked(mark, len(FORMULAS), LEVELS[:1], engine.ask, watch, whole=False, sparse=False)
            watch.marks[mark]["processor"] = servers.worked(os.getpid()) - before
            engine.close()
        watch.marks[mark]["peak"] = peak()

    return task


def polars(folder: Path, watch: Watch) -> None:
    """The eight results per school with Polars' streaming engine; gaps and estimates are not asked for."""
    import polars as pl  # noqa: PLC0415  each task loads its own library only

    with watch("polars"):
        found = (
            pl.scan_parquet(_files(folder))
            .group_by("place", "year")
            .agg(
                pl.col("number").count(),
                pl.col("number").filter(pl.col("sex") == "女").count().alias("women"),
                pl.col("number").filter(pl.col("boards") == "是").count().alias("boarders"),
                pl.col("aid").sum(),
                pl.col("credits").sum(),
                pl.col("internship_days").filter(pl.col("grade") == "三年级").sum().alias("days"),
                pl.col("score").max(),
                pl.col("number").n_unique().alias("different"),
            )
            .collect(engine="streaming")
        )
    _keep(watch, "polars", len(FORMULAS), found.rows())


def pandas(folder: Path, watch: Watch) -> None:
    """The eight results per school with pandas; decimals are taken as whole cents, or it would be slower still."""
    import pandas as pd  # noqa: PLC0415  each task loads its own library only
    import pyarrow as pa  # noqa: PLC0415  each task loads what it needs
    import pyarrow.compute as pc  # noqa: PLC0415  each task loads what it needs
    import pyarrow.parquet as pq  # noqa: PLC0415  each task loads what it needs

    with watch("pandas"):
        table = pq.read_table(sorted(folder.glob("*/*.parquet")), columns=["place", "year", *FIELDS], partitioning=None)
        for name, parts in (("aid", 100), ("score", 10_000)):
            whole = pc.cast(pc.multiply(table[name], pa.scalar(Decimal(parts))), pa.int64())
            table = table.set_column(table.schema.get_field_index(name), name, whole)
        types = {pa.string(): pd.ArrowDtype(pa.string())}
        rows = table.to_pandas(types_mapper=types.get, self_destruct=True, split_blocks=True)
        rows["women"] = rows["number"].where(rows["sex"] == "女")
        rows["boarders"] = rows["number"].where(rows["boards"] == "是")
        rows["days"] = rows["internship_days"].where(rows["grade"] == "三年级")
        groups = rows.groupby(["place", "year"], sort=False, observed=True)
        asked = {"women": "count", "boarders": "count", "aid": "sum", "credits": "sum", "days": "sum", "score": "max"}
        found = groups.agg(asked)
        found.insert(0, "number", groups["number"].count())
        found["different"] = groups["number"].nunique()
    records = (
        (*place, *(Fraction(str(one)) / {3: 100, 6: 10_000}.get(at, 1) for at, one in enumerate(values)))
        for place, values in zip(found.index, found.itertuples(index=False), strict=True)
    )
    _keep(watch, "pandas", len(FORMULAS), records)


def _keep(watch: Watch, mark: str, count: int, found: Iterable[Sequence[object]], groups: int = 0) -> None:
    """Keep how many groups there are, and the hash of place, year and results."""
    lines = sorted(
        f"{place} {year} " + " ".join(str(Fraction(str(0 if one is None else one))) for one in results)
        for place, year, *results in found
    )
    watch.counts[f"{mark}: groups"] = groups or len(lines)
    watch.counts[f"{mark}: results of {count}"] = int(hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12], 16)


def _files(folder: Path) -> str:
    return str(folder / "*" / "*.parquet")


TASKS: dict[str, Task] = {
    "scan": scan,
    "seven": _ours("seven", 7, LEVELS[:1], whole=False),
    "eight": _ours("eight", 8, LEVELS[:1], whole=False),
    "seven_levels": _ours("seven_levels", 7, LEVELS, whole=True),
    "eight_levels": _ours("eight_levels", 8, LEVELS, whole=True),
    "polars": polars,
    "pandas": pandas,
    "sail": _server("sail"),
    "spark": _server("spark"),
}

if __name__ == "__main__":
    main(TASKS)
