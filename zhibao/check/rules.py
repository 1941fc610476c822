"""校验规则总集: the written checks, and those that follow from the registers."""

from collections.abc import Mapping

from zhibao.catalog.identities import generated_checks
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.catalog.orders import generated_orders


def all_checks(catalog: Catalog) -> Mapping[str, Check]:
    """Return the written checks and those that follow from the registers."""
    return {**catalog.checks, **generated_checks(catalog.registers), **generated_orders(catalog.registers)}
