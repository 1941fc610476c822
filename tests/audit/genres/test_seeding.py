import random
import re

import pytest

from zhibao.audit.proof.genres.report import Report
from zhibao.audit.proof.genres.truth import Bond
from zhibao.audit.proof.genres.write import reports
from zhibao.audit.proof.seeding import ERRORS, Seeded, seed


@pytest.fixture(scope="module")
def made() -> list[Seeded]:
    rnd = random.Random(5)
    found = [seed(report, error, rnd) for report in reports(20) for error in ERRORS for _ in range(3)]
    return [one for one in found if one is not None]


def test_every_kind_of_error_can_be_seeded(made: list[Seeded]) -> None:
    assert {one.error for one in made} == set(ERRORS)


def test_only_the_named_place_differs_from_the_clean_report(made: list[Seeded]) -> None:
    for one in made:
        lines = one.text.split("\n")
        line = lines[one.line - 1]
        lines[one.line - 1] = line[: one.column - 1] + one.before + line[one.end - 1 :]
        assert line[one.column - 1 : one.end - 1] == one.after
        assert "\n".join(lines) == one.report.text


def test_a_changed_number_breaks_an_equation_read_from_the_text_again(made: list[Seeded]) -> None:
    for one in made:
        if one.error in ("digit", "swap"):
            assert any(broken(bond, one) for bond in one.report.bonds), one


def broken(bond: Bond, one: Seeded) -> bool:
    lines = one.text.split("\n")
    spans = []
    for place in bond.prints:
        if place.key[:2] in ("n:", "l:"):
            spans.append(place.span("9999" if place.line == one.line - 1 and place.start == one.column - 1 else None))
        else:
            spans.append(place.span(lines[place.line][place.start : place.end].replace(",", "")))
    return not bond.holds(spans)


def test_a_change_that_rounding_hides_is_not_seeded() -> None:
    report = reports(1)[0]
    share = next(bond for bond in report.bonds if bond.kind == "share" and "." in bond.result.digits)
    alone = Report("school", "open", False, 0, report.lines, report.prints, (share,), (), ())
    for number in range(60):
        one = seed(alone, "digit", random.Random(number))
        assert one is not None
        assert broken(share, one)


def test_a_flipped_word_is_its_opposite(made: list[Seeded]) -> None:
    words = [one for one in made if one.error == "word"]
    assert words
    assert all(one.before != one.after and not re.search(r"\d", one.after) for one in words)


def test_swapped_years_stand_in_the_head_of_a_table(made: list[Seeded]) -> None:
    for one in made:
        if one.error == "years":
            assert sorted(re.findall(r"\d{4}", one.before)) == sorted(re.findall(r"\d{4}", one.after))
            assert one.before != one.after


def test_nothing_is_seeded_where_nothing_is_known() -> None:
    bare = Report("school", "open", False, 0, ("正文。",), (), (), (), ())
    assert [
        error for error in ("word", "years", "part", "caption", "page") if seed(bare, error, random.Random(1))
    ] == []
