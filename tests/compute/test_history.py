"""Of an earlier year the city fills in totals; what it is not asked for is not collected, which is no gap."""

from fractions import Fraction
from pathlib import Path

from tests.registers import CITY, catalog, submission, tables
from zhibao.compute import compute
from zhibao.snapshot.store import Store
from zhibao.snapshot.tables import Tables
from zhibao.terms.value import Known, Meaning, Missing, ValueKey


def test_a_history_year_gives_city_values_of_what_was_filled_in_and_nothing_else(tmp_path: Path) -> None:
    tables(tmp_path, {2020: {"A": {"graduates": [{"graduates": 100, "employed": 90}]}}})
    totals = submission(CITY, 2019, {"graduates": [{"graduates": 80, "employed": 60}]})
    store = Store(tmp_path)
    store.freeze(totals, catalog().registers)
    opened = Tables(store.current(), catalog().registers, CITY)
    found = compute(opened, catalog(), ["employment_rate", "full_time_students"])
    assert found[ValueKey("employment_rate", CITY.code, 2019)].value == Known(Fraction(75))
    assert found[ValueKey("full_time_students", CITY.code, 2019)].value == Missing(Meaning.NOT_COLLECTED, 1)
    assert found[ValueKey("full_time_students", CITY.code, 2020)].value == Missing(Meaning.NOT_SUBMITTED, 1)
    assert ValueKey("employment_rate", "A", 2019) not in found
