"""设置的核对: names in zhibao.yaml and in a folder's chapters that the definitions do not have."""

from collections.abc import Iterator
from pathlib import Path

from zhibao.catalog.edition import FILE, Edition
from zhibao.catalog.files import locate
from zhibao.catalog.load import Catalog
from zhibao.catalog.look import DEFAULT
from zhibao.catalog.outline_faults import outline_faults


def edition_faults(edition: Edition, catalog: Catalog, folder: Path) -> Iterator[str]:
    """Yield a sentence with file:line for every outline, register or indicator that does not exist."""
    file = folder / FILE
    if edition.outline not in catalog.outlines:
        line, column = locate(file, ("outline",))
        yield f"{file}:{line}:{column}：没有名为“{edition.outline}”的提纲。可选：{'、'.join(catalog.outlines)}。"
        return
    if edition.look not in (*catalog.looks, DEFAULT):
        line, column = locate(file, ("look",))
        yield f"{file}:{line}:{column}：没有名为“{edition.look}”的样式。可选：{'、'.join(catalog.looks)}。"
    named = [("history_years", name) for names in edition.history_years.values() for name in names]
    for key, name in (*named, *(("registers", name) for name in edition.registers)):
        if name not in catalog.registers:
            line, column = locate(file, (key,))
            yield f"{file}:{line}:{column}：没有名为“{name}”的数据表。"
    yield from outline_faults(catalog.outlines[edition.outline], catalog.indicators, catalog.registers)
