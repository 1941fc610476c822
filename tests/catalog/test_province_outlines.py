"""A province and the nation print nothing that cities and schools are not asked for, in words of their own."""

import pytest

from tests.registers import catalog
from zhibao.catalog.asked import asked_for
from zhibao.catalog.load import outline_texts
from zhibao.catalog.outline_faults import outline_faults
from zhibao.terms.place import Level

OUTLINES = [name for name, one in catalog().outlines.items() if one.level in (Level.PROVINCE, Level.NATION)]


def citys(name: str) -> str:
    """Return the outline by which the cities report that an outline is made for."""
    like = catalog().outlines[name].like
    return like if like and catalog().outlines[like].level is Level.CITY else "city_seven_parts"


@pytest.mark.parametrize("name", OUTLINES)
@pytest.mark.parametrize("level", [Level.SCHOOL, Level.CITY])
def test_a_region_needs_only_what_the_citys_own_outline_asks_for(name: str, level: Level) -> None:
    def fields(outline: str) -> set[tuple[str, str]]:
        return {(one.register.name, field) for one in asked_for(catalog(), outline, level) for field in one.fields}

    assert fields(name) <= fields(citys(name))


@pytest.mark.parametrize("name", OUTLINES)
def test_a_regions_text_speaks_of_the_region_and_its_names_are_known(name: str) -> None:
    texts, outline = "".join(text for _, text in outline_texts(catalog(), name)), catalog().outlines[name]
    assert "全市" not in texts
    assert "市教育行政部门" not in texts.replace("省教育行政部门", "")
    assert outline.level is Level.PROVINCE or "全省" not in texts
    assert list(outline_faults(outline, catalog().indicators, catalog().registers)) == []


def test_there_are_outlines_of_a_province_and_of_the_nation() -> None:
    assert len(OUTLINES) >= 4
    assert {catalog().outlines[name].level for name in OUTLINES} == {Level.PROVINCE, Level.NATION}
