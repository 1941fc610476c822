"""版本与附表的名称: what editions, annexes and breaks name must be there; drafts themselves are left alone."""

from collections.abc import Iterator

from zhibao.catalog.load import Catalog

Fault = tuple[str, str]


def frame_faults(catalog: Catalog) -> Iterator[Fault]:
    """Yield (file, what is wrong) for every name that no definition bears."""
    yield from _editions(catalog)
    yield from _annexes(catalog)
    yield from _breaks(catalog)


def _editions(catalog: Catalog) -> Iterator[Fault]:
    for name, frame in catalog.editions.items():
        where = f"editions/{name}.yaml"
        if frame.outline and frame.outline not in catalog.outlines:
            yield where, f"提纲“{frame.outline}”不存在。"
        for annex in frame.annexes:
            if annex not in catalog.annexes:
                yield where, f"附表“{annex}”不存在。"


def _annexes(catalog: Catalog) -> Iterator[Fault]:
    for name, annex in catalog.annexes.items():
        where = f"annexes/{name}.yaml"
        if annex.edition not in catalog.editions:
            yield where, f"年报版本“{annex.edition}”不存在。"
        for row, whole in annex.parents():
            if row.indicator and row.indicator not in catalog.indicators:
                yield where, f"“{row.label}”所指的指标“{row.indicator}”不存在。"
            if row.draft and row.draft not in catalog.drafts:
                yield where, f"“{row.label}”所指的待核定指标“{row.draft}”不存在。"
            if row.parent and whole is None:
                yield where, f"“{row.label}”的上级“{row.parent}”不是本表的一行。"


def _breaks(catalog: Catalog) -> Iterator[Fault]:
    for name, one in catalog.breaks.items():
        where = f"breaks/{name}.yaml"
        for indicator in one.indicators:
            if indicator not in catalog.indicators:
                yield where, f"指标“{indicator}”不存在。"
        for qualified in one.fields:
            register, _, field = qualified.partition(".")
            if register not in catalog.registers or field not in catalog.registers[register].fields:
                yield where, f"字段“{qualified}”不存在。"
