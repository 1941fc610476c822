"""Small tables of known truth: right ones pass in silence, one wrong number is found, scrambled ones still speak."""

import random
import time

import pytest

from tests.audit.tables.drawn import TABLES, Drawn, facts_of, far, scrambled, serious, slipped, text_of, turned
from zhibao.audit.model import Outcome
from zhibao.audit.run import relations_of
from zhibao.audit.tables.understand import understand

_SEEDS = range(12)
_ROUNDED = ("ratings",)


def drawn(name: str, seed: int) -> tuple[Drawn, random.Random]:
    draw = random.Random(f"{name}/{seed}")
    one = TABLES[name](draw)
    return (turned(one) if name != "A over B" and draw.random() < 0.4 else one), draw


@pytest.mark.parametrize("name", TABLES)
def test_a_right_table_gives_no_error_or_warning(name: str) -> None:
    for seed in _SEEDS:
        one, _ = drawn(name, seed)
        assert serious(text_of(one.rows)) == [], text_of(one.rows)


@pytest.mark.parametrize("name", TABLES)
def test_every_checked_number_of_a_right_table_takes_part_in_a_relation_that_holds(name: str) -> None:
    for seed in _SEEDS:
        one, _ = drawn(name, seed)
        held = {
            (claim.block.row, claim.block.column)
            for relation in relations_of(facts_of(text_of(one.rows)))
            if relation.outcome in (Outcome.HOLDS, Outcome.CUT_OFF)
            for claim in relation.claims
            if claim.block.kind == "cell"
        }
        assert set(one.checked) <= held, text_of(one.rows)


@pytest.mark.parametrize("name", TABLES)
def test_one_number_far_off_is_found(name: str) -> None:
    for seed in _SEEDS:
        one, draw = drawn(name, seed)
        row, column = draw.choice(one.checked)
        one.rows[row][column] = far(one.rows[row][column], draw)
        assert serious(text_of(one.rows)), text_of(one.rows)


@pytest.mark.parametrize("name", [name for name in TABLES if name not in _ROUNDED])
def test_one_changed_digit_is_found(name: str) -> None:
    missed = 0
    for seed in _SEEDS:
        one, draw = drawn(name, seed)
        row, column = draw.choice(one.checked)
        one.rows[row][column] = slipped(one.rows[row][column], draw)
        missed += not serious(text_of(one.rows))
    assert missed <= 1  # the last digit of a large number may drown in the rounding of a quotient


@pytest.mark.parametrize("name", TABLES)
def test_scrambled_tables_verify_next_to_nothing_and_still_speak(name: str) -> None:
    held = spoken = tables = 0
    for seed in _SEEDS:
        one, draw = drawn(name, seed)
        text = text_of(scrambled(one.rows, 1, 1, draw))
        found = [one for one in relations_of(facts_of(text)) if one.rule.startswith("table_")]
        held += sum(one.outcome is Outcome.HOLDS and one.bits >= 3 for one in found)
        spoken += bool(serious(text))
        tables += 1
    assert held <= 1
    assert spoken >= 0.8 * tables


def test_a_whole_table_that_fits_nothing_is_one_warning() -> None:
    rows = [["系部", "毕业生数（人）", "就业人数（人）", "就业率（%）"]]
    rows += [
        [f"{name}系", "250", "240", rate]
        for name, rate in zip("甲乙丙丁", ("71.10", "60.31", "52.20", "83.33"), strict=True)
    ]
    assert len(serious(text_of(rows))) == 1


def test_swapped_years_are_one_finding_on_the_head() -> None:
    rows = [
        ["指标", "2024年", "2023年", "变化"],
        ["招生数（人）", "820", "905", "+85"],
        ["教师数（人）", "131", "140", "+9"],
    ]
    found = serious(text_of(rows))
    assert [(one.where.quote, one.expected) for one in found if hasattr(one.where, "quote")] == [("2024年", "2023年")]


def test_reading_a_table_costs_in_proportion_to_its_cells() -> None:
    def seconds(rows: int) -> float:
        draw = random.Random(rows)
        body = [[f"第{i}组", *(str(draw.randint(100, 999)) for _ in range(9))] for i in range(rows)]
        totals = ["合计", *(str(sum(int(row[c]) for row in body)) for c in range(1, 10))]
        facts = facts_of(text_of([["组", *"甲乙丙丁戊己庚辛壬"], *body, totals]))
        began = time.process_time()
        understand(facts)
        assert sum(one.outcome is Outcome.HOLDS for one in relations_of(facts) if one.rule.startswith("table_")) >= 9
        return time.process_time() - began

    seconds(50)
    assert seconds(800) < 40 * max(seconds(100), 0.02)
