"""What consists of what is read off the registers, and their sums are computed as indicators are."""

from zhibao.catalog.load import load_catalog
from zhibao.catalog.wholes import wholes
from zhibao.compute.sums import with_sums


def test_wholes_are_the_splits_of_fields_and_both_ways_through_a_table_with_a_total() -> None:
    catalog = load_catalog()
    found = {one.name: one for one in wholes(catalog.registers)}
    destinations = found["graduates-direct"]
    assert destinations.field == ("graduates", "employed")
    assert [part for part, _ in destinations.parts] == [("graduates", "direct"), ("graduates", "further_study")]
    income = found["income_by_source-appropriation_total"]
    assert income.field == ("income_by_source", "total_total")
    assert (income.split, income.parts[-1][1]) == ("经费来源", "其他收入")
    assert found["income_by_source-total_central"].parts[0][1] == "中央"
    assert all(len(one.parts) > 1 for one in found.values())


def test_a_sum_is_told_in_the_unit_of_its_field_and_money_in_ten_thousands() -> None:
    catalog = with_sums(load_catalog(), [("graduates", "direct"), ("income_by_source", "total_total")])
    persons, money = (catalog.indicators[f"{one}"] for one in ("graduates.direct", "income_by_source.total_total"))
    assert (persons.unit, persons.decimals, persons.value) == ("人", 0, "SUM(graduates.direct)")
    assert (money.unit, money.decimals, money.value) == ("万元", 2, "SUM(income_by_source.total_total) / 10000")
