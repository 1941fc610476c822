"""What stands behind every number of both cities' reports, and a glyph for every letter of them."""

import json

import pytest

from tests.way.conftest import Way
from zhibao.document.glyphs import uncovered
from zhibao.document.nodes import Number, inlines


@pytest.mark.parametrize("city", ["jiangmen", "qingyuan"])
def test_every_number_leads_to_its_definition_and_its_values(city: str, request: pytest.FixtureRequest) -> None:
    document = request.getfixturevalue(city).document
    told = document.lineage
    numbers = [one for one in inlines(document.blocks) if isinstance(one, Number)]
    assert len(numbers) > 200
    bare = [one for one in numbers if one.indicator not in told.explanations]
    assert bare == []
    names = {(one.indicator, one.place, one.period, one.member) for one in numbers if "." not in one.indicator}
    between = {name for name in names if "比" in name[2]}
    assert names - between <= told.values.keys()
    assert all(later in told.values and earlier in told.values for later, earlier in told.changes.values())
    assert all(one in told.snapshots for number in numbers for one in number.snapshots if len(number.snapshots) == 1)


def test_the_parts_are_those_that_were_divided(qingyuan: Way) -> None:
    behind = qingyuan.document.lineage.values["student_teacher_ratio", "qingyuan", "2021年", ""]
    rows = json.loads((qingyuan.release / "values.json").read_text(encoding="utf-8"))
    asked = ("student_teacher_ratio", "qingyuan", 2021)
    (row,) = (one for one in rows if (one["indicator"], one["place"], one["year"]) == asked)
    assert (behind.value, behind.above, behind.below) == (row["printed"], row["numerator"], row["denominator"])
    assert sum(int(share.above) for share in behind.shares) == int(row["numerator"])
    assert sum(int(share.below) for share in behind.shares) == int(row["denominator"])


@pytest.mark.parametrize("city", ["jiangmen", "qingyuan"])
def test_every_letter_has_a_glyph(city: str, request: pytest.FixtureRequest) -> None:
    assert uncovered(request.getfixturevalue(city).document) == ()
