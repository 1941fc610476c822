"""A region with more rows than are held is checked place after place; findings are those of looking at everything."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from weakref import finalize

import pytest

from tests.check.wide_regions import context, read_in_turn
from tests.registers import catalog
from tests.snapshot.datasets import city, loose, packed
from zhibao.catalog.asked import Asked
from zhibao.check.context import Context
from zhibao.check.handed_in import handed_in
from zhibao.check.public import public
from zhibao.check.reach import Reach
from zhibao.check.run import all_checks, check, kind_of
from zhibao.snapshot import at_hand
from zhibao.snapshot import packed as packs
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.frozen import Snapshot, read_rows
from zhibao.snapshot.parquet import _made
from zhibao.snapshot.sets import in_order
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row, Rows
from zhibao.snapshot.tables import Tables
from zhibao.terms.finding import Finding
from zhibao.terms.value import Values


def test_rows_read_in_turn_give_the_same_findings_in_the_same_order() -> None:
    rules, spoken = all_checks(catalog()), set[str]()
    for seed in (2, 4):
        whole = context(seed)
        at_once = check(whole)
        assert check(read_in_turn(whole)) == at_once
        spoken |= {rules[one.rule].kind for one in at_once}
    in_turn = {rule.kind for rule in rules.values() if getattr(kind_of(rule), "REACH", Reach.WHOLE) is not Reach.WHOLE}
    assert in_turn <= spoken


def test_what_is_public_is_found_in_turn_as_well() -> None:
    whole = public(context(3, forms=6))
    in_turn = public(read_in_turn(context(3, forms=6)))
    assert in_turn.is_read_in_turn
    assert check(in_turn) == check(whole)
    assert all("graduate_records" not in one.rows for one in in_turn.handed)


class Counted(dict[str, object]):
    """A row that tells when it is gone."""

    __slots__ = ("__weakref__",)


def checked(tables: Tables, rows: Callable[[Snapshot], Rows]) -> tuple[Finding, ...]:
    """Return what the checks say of what lies in some tables, all registers that are there being asked for."""
    registers = catalog().registers
    names = sorted({name for one in tables.snapshots for name in one.registers})
    asked = tuple(Asked(registers[name], tuple(registers[name].fields)) for name in names)
    store = Store(Path("nowhere"))
    handed = tuple(
        handed_in(
            replace(one, sealed=()),
            rows(one),
            tuple(each for each in asked if each.register.level is one.place.level),
            store,
            registers,
        )
        for one in in_order(tables.snapshots)
    )
    expected = {year: tables.schools(year) for year in (2020, 2021)}
    values = Values({}, tables.city.code)
    return check(Context(catalog(), handed, expected, values, (), (2020, 2021), tables.city, region=tables.region))


def test_few_rows_are_held_however_many_schools_hand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, alive, most = [0], [0], [0]

    def gone() -> None:
        alive[0] -= 1

    def counted(*given: object) -> tuple[Row, ...]:
        rows = tuple(map(Counted, _made(*given)))  # type: ignore[arg-type]  # stands in for what it counts
        for one in rows:
            finalize(one, gone)
        made[0], alive[0] = made[0] + len(rows), alive[0] + len(rows)
        most[0] = max(most[0], alive[0])
        return rows  # type: ignore[return-value]  # rows that are counted

    dataset = Dataset(tmp_path / "dataset")
    for code in "AB":
        for year in (2020, 2021):
            schools = {f"{code}{number:02d}": 11 + number for number in range(8)}
            source = city(tmp_path, code, schools, year)
        dataset.take_in(source)
    monkeypatch.setattr(packs, "TOGETHER", 6)
    dataset.pack(everything=True, grace=0)
    tables, beside = packed(dataset), loose(tmp_path)
    at_once = checked(beside, lambda one: read_rows(one, catalog().registers))
    monkeypatch.setattr(at_hand, "MOST", 10)
    monkeypatch.setattr("zhibao.snapshot.parquet._made", counted)
    assert checked(tables, tables.rows_of) == at_once
    rosters = 2 * 8
    assert most[0] <= at_hand.MOST + packs.TOGETHER + rosters
    assert made[0] > 10 * most[0]
    there = checked(beside, beside.rows_of)
    assert there == at_once
    assert most[0] <= at_hand.MOST + packs.TOGETHER + rosters
    assert sum(len(rows) for one in beside.snapshots for rows in beside.rows_of(one).values()) > 3 * most[0]
