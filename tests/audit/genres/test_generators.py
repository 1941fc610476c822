import re
from collections import Counter
from fractions import Fraction

import pytest

from zhibao.audit.proof.genres.compose import text_named
from zhibao.audit.proof.genres.report import Report
from zhibao.audit.proof.genres.truth import Bond, Mark, Print, keeps
from zhibao.audit.proof.genres.write import VARIANTS, reports

SEEDS = range(1, 7)
GENRES = ("school", "company", "bulletin", "government", "city")


@pytest.fixture(scope="module")
def written() -> list[Report]:
    return [variant.write(seed) for variant in VARIANTS for seed in SEEDS]


def test_there_are_five_genres_each_in_an_open_and_a_held_out_wording() -> None:
    assert Counter(one.genre for one in VARIANTS) == dict.fromkeys(GENRES, 2)
    assert Counter(one.genre for one in VARIANTS if one.held_out) == dict.fromkeys(GENRES, 1)


def test_every_equation_holds_for_the_printed_numbers(written: list[Report]) -> None:
    wrong = [(report.name, bond) for report in written for bond in report.bonds if not holds(bond)]
    assert wrong == []


def holds(bond: Bond) -> bool:
    return bond.holds([one.span() for one in bond.prints])


def test_every_remembered_place_holds_the_remembered_digits(written: list[Report]) -> None:
    for report in written:
        for one in report.prints:
            shown = report.lines[one.line][one.start : one.end].replace(",", "")
            spoken = one.key[:2] in ("n:", "l:")
            assert spoken or shown == one.digits, (report.name, one)


def test_change_words_say_which_way_the_printed_numbers_went(written: list[Report]) -> None:
    for report in written:
        for word, later, earlier in report.trends:
            assert word.rises == (later.span()[0] > earlier.span()[1]), (report.name, word)
            assert report.lines[word.line][word.start : word.end] == word.pair[0 if word.rises else 1]


def test_numbered_things_run_on_without_gap_and_pages_forward(written: list[Report]) -> None:
    assert [mark for report in written for mark in report.marks if mark.breaks(mark.number)] == []


def test_reports_are_as_long_and_as_full_of_numbers_as_real_ones(written: list[Report]) -> None:
    assert [report.name for report in written if not 3_700 <= len(report.text) <= 10_000] == []
    assert [report.name for report in written if len({one for bond in report.bonds for one in bond.prints}) < 80] == []


def test_no_place_is_left_unfilled(written: list[Report]) -> None:
    assert [report.name for report in written if re.search(r"[{}*@]|\[\[|\]\]", report.text.replace("@", "", 1))] == []


def test_the_same_seed_gives_the_same_report() -> None:
    assert reports(len(VARIANTS)) == reports(len(VARIANTS))
    assert VARIANTS[0].write(1).text != VARIANTS[0].write(2).text


@pytest.mark.parametrize("genre", GENRES)
def test_the_held_out_wording_shares_no_sentence_with_the_open_one(genre: str) -> None:
    open_one, held = (set(re.split(r"[。；\n]", text_named(f"{genre}_{name}"))) for name in ("open", "held"))
    assert [sentence for sentence in open_one & held if len(sentence) > 24 and "|" not in sentence] == []


@pytest.mark.parametrize(
    ("kind", "result", "operands", "true"),
    [
        ("share", "15.0", ("96", "640"), True),
        ("share", "15.6", ("96", "640"), False),
        ("growth", "5.64", ("4120", "3900"), True),
        ("growth", "6.54", ("4120", "3900"), False),
        ("difference", "1.06", ("97.20", "96.15"), True),  # three roundings: 1.05 is as good
        ("difference", "1.50", ("97.20", "96.15"), False),
        ("sum", "100.1", ("33.4", "33.4", "33.4"), True),
        ("sum", "46", ("6", "14", "24"), False),
        ("margin", "26.79", ("152340.50", "111533.58"), True),
        ("ratio", "18.5", ("8640", "480"), False),
        ("growth by difference", "5.64", ("4120", "220"), True),
        ("growth by difference", "5.34", ("4120", "220"), False),
        ("all of it", "47.9", ("10.9", "41.1"), True),
        ("all of it", "49.7", ("10.9", "41.1"), False),
    ],
)
def test_an_equation_is_broken_only_beyond_rounding(
    kind: str, result: str, operands: tuple[str, ...], true: bool
) -> None:
    spans = [Print("", 0, 0, 0, digits, exact="." not in digits).span() for digits in (result, *operands)]
    assert keeps(kind, spans[0], spans[1:]) == true


def test_average_growth_is_compounded() -> None:
    after, before = ((Fraction(value), Fraction(value)) for value in (2680, 2000))
    assert keeps("average growth", (Fraction("5.95"), Fraction("6.05")), (after, before), 5)
    assert not keeps("average growth", (Fraction("6.75"), Fraction("6.85")), (after, before), 5)


def test_a_page_may_repeat_but_not_run_back() -> None:
    mark = Mark("page", 0, 0, 1, 1, (3, 4, 6))
    assert not mark.breaks(3)
    assert not mark.breaks(6)
    assert mark.breaks(2)
    assert mark.breaks(14)
