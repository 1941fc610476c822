"""样本: a short text of known truth: a sentence of the matrix alone or among others, right or wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from zhibao.audit.proof.matrix.announced import LIST_MUTATIONS, LISTS, drawn_list
from zhibao.audit.proof.matrix.case import Case, drawn
from zhibao.audit.proof.matrix.fillers import surrounding
from zhibao.audit.proof.matrix.mutants import MUTATIONS
from zhibao.audit.proof.matrix.template import Mark
from zhibao.audit.proof.matrix.wordings import Wording

TITLES = {
    "school": "2022年度教育质量报告",
    "company": "2022年年度报告",
    "bulletin": "2022年国民经济和社会发展统计公报",
    "government": "2022年政府工作报告",
}
HEADINGS = {
    "school": "一、基本情况",
    "company": "第一节 经营情况",
    "bulletin": "一、综合",
    "government": "一、工作回顾",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """样本: `marks` are the numbers and words of the relation, as offsets in the text; `results` are those that follow.

    `variant` is "right" or what is wrong; `lenient` says that consistent is as good as verified; `counts` that a miss
    counts against the audit (not for a far-off number where the words force nothing).
    """

    relation: str
    wording: str
    held_out: bool
    variant: str
    text: str
    marks: tuple[Mark, ...]
    results: tuple[str, ...]
    lenient: bool = False
    counts: bool = True
    changed: str = ""
    alone: bool = True


def samples(wording: Wording, rng: Random, number: int) -> Iterator[Sample]:
    """Yield so many right instances of a wording, each with the mutants that break it, half of them among others."""
    listed = wording.law in LISTS
    for turn in range(number):
        case = drawn_list(wording, rng) if listed else drawn(wording, rng)
        frame = _frame(case, rng, alone=turn % 2 == 0)
        yield _placed(case, "right", frame)
        for variant, mutate in (LIST_MUTATIONS if listed else MUTATIONS).items():
            mutant = mutate(case, rng) if case.wording.relation != "traps" else None
            if mutant is not None and not (wording.relation == "percent_for_points" and variant in ("slip", "far")):
                yield _placed(mutant, variant, frame)


Frame = tuple[str, str, str, bool]


def _frame(case: Case, rng: Random, alone: bool) -> Frame:
    """Return title and heading, what stands before and after the sentence, and whether that is nothing."""
    genre = case.wording.genre
    head = f"{TITLES[genre]}\n\n{HEADINGS[genre]}\n\n"
    before, after = (
        ("", "") if alone else surrounding(genre, case.sentence().text, rng, rng.randint(1, 3), rng.randint(1, 3))
    )
    return head, before, after, alone


def _placed(case: Case, variant: str, frame: Frame) -> Sample:
    head, before, after, alone = frame
    sentence = case.sentence()
    shift = len(head) + len(before)
    marks = tuple(Mark(mark.name, mark.start + shift, mark.end + shift) for mark in sentence.marks)
    listed = case.wording.law in LISTS
    return Sample(
        relation=case.wording.relation,
        wording=case.wording.name,
        held_out=case.wording.held_out,
        variant=variant,
        text=head + before + sentence.text + after + "\n",
        marks=marks,
        results=("N",) if listed else tuple(name for name in case.law.results if name in case.numbers),
        lenient=listed or case.law.lenient,
        counts=variant != "far" or case.wording.is_forced,
        changed=case.changed,
        alone=alone,
    )
