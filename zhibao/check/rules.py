"""校验规则总集: the written checks, and those that follow from the registers."""

import re
from collections.abc import Mapping

from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.catalog.orders import generated_orders
from zhibao.catalog.register import Register

_REGISTER = re.compile(r"\b([a-z_]\w*)\.")


def all_checks(catalog: Catalog) -> Mapping[str, Check]:
    """Return the written checks and those that follow from the registers."""
    return {**catalog.checks, **catalog.following(_generated)}


def about(rules: Mapping[str, Check], register: str, registers: Mapping[str, Register]) -> Mapping[str, Check]:
    """Return the checks that may speak of a register's cells: those that name it, and those that look at all."""
    return {name: one for name, one in rules.items() if not (named := _named(one, registers)) or register in named}


def _named(rule: Check, registers: Mapping[str, Register]) -> frozenset[str]:
    """Return the registers that a check names; none, when it names anything else besides."""
    named = {rule.rows_of} if rule.rows_of else set[str]()
    named |= {one.partition(".")[0] for one in rule.of} | set(_REGISTER.findall(rule.must))
    return frozenset(named) if named <= registers.keys() else frozenset()


def _generated(registers: Mapping[str, Register]) -> Mapping[str, Check]:
    return {**generated_checks(registers), **generated_orders(registers)}
