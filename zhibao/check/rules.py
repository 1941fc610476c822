"""校验规则总集: the written checks, and those that follow from the registers."""

from collections.abc import Mapping

from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.catalog.orders import generated_orders
from zhibao.catalog.register import Register


def all_checks(catalog: Catalog) -> Mapping[str, Check]:
    """Return the written checks and those that follow from the registers."""
    return {**catalog.checks, **catalog.following(_generated)}


def _generated(registers: Mapping[str, Register]) -> Mapping[str, Check]:
    return {**generated_checks(registers), **generated_orders(registers)}
