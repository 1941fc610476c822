"""图表的注: reasons for changes and for what is kept as it was handed in, each under the first exhibit that prints it.

A row of the city's reasons names an indicator (毕业生总数), its value of one year (毕业生总数（2020年）), or a name as
a listing prints it; an outline gives reasons for labels.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibao.compile.material import Material
from zhibao.compile.printing import ESTIMATE
from zhibao.compile.sentences import reason_for
from zhibao.document.nodes import Cell, Inlines, Number, Row, Text, plain
from zhibao.terms.value import ValueKey

ESTIMATES = "带“约”的为估计数"


class Notes:
    """注: remembers which reasons have been told, so that each stands once in a report."""

    def __init__(self, material: Material) -> None:
        """Begin a report in which nothing has been told yet."""
        self._material = material
        self._told: set[str] = set()
        indicators = material.catalog.indicators.values()
        labels = {label for one in indicators for label in (one.label, *one.aliases)}
        self._listed = tuple(name for name in material.reasons if name not in labels)

    def under(
        self, rows: Sequence[Row], labels: Mapping[str, str] | None = None, breaks: Sequence[str] = ()
    ) -> tuple[Inlines, ...]:
        """Return the notes of an exhibit from what it prints, several of them numbered.

        `labels` are kept for a reason; `breaks` are the notes of breaks in series, told wherever one is crossed.
        """
        numbers = [number for row in rows for cell in row for number in _numbers(cell)]
        texts = [f"“{label}”：{reason}" for label, reason in (labels or {}).items()]
        texts += [f"“{name}”：{reason}" for name, reason in self._names(rows)]
        for name in dict.fromkeys(number.indicator for number in numbers):
            if name in self._told or name not in self._material.catalog.indicators:
                continue
            if reason := reason_for(self._material, name):
                self._told.add(name)
                texts.append(f"{self._material.indicator(name).label}：{reason}")
        texts += [f"{name}：{reason}" for name, reason in self._years(numbers)]
        texts += breaks
        if any(number.text.startswith(ESTIMATE) for number in numbers):
            texts.append(ESTIMATES)
        lines = [f"注{place}：{_ended(text)}" for place, text in enumerate(texts, 1)]
        if len(texts) == 1:
            lines = [f"注：{_ended(texts[0])}"]
        if systems := self._systems(numbers):
            lines.append(f"数据来源：{_ended('、'.join(systems))}")
        return tuple((Text(line),) for line in lines)

    def _systems(self, numbers: Iterable[Number]) -> tuple[str, ...]:
        """Return the systems that the data behind some numbers were taken over from, each once."""
        values, place = self._material.values, self._material.place.code
        keys = [ValueKey(number.indicator, place, year) for number in numbers for year in self._material.edition.years]
        found = [values[key].origin.system for key in keys if key in values]
        return tuple(dict.fromkeys(one for text in found for one in text.split("、") if one))

    def _names(self, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
        """Yield the reasons for names that the cells print, alone or with a grade in brackets behind."""
        texts = [plain(cell.content) for row in rows for cell in row] if self._listed else []
        for name in self._listed:
            if name not in self._told and any(text == name or text.startswith(f"{name}（") for text in texts):
                self._told.add(name)
                yield name, self._material.reasons[name].strip()

    def _years(self, numbers: Iterable[Number]) -> Iterator[tuple[str, str]]:
        """Yield the reasons for values of one period."""
        for number in numbers:
            if number.indicator in self._material.catalog.indicators:
                name = f"{self._material.indicator(number.indicator).label}（{number.period}）"
                if name not in self._told and (reason := self._material.reasons.get(name, "").strip()):
                    self._told.add(name)
                    yield name, reason


def _numbers(cell: Cell) -> Iterable[Number]:
    return (inline for inline in cell.content if isinstance(inline, Number))


def _ended(text: str) -> str:
    return text.rstrip("。") + "。"
