"""Many reports together: how common each kind of error is, and which numbers stand in several of them in a row."""

import random

from zhibao.audit.report.copied_numbers import LEAST, copied_numbers
from zhibao.audit.report.prevalence import prevalence
from zhibao.audit.report.tally import Tally, from_plain, tally_of
from zhibao.audit.run import audit
from zhibao.catalog.rulebook import load_rulebook
from zhibao.document.readers.read import read_text

TEXT = "毕业生就业率由81.20%上升到84.65%，提高4.45个百分点。\n学校占地面积230亩，在校生4321人，专任教师215人。\n"


def numbers(name: str, *printed: str) -> Tally:
    return Tally(name, numbers=tuple(enumerate(printed, 1)))


def drawn(seed: int, count: int) -> tuple[str, ...]:
    chance = random.Random(seed)
    return tuple(str(chance.randrange(1000, 10**7)) for _ in range(count))


def test_a_run_of_the_least_length_is_found_at_every_offset_with_its_places() -> None:
    run = drawn(1, LEAST)
    for offset in range(LEAST):
        first = numbers("甲", *drawn(2, offset), *run, *drawn(3, 7))
        second = numbers("乙", *drawn(4, 13), *run)
        (found,) = copied_numbers([first, second])
        assert (found.numbers, found.standings) == (run, [("甲", offset + 1), ("乙", 14)])


def test_a_shorter_run_is_none_and_small_numbers_begin_none() -> None:
    run = drawn(1, LEAST - 1)
    assert copied_numbers([numbers("甲", *run, *drawn(2, 5)), numbers("乙", *run, *drawn(3, 5))]) == []
    small = [str(one) for one in range(1, 30)]
    assert copied_numbers([numbers("甲", *small), numbers("乙", *small)]) == []
    assert copied_numbers([numbers("甲", *["100"] * 30), numbers("乙", *["100"] * 30)]) == []


def test_what_most_reports_have_stands_first() -> None:
    one, other = drawn(1, 12), drawn(2, 30)
    reports = [numbers("甲", *one, *other), numbers("乙", *other), numbers("丙", *one), numbers("丁", *one)]
    found = copied_numbers(reports)
    assert [(run.numbers, [file for file, _ in run.standings]) for run in found] == [
        (one, ["甲", "丙", "丁"]),
        (other, ["甲", "乙"]),
    ]


def test_prevalence_counts_reports_and_places_and_takes_what_was_read_as_the_whole() -> None:
    tallies = [
        Tally("甲", rules={"a": 2, "b": 1}),
        Tally("乙", rules={"a": 5}),
        Tally("丙", rules={"c": 1}),
        Tally("丁", error="读不了"),
    ]
    found = [(one.rule, one.reports, one.share, one.count, one.most, one.most_file) for one in prevalence(tallies)]
    assert found == [("a", 2, "66.7%", 7, 5, "乙"), ("b", 1, "33.3%", 1, 1, "甲"), ("c", 1, "33.3%", 1, 1, "丙")]
    assert prevalence([]) == []


def test_an_account_survives_being_kept() -> None:
    reading = read_text(TEXT, "甲.txt")
    audited = audit(reading, load_rulebook())
    kept = tally_of(audited, reading)
    assert [printed for _, printed in kept.numbers] == ["81.20", "84.65", "4.45", "230", "4321", "215"]
    assert kept.rules == {"percentage_points_agree": 1}
    assert from_plain(kept.as_plain()) == kept
    assert tally_of(audited).prose is None
