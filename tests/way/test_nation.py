"""The nation reports from the rows of all schools: provinces side by side, and the report holds before the audit."""

import pytest

from zhibao.document.nodes import Heading, Table, plain, walk
from zhibao.document.render import word_file
from zhibao.terms.value import Known, ValueKey
from zhibao.workshop import Workshop

PARTS = ("人才培养", "教育教学", "服务贡献", "文化传承", "国际合作", "产教融合", "发展保障", "面临挑战")


def printed(work: Workshop, name: str) -> list[list[str]]:
    table = next(one for one in walk(work.document.blocks) if isinstance(one, Table) and one.name == name)
    return [[plain(cell.content) for cell in row] for row in table.body]


@pytest.mark.parametrize("number", [0, 1], ids=["province", "nation"])
def test_every_part_is_there_and_no_table_is_empty(seven_part_regions: tuple[Workshop, Workshop], number: int) -> None:
    blocks = list(walk(seven_part_regions[number].document.blocks))
    chapters = [plain(one.content) for one in blocks if isinstance(one, Heading) and one.level == 1]
    assert [part for part in PARTS if not any(part in one for one in chapters)] == []
    tables = [one for one in blocks if isinstance(one, Table)]
    assert len(tables) > 40
    assert [one.name for one in tables if not one.body] == []


def test_provinces_stand_side_by_side_by_their_own_rows_and_the_nation_divides_once(
    seven_part_regions: tuple[Workshop, Workshop],
) -> None:
    nation = seven_part_regions[1]
    scale = printed(nation, "places_scale")
    assert [row[0] for row in scale] == ["示例p1省", "示例p2省", "全国"]
    assert [row[1] for row in scale] == ["3", "1", "4"]
    whole = nation.values[ValueKey("employment_rate", "nation", 2023)]
    parts = [nation.values[ValueKey("employment_rate", one, 2023)] for one in ("p1", "p2")]
    for side in ("numerator", "denominator"):
        numbers = [getattr(one, side) for one in (whole, *parts)]
        assert all(isinstance(one, Known) for one in numbers)
        assert numbers[0].number == numbers[1].number + numbers[2].number


def test_a_province_ranks_its_cities_and_equal_ones_alike(seven_part_regions: tuple[Workshop, Workshop]) -> None:
    scale = printed(seven_part_regions[0], "places_training")
    assert [(row[0], row[2]) for row in scale] == [("示例donghe市", "2"), ("示例xiling市", "1"), ("全省", "")]
    assert [row[2] for row in printed(seven_part_regions[0], "places_staff")] == ["1", "1", ""]


def test_what_the_nation_writes_is_read_back_and_audited_without_a_finding(
    seven_part_regions: tuple[Workshop, Workshop],
) -> None:
    nation = seven_part_regions[1]
    proof = nation.proofread(word_file(nation.document, {}, nation.dress))
    proof.require()
    assert proof.recovered > 400
