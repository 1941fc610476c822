"""The matrices hold what they promise: right texts are right, wrong ones are wrong, and every place is known."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from zhibao.audit.proof.matrix.announced import LISTS
from zhibao.audit.proof.matrix.case import drawn
from zhibao.audit.proof.matrix.fillers import surrounding
from zhibao.audit.proof.matrix.measure import all_samples
from zhibao.audit.proof.matrix.mutants import MUTATIONS, one_slip
from zhibao.audit.proof.matrix.printing import Printed, Slot, fixed
from zhibao.audit.proof.matrix.sample import Sample, samples
from zhibao.audit.proof.matrix.scramble import drawn_digits
from zhibao.audit.proof.matrix.span import Span
from zhibao.audit.proof.matrix.table_kinds import KINDS, Draw
from zhibao.audit.proof.matrix.tables import far, flipped, near
from zhibao.audit.proof.matrix.wordings import Wording, wordings

SENTENCES = [one for one in wordings() if one.law not in LISTS]
LEAST, HELD_OUT = 8, 3


@pytest.fixture(scope="module")
def everything() -> list[Sample]:
    return list(all_samples(2, 7))


def test_every_right_sentence_keeps_its_law_and_every_wrong_one_breaks_it() -> None:
    for wording in SENTENCES:
        rng = Random(wording.name)
        for _ in range(3):
            case = drawn(wording, rng)
            assert case.holds, case.sentence().text
            for variant, mutate in MUTATIONS.items():
                mutant = mutate(case, rng)
                if mutant is not None and not (wording.relation == "percent_for_points" and variant == "unit"):
                    assert mutant.is_broken, (variant, mutant.sentence().text)
                    assert mutant.sentence().text != case.sentence().text


def test_every_right_table_holds_and_every_wrong_one_is_broken() -> None:
    for kind, build in KINDS.items():
        rng = Random(kind)
        for turn in range(6):
            grid = build(Draw(rng, bool(turn % 2), turn > 2))
            assert grid.is_right(), grid
            for wrong in (near(grid, rng), far(grid, rng), flipped(grid, rng)):
                assert wrong is None or wrong.broken()


def test_every_relation_has_wordings_enough_and_a_third_is_held_out() -> None:
    relations: dict[str, list[Wording]] = {}
    for one in wordings():
        relations.setdefault(one.relation, []).append(one)
    for relation, those in relations.items():
        assert len(those) >= LEAST, relation
        assert sum(one.held_out for one in those) >= HELD_OUT, relation


def test_every_mark_lies_on_a_number_or_word(everything: list[Sample]) -> None:
    for sample in everything:
        for mark in sample.marks:
            marked = sample.text[mark.start : mark.end]
            if mark.name.startswith(("word", "L", "N")):
                assert marked
            else:
                assert any(sign.isdigit() for sign in marked), (sample.text, mark)


def test_a_wrong_text_is_another_text_than_the_right_one(everything: list[Sample]) -> None:
    right = ""
    for sample in everything:
        right = sample.text if sample.variant == "right" else right
        assert sample.variant == "right" or sample.text != right


def test_the_same_seed_gives_the_same_texts() -> None:
    assert [one.text for one in all_samples(1, 3, relation="share")] == [
        one.text for one in all_samples(1, 3, relation="share")
    ]


def test_no_filler_shares_a_noun_with_the_sentence() -> None:
    for seed in range(40):
        before, after = surrounding("school", "学校现有图书馆一座，绿化良好。", Random(seed), 3, 3)
        assert "图书馆每周" not in before + after
        assert "绿化覆盖率" not in before + after


def test_half_of_the_sentences_stand_among_others() -> None:
    texts = [one for one in samples(SENTENCES[0], Random(1), 10) if one.variant == "right"]
    assert sum(one.alone for one in texts) == len(texts) / 2


def test_a_count_is_exact_and_a_measure_is_half_a_unit_wide() -> None:
    assert Printed(Slot("c", "人"), "412").span == Span(Fraction(412), Fraction(412))
    assert Printed(Slot("c", "万元", 1), "86.5").span == Span(Fraction(864500), Fraction(865500))
    assert Printed(Slot("c", "亩"), "3").span == Span(Fraction(5000, 3), Fraction(7000, 3))


def test_values_are_rounded_half_up() -> None:
    assert fixed(Fraction(1, 8), 2) == "0.13"
    assert fixed(Fraction(-1, 8), 2) == "-0.13"
    assert fixed(Fraction(5, 2), 0) == "3"


def test_a_slip_changes_one_digit_swaps_two_or_drops_one() -> None:
    for seed in range(200):
        slipped = one_slip("4127.5", Random(seed))
        same = len(slipped) == len("4127.5")
        differing = sum(one != other for one, other in zip(slipped, "4127.5", strict=False))
        assert not same or differing <= 2
        assert same or len(slipped) == len("4127.5") - 1


def test_a_number_wrong_by_truncation_alone_is_no_mutant() -> None:
    wording = next(
        one for one in SENTENCES if one.law == "share" and "{q:" not in one.template and "%2}" in one.template
    )
    case = drawn(wording, Random(5))
    share = case.numbers["x"]
    beside = fixed(Fraction(share.digits) + Fraction(1, 100), 2)
    assert not replace(case, numbers={**case.numbers, "x": replace(share, digits=beside)}).is_broken


def test_scrambling_keeps_the_shape_of_a_number() -> None:
    drawn_anew = drawn_digits("1,204.50", Random(2))
    assert [sign for sign in drawn_anew if not sign.isdigit()] == [",", "."]
    assert drawn_anew[0] != "0"
    assert drawn_digits("0.35", Random(9))[1] == "."


def test_no_right_sentence_prints_a_rate_above_a_hundred_unless_it_may_pass_it() -> None:
    for wording in SENTENCES:
        if wording.law in ("chain", "direction", "difference", "steady", "mean"):
            rng = Random(f"{wording.name}/rates")
            rates = [one for _ in range(20) for one in drawn(wording, rng).numbers.values() if one.slot.unit == "%"]
            assert all(float(one.digits) <= 100 for one in rates)
