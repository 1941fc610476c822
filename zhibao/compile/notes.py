"""图表的注: reasons for changes, under the first exhibit that prints the indicator, and what 约 means."""

from collections.abc import Iterable

from zhibao.compile.material import Material
from zhibao.compile.printing import ESTIMATE
from zhibao.compile.sentences import reason_for
from zhibao.document.nodes import Cell, Inlines, Number, Row, Text

ESTIMATES = "带“约”的为估计数"


class Notes:
    """注: remembers which reasons have been told, so that each stands once in a report."""

    def __init__(self, material: Material) -> None:
        """Begin a report in which nothing has been told yet."""
        self._material = material
        self._told: set[str] = set()

    def under(self, rows: Iterable[Row]) -> tuple[Inlines, ...]:
        """Return the notes of an exhibit from the numbers it prints; several are numbered."""
        numbers = [number for row in rows for cell in row for number in _numbers(cell)]
        texts = []
        for name in dict.fromkeys(number.indicator for number in numbers):
            if name in self._told or name not in self._material.catalog.indicators:
                continue
            if reason := reason_for(self._material, name):
                self._told.add(name)
                texts.append(f"{self._material.indicator(name).label}：{reason}")
        if any(number.text.startswith(ESTIMATE) for number in numbers):
            texts.append(ESTIMATES)
        if len(texts) == 1:
            return ((Text(f"注：{_ended(texts[0])}"),),)
        return tuple((Text(f"注{place}：{_ended(text)}"),) for place, text in enumerate(texts, 1))


def _numbers(cell: Cell) -> Iterable[Number]:
    return (inline for inline in cell.content if isinstance(inline, Number))


def _ended(text: str) -> str:
    return text.rstrip("。") + "。"
