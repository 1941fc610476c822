"""公开的一版: what the pages of a release have in common: its report, files, and the release that corrects it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from zhibao.publish.public_report import Definition, Exhibit, Point, PublicReport
from zhibao.publish.suppression import SIGN
from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.bridge.releasing import report_of, size_of, whole_release
from zhibao.web.guard import Visit
from zhibao.web.parts.core_words import in_words
from zhibao.web.parts.definition_pops import of_exhibit
from zhibao.web.records.release import Release, public_releases

FILES = (
    ("Word", "report.docx"),
    ("PDF", "report.pdf"),
    (gettext_lazy("网页"), "report.html"),
    (gettext_lazy("全部表格"), "annex.xlsx"),
)
_WIDE, _HIGH = 80, 24


@dataclass(frozen=True)
class Figure:
    """要点: a headline number with its change, its parts and its line over the years."""

    definition: Definition
    now: Point
    change: str
    line: str
    dot: tuple[str, str]


@dataclass(frozen=True)
class Published:
    """公开的一版: `newer` is the release that corrects it, None for the one in force."""

    release: Release
    report: PublicReport
    folder: Path
    newer: Release | None

    @property
    def base(self) -> str:
        """Return the address below which all its pages lie."""
        return self.release.base

    @property
    def digest(self) -> str:
        """Return the checksum of the list of its files."""
        return self.release.candidate.digest

    @property
    def before(self) -> Release | None:
        """Return the release that this one corrects; None for the first."""
        found = public_releases().filter(city=self.release.city, year=self.release.year)
        return found.filter(number__lt=self.release.number).first()

    @property
    def files(self) -> list[tuple[str, str, int]]:
        """Return (label, name, bytes) of what can be downloaded of the whole report."""
        return files_of(self.folder)

    def figures(self, place: str) -> list[Figure]:
        """Return the headline numbers of the city or a school."""
        found = [self.report.definition(name) for name in self.report.heads]
        made = [figure(one, place) for one in found if one is not None]
        return [one for one in made if one is not None and (one.now.exact or one.now.printed == SIGN)]

    def in_newer(self, shown: Exhibit | None) -> str:
        """Return where the newer release has the same table or figure; its first page where it has none."""
        if self.newer is None:
            return ""
        same = report_of(folder_of(self.newer.candidate)).exhibits if shown is not None else ()
        found = next(
            (one for one in same if shown and (one.kind, one.outline_name) == (shown.kind, shown.outline_name)), None
        )
        return f"{self.newer.base}{found.kind}/{found.number}/" if found else self.newer.base


def files_of(folder: Path) -> list[tuple[str, str, int]]:
    """Return (label, name, bytes) of what can be downloaded of a whole report."""
    named = (*FILES, (gettext("整个发布件"), whole_release()))
    return [(str(label), name, size_of(folder, name)) for label, name in named]


def published(visit: Visit) -> Published:
    """Return the release that an address names; raises Http404 for one that is not public."""
    named = visit.named
    found = public_releases().filter(city=named["city"], year=named["year"])
    key = named.get("release")
    wanted = next((one for one in found if key in (None, one.key)), None)
    if wanted is None:
        raise Http404
    return opened(wanted)


def opened(release: Release) -> Published:
    """Return a release with its report."""
    newest = public_releases().filter(city=release.city, year=release.year).first()
    folder = folder_of(release.candidate)
    newer = newest if newest is not None and newest.number > release.number else None
    return Published(release, report_of(folder), folder, newer)


def shown(visit: Visit, template: str, one: Published, told: dict[str, object], here: str = "") -> HttpResponse:
    """Return a page of a release."""
    told = {"one": one, "release": one.release, "report": one.report, "base": one.base, "here": here, **told}
    told |= {"permanent": address(visit, one.base), "newer_at": one.newer.base if one.newer else "", **told}
    return render(visit.request, template, told)


def address(visit: Visit, path: str) -> str:
    """Return the whole address of a page, as it is cited and as its QR code says."""
    return visit.request.build_absolute_uri(path)


def exhibit_page(visit: Visit, kind: str) -> HttpResponse:
    """Return the page of one table or figure."""
    one = published(visit)
    found = one.report.exhibit(kind, str(visit.named["exhibit"]))
    if found is None:
        raise Http404
    path = f"{one.base}{kind}/{found.number}/"
    told: dict[str, object] = {
        "exhibit_shown": found,
        "pops": of_exhibit(one.report, found),
        "newer_at": one.in_newer(found),
        "permanent": address(visit, path),
    }
    return shown(visit, "parts/exhibit_page.html", one, told)


def figure(definition: Definition, place: str) -> Figure | None:
    """Return a number of a place with its trend; None where this year has none."""
    points = definition.of(place)
    if not points or points[-1].printed in ("", "—"):
        return None
    now, last = points[-1], points[-2] if len(points) > 1 else None
    change = _change(now, last, definition.unit) if last is not None else ""
    line, dot = _line(points)
    return Figure(definition, now, change, line, dot)


def _change(now: Point, last: Point, unit: str) -> str:
    """Return the change as a phrase, from the numbers as printed; '' where one of them is none."""
    try:
        before, after = _read(last.printed), _read(now.printed)
    except ValueError:
        return ""
    decimals = len(now.printed.partition(".")[2].rstrip("%"))
    difference = after - before
    if not difference:
        return gettext("与 {year} 年相同").format(year=last.year)
    unit = gettext("个百分点") if unit == "%" else "" if unit == "x:1" else in_words(unit)
    said = (
        gettext("比 {year} 年增加 {number} {unit}") if difference > 0 else gettext("比 {year} 年减少 {number} {unit}")
    )
    return said.format(year=last.year, number=f"{abs(difference) / 10**decimals:.{decimals}f}", unit=unit).rstrip()


def _read(text: str) -> int:
    """Return a printed number without its point; raises ValueError for a sign that stands for none."""
    digits = text.rstrip("%").replace("/1", "").replace("∶1", "").replace(".", "")
    return int(digits)


def _line(points: Sequence[Point]) -> tuple[str, tuple[str, str]]:
    """Return the path of a trend and where its last point is; '' for fewer than two numbers."""
    values = [_share(one.exact) for one in points if one.exact]
    if len(values) < 2:
        return "", ("", "")
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (_WIDE - 6) / (len(values) - 1)
    at = [(3 + step * x, _HIGH - 4 - (_HIGH - 8) * (value - low) / span) for x, value in enumerate(values)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at), (f"{at[-1][0]:.1f}", f"{at[-1][1]:.1f}")


def _share(exact: str) -> float:
    above, _, below = exact.partition("/")
    return float(above) / float(below or 1)
