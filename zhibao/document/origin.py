"""原文出处: where each printed character of a document that was read came from."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from zhibao.terms.source import TextPlace


@dataclass(frozen=True, slots=True)
class Run:
    """一段连续的出处: from `start` on, characters stand side by side in one source line.

    `line` and `column` count from 1; `cell` is the address in a workbook or table, empty elsewhere.
    """

    start: int
    line: int
    column: int
    page: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """出处: the characters as they stood, page cuts taken out, and the runs they came in.

    Shape: `runs` in rising order of `start`, the first at 0; several where a text was cut and has been joined.
    """

    text: str
    runs: tuple[Run, ...]

    def places(self, start: int, end: int, file: str = "") -> tuple[TextPlace, ...]:
        """Return one place per source line of the span, each with its exact quote; at least one."""
        return tuple(self._places(start, end, file))

    def _places(self, start: int, end: int, file: str) -> Iterator[TextPlace]:
        first = max(0, bisect_right([run.start for run in self.runs], start) - 1)
        for index in range(first, len(self.runs)):
            run = self.runs[index]
            stop = self.runs[index + 1].start if index + 1 < len(self.runs) else len(self.text)
            low, high = max(start, run.start), min(end, stop)
            if run.start >= end and index > first:
                return
            if low < high or index == first == len(self.runs) - 1:
                column = run.column + low - run.start
                yield TextPlace(file, run.line, column, run.page, self.text[low:high], run.cell)


def single(text: str, line: int, column: int = 1, page: int | None = None, cell: str = "") -> Origin:
    """Return the origin of a text that stands on one line."""
    return Origin(text, (Run(0, line, column, page, cell),))


def joined(parts: tuple[Origin, ...]) -> Origin:
    """Return the origin of texts joined without anything between them."""
    if len(parts) == 1:
        return parts[0]
    runs: list[Run] = []
    length = 0
    for part in parts:
        runs += [Run(run.start + length, run.line, run.column, run.page, run.cell) for run in part.runs]
        length += len(part.text)
    return Origin("".join(part.text for part in parts), tuple(runs))


def slice_of(origin: Origin, start: int, end: int) -> Origin:
    """Return the origin of a stretch of a text."""
    if start >= 0 and len(origin.runs) == 1:
        (only,) = origin.runs
        return single(origin.text[start:end], only.line, only.column + start - only.start, only.page, only.cell)
    runs: list[Run] = []
    for index, run in enumerate(origin.runs):
        stop = origin.runs[index + 1].start if index + 1 < len(origin.runs) else len(origin.text)
        low, high = max(start, run.start), min(end, stop)
        if low < high:
            runs.append(Run(low - start, run.line, run.column + low - run.start, run.page, run.cell))
    if not runs:
        last = origin.runs[-1]
        runs.append(Run(0, last.line, last.column + start - last.start, last.page, last.cell))
    return Origin(origin.text[start:end], tuple(runs))
