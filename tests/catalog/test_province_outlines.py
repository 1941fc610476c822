"""A province prints nothing that its cities' schools are not asked for, and says nothing in a city's words."""

import pytest

from tests.registers import catalog
from zhibao.catalog.asked import asked_for
from zhibao.catalog.load import outline_texts
from zhibao.catalog.outline_faults import outline_faults
from zhibao.terms.place import Level

OUTLINES = [name for name, one in catalog().outlines.items() if one.level is Level.PROVINCE]


@pytest.mark.parametrize("name", OUTLINES)
@pytest.mark.parametrize("level", [Level.SCHOOL, Level.CITY])
def test_a_province_needs_only_what_the_citys_own_outline_asks_for(name: str, level: Level) -> None:
    def fields(outline: str) -> set[tuple[str, str]]:
        return {(one.register.name, field) for one in asked_for(catalog(), outline, level) for field in one.fields}

    assert fields(name) <= fields(catalog().outlines[name].like)


@pytest.mark.parametrize("name", OUTLINES)
def test_a_provinces_text_speaks_of_the_province_and_its_names_are_known(name: str) -> None:
    texts = "".join(text for _, text in outline_texts(catalog(), name))
    assert "全市" not in texts
    assert "市教育行政部门" not in texts.replace("省教育行政部门", "")
    outline = catalog().outlines[name]
    assert list(outline_faults(outline, catalog().indicators, catalog().registers)) == []


def test_there_is_an_outline_of_a_province() -> None:
    assert len(OUTLINES) >= 2
