"""The same aggregates by hand: DuckDB alone over the same Parquet files, one statement per register.

What it leaves out is what zhibao adds: which school did not hand in, which cell is empty, what is an estimate, the
division of exact fractions, and where each value comes from. The numbers that both know are compared, unmeasured.
"""

import json
from fractions import Fraction
from pathlib import Path

import duckdb
from measure import Watch, main

Record = tuple[object, ...]


def query(city: Path, watch: Watch) -> None:
    """Load the files as tables, then run the statements; raises AssertionError when a sum is not ours."""
    content = json.loads((city / "statements.json").read_text(encoding="utf-8"))
    engine = duckdb.connect(":memory:")
    engine.execute("SET threads = 1")
    with watch("by_hand_open"):
        _load(engine, content["handed"])
    with watch("by_hand_query"):
        found = [engine.execute(one["sql"]).fetchall() for one in content["queries"]]
    compared = sum(_compared(one["answers"], records) for one, records in zip(content["queries"], found, strict=True))
    watch.counts |= {"statements": len(found), "sums equal to ours": compared}


def _load(engine: duckdb.DuckDBPyConnection, handed: list[list[object]]) -> None:
    engine.execute(
        "CREATE TABLE handed (register VARCHAR, _file VARCHAR, _place VARCHAR, _year INTEGER, _county VARCHAR)"
    )
    engine.executemany("INSERT INTO handed VALUES (?, ?, ?, ?, ?)", handed)
    for register in dict.fromkeys(one[0] for one in handed):
        engine.execute(
            f'CREATE TABLE "{register}" AS SELECT _place, _year, _county, read.* EXCLUDE (filename) '
            "FROM read_parquet(?, union_by_name = true, filename = true) AS read "
            "JOIN handed ON handed._file = read.filename",
            [[one[1] for one in handed if one[0] == register]],
        )


def _compared(answers: list[list[object]], records: list[Record]) -> int:
    """Return how many sums were compared with ours."""
    levels = {"school": 1, "county": 2, "city": 3}
    sums = {_group(record): record[4:] for record in records}
    count = 0
    for year, level, place, member, texts in answers:
        assert isinstance(texts, list)
        key = (year, levels[str(level)], None if level == "city" else place, member)
        for index, text in enumerate(texts):
            if text is not None:
                said = sums[key][index] if key in sums else None
                assert Fraction(str(said or 0)) == Fraction(text), (key, index, said, text)
                count += 1
    return count


def _group(record: Record) -> Record:
    """Return year, level (the bits of the columns that were not grouped by), place and member of a record."""
    year, grouped, place, member = record[:4]
    return year, grouped, place, member or ""


if __name__ == "__main__":
    main({"query": query})
