"""选用案例: which of the schools' cases stand in the city's report, in which order and in whose words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zhibao.catalog.load import Catalog
from zhibao.compile.case import Case
from zhibao.compile.city_edit import CityEdit
from zhibao.compile.third_person import WORDS, in_third_person
from zhibao.terms.finding import Finding


def selected(cases: Iterable[Case], city: str) -> tuple[Case, ...]:
    """Return the cases of the city's report: all of them, unless somebody selected some.

    `selected: true` or a number selects a school's case; once one is selected the others of the schools wait, and the
    city's own stay. `selected: false` leaves a case out in any case.
    Shape: those with a number by it, then the rest as given; sections stand in the order of the report.
    """
    offered = [case for case in cases if case.selected is not False]
    if any(case.selected is not None for case in offered):
        offered = [case for case in offered if case.selected is not None or case.place == city]
    return tuple(sorted(offered, key=_rank))


def edited(
    cases: Iterable[Case], schools: Mapping[str, str], catalog: Catalog
) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """Return the cases with those of schools (code → name) in the third person, and where an editor must look.

    Where the city has its own text of a case, that stands, as it was written.
    Missing: definitions of an earlier time, as in an old release, may not have the words; nothing is turned then.
    """
    turned: list[Case] = []
    findings: list[Finding] = []
    for case in cases:
        if case.edit is not None:
            turned.append(_in_citys_words(case, case.edit))
            continue
        if case.place in schools and not case.parts and WORDS in catalog.words:
            case, found = in_third_person(case, schools[case.place], catalog)  # noqa: PLW2901
            findings += found
        turned.append(case)
    return tuple(turned), tuple(findings)


def _in_citys_words(case: Case, edit: CityEdit) -> Case:
    captions = edit.captions or tuple(caption for caption, _ in case.pictures)
    pictures = tuple((caption, png) for caption, (_, png) in zip(captions, case.pictures, strict=True))
    return replace(case, title=edit.title, body=edit.body, pictures=pictures, path=edit.path)


def _rank(case: Case) -> tuple[bool, int]:
    is_numbered = isinstance(case.selected, int) and not isinstance(case.selected, bool)
    return not is_numbered, int(case.selected or 0) if is_numbered else 0
