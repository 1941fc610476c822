"""A check that names registers speaks of no other one."""

import pytest

from zhibao.catalog.load import load_catalog
from zhibao.check.example import example_context
from zhibao.check.rules import about, all_checks
from zhibao.check.run import kind_of
from zhibao.terms.source import CellPlace


def test_what_a_check_finds_in_its_own_examples_lies_in_a_register_that_it_is_about() -> None:
    catalog, spoken = load_catalog(), 0
    for name, rule in all_checks(catalog).items():
        for example in rule.examples:
            if example.row or not example.finds:
                continue
            for one in kind_of(rule).find(rule, example_context(rule, example, catalog)):
                if isinstance(one.where, CellPlace):  # of a text that was handed in no register's page tells
                    assert name in about({name: rule}, one.where.register, catalog.registers), (name, one.where)
                    spoken += 1
    assert spoken > 50


@pytest.mark.parametrize(("register", "is_kept"), [("students", True), ("teachers", False)])
def test_a_check_that_names_registers_is_left_out_where_others_are_looked_at(register: str, *, is_kept: bool) -> None:
    catalog = load_catalog()
    named = {"entrants_not_more_than_students": catalog.checks["entrants_not_more_than_students"]}
    assert bool(about(named, register, catalog.registers)) is is_kept
