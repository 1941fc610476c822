"""Added up over the schools, the generated numbers are the city's published ones."""

from collections import Counter

import pytest

from tests.examples.handed import CITIES, generated, number, schools, total
from tests.registers import catalog
from zhibao.examples.generate import generate
from zhibao.examples.jiangmen.listings import Listings as JiangmenListings
from zhibao.examples.model import Figure, load_example
from zhibao.examples.qingyuan.listings import Listings as QingyuanListings
from zhibao.examples.qingyuan.listings import majors_of
from zhibao.examples.shares import Shares
from zhibao.snapshot.submission import Rows
from zhibao.terms.value import Known

LISTINGS: dict[str, type[JiangmenListings] | type[QingyuanListings]] = {
    "jiangmen": JiangmenListings,
    "qingyuan": QingyuanListings,
}


def figures(name: str) -> list[tuple[str, str, Figure]]:
    table = load_example(name).figures.forms
    return [(register, field, figure) for register, fields in table.items() for field, figure in fields.items()]


@pytest.mark.parametrize("name", CITIES)
def test_every_form_field_adds_up_to_its_city_total(name: str) -> None:
    example = load_example(name)
    for register, field, figure in figures(name):
        for year in example.edition.data_years:
            assert total(example, year, register, field) == figure.total[year], (register, field, year)


@pytest.mark.parametrize("name", CITIES)
def test_every_figure_is_a_field_and_says_where_it_comes_from(name: str) -> None:
    for register, field, figure in figures(name):
        assert field in catalog().registers[register].fields
        assert figure.source
        assert set(figure.derived) | set(figure.invented) <= set(figure.total)
        assert not set(figure.derived) & set(figure.invented)


@pytest.mark.parametrize("name", CITIES)
def test_invented_rows_are_marked_by_register_and_year(name: str) -> None:
    example = load_example(name)
    for one in example.read("rows.yaml", LISTINGS[name]).invented:
        assert one.register_ in catalog().registers
        assert set(one.years) <= set(example.edition.data_years)


def test_rows_add_up_to_their_city_totals() -> None:
    example = load_example("qingyuan")
    counted: Counter[tuple[int, str]] = Counter()
    for year, _, rows in schools("qingyuan"):
        for row in rows["awards"]:
            counted[(year, f"{row['contest']}/{row['prize']}")] += whole(row["number"])
        for row in rows["direct_by_category"]:
            counted[(year, str(row["category"]))] += whole(row["direct"])
    for fields in example.figures.rows.values():
        for key, figure in fields.items():
            for year in example.edition.data_years:
                assert counted[(year, key)] == figure.total[year], (key, year)


def test_the_national_prizes_are_those_printed() -> None:
    prizes: Counter[int] = Counter()
    for year, _, rows in schools("jiangmen"):
        prizes[year] += sum(whole(row["number"]) for row in rows["awards"])
    assert prizes == {2020: 4, 2021: 1}


def test_practice_bases_are_counted_once_though_schools_share_some() -> None:
    for year, different in ((2020, 80), (2021, 108)):
        firms = [row["enterprise"] for y, _, rows in schools("jiangmen") if y == year for row in rows["practice_bases"]]
        assert len(set(firms)) == different < len(firms)


def test_the_bandwidth_is_a_maximum() -> None:
    for year in (2020, 2021):
        values = [number(rows, "facilities", "bandwidth") for y, _, rows in schools("jiangmen") if y == year]
        assert max(value for value in values if value is not None) == 800


def test_the_majors_are_as_many_as_printed() -> None:
    held = [major for rows in this_year() for row in rows["majors"] for major in (str(row["major"]),)]
    assert (len(held), len(set(held)), len({major[:2] for major in held})) == (172, 56, 13)
    assert [len(rows["majors"]) for rows in this_year()] == [
        school.points for school in load_example("qingyuan").roster.schools
    ]
    known = catalog().lists["majors"].items
    assert all(major in known for major in held)
    for rows in this_year():
        assert len({row["major"] for row in rows["majors"]}) == len(rows["majors"])


def test_the_through_training_links_are_those_counted() -> None:
    for year, wanted in ((2020, [5, 18, 7, 18, 805]), (2021, [11, 26, 16, 33, 2725])):
        taking = [(code, row) for y, code, rows in schools("qingyuan") if y == year for row in rows["through_training"]]
        kinds = [len({str(row[field]) for _, row in taking}) for field in ("major", "college", "college_major")]
        places = sum(whole(row["places"]) for _, row in taking)
        assert [len({code for code, _ in taking}), *kinds, places] == wanted


def test_a_school_leads_on_only_from_majors_that_it_has() -> None:
    for _, _, rows in schools("qingyuan"):
        held = {row["major"] for row in rows["majors"]}
        assert {row["major"] for row in rows["through_training"]} <= held


def test_this_year_has_all_of_last_years_majors_and_ten_more() -> None:
    example = load_example("qingyuan")
    before, now = (majors_of(example, year) for year in example.edition.data_years)
    assert all(set(old) <= set(new) for old, new in zip(before, now, strict=True))
    assert sum(map(len, now)) - sum(map(len, before)) == 10


def test_the_history_is_the_citys_alone_and_estimated() -> None:
    (rows,) = [handed.rows for handed in generated("qingyuan")[2019].values()]
    (row,) = rows["graduates"]
    assert list(rows) == ["graduates"]
    assert all(isinstance(cell, Known) and cell.estimated for cell in row.values())


def test_the_same_numbers_come_again() -> None:
    example = load_example("jiangmen")
    assert generate(example, catalog()) == generated("jiangmen")
    last, this = example.edition.data_years
    assert last < this


def test_a_column_that_misses_its_total_is_refused() -> None:
    shares = Shares(load_example("jiangmen"), 2021)
    with pytest.raises(ValueError, match="28198"):
        shares.put("students.full_time", shares.zeros)


def test_an_unknown_example_is_refused() -> None:
    with pytest.raises(KeyError):
        load_example("nowhere")


def this_year() -> list[Rows]:
    return [rows for year, _, rows in schools("qingyuan") if year == 2021]


def whole(cell: object) -> int:
    assert isinstance(cell, Known)
    return int(cell.number)
