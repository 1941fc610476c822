"""口径的小窗: what stands behind the numbers of a public page, told where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhibao.publish.public_report import Definition, Exhibit, Point, PublicReport
from zhibao.web.bridge.releasing import report_of

_DRAWN = "parts/definition_pops.html"


@dataclass(frozen=True)
class Pop:
    """小窗: a definition with the newest value of a place, its parts, and the values of all years."""

    definition: Definition
    now: Point | None
    years: tuple[Point, ...]

    @property
    def is_quotient(self) -> bool:
        """Say whether the newest value has both its parts."""
        return self.now is not None and bool(self.now.numerator and self.now.denominator)


def pops(report: PublicReport, names: Iterable[str], place: str) -> list[Pop]:
    """Return the pop-ups of some indicators, each once, with the values of a place."""
    found = (report.definition(one) for one in dict.fromkeys(names))
    return [_pop(one, place) for one in found if one is not None]


def of_report(folder: Path, base: str) -> SafeString:
    """Return those of the reading page, drawn: of its headline figures, its sentences and its tables."""
    return _of_report(folder, base, get_language() or "")


@lru_cache(maxsize=16)
def _of_report(folder: Path, base: str, language: str) -> SafeString:
    """Draw them once in each language: there are a hundred of them, and a release never changes."""
    report = report_of(folder)
    names = (*report.heads, *_in_text(report), *_in_tables(report.exhibits))
    return render_to_string(_DRAWN, {"pops": pops(report, names, report.place), "base": base})


def of_exhibit(report: PublicReport, shown: Exhibit) -> list[Pop]:
    """Return those of one table or figure."""
    return pops(report, _in_tables((shown,)), report.place)


def _pop(one: Definition, place: str) -> Pop:
    points = one.of(place)
    return Pop(one, points[-1] if points else None, points)


def _in_text(report: PublicReport) -> Iterator[str]:
    for chapter in report.chapters:
        for part in chapter.parts:
            yield from (piece.target for piece in part.pieces if piece.kind == "number")


def _in_tables(shown: Sequence[Exhibit]) -> Iterator[str]:
    for one in shown:
        yield from (cell.indicator for row in one.body for cell in row if cell.indicator)
