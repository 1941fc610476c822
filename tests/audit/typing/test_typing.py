import re
from collections import Counter

import pytest

from tests.audit.typing.sample import Labelled, faults, labelled, text_of

STRATA = ("text", "cell", "head", "other")
OVERALL, EACH = 0.98, 0.95


@pytest.fixture(scope="module")
def sample() -> list[Labelled]:
    return labelled()


def wrong(sample: list[Labelled]) -> list[tuple[Labelled, str]]:
    return [(one, "; ".join(found)) for one in sample if (found := list(faults(one)))]


def test_every_stratum_has_a_hundred_labels(sample: list[Labelled]) -> None:
    assert Counter(one.stratum for one in sample) == dict.fromkeys(STRATA, 100)


def test_every_label_points_at_its_figure(sample: list[Labelled]) -> None:
    lines = {file: text_of(file).split("\n") for file in {one.file for one in sample}}
    assert [one for one in sample if not lines[one.file][one.line - 1][one.column - 1 :].startswith(one.figure)] == []


def test_labels_hold_figures_and_no_text(sample: list[Labelled]) -> None:
    assert [
        one for one in sample if not re.fullmatch(r"[0-9.,]+|[一二三四五六七八九十百千万两]{1,4}", one.figure)
    ] == []


def test_numerals_are_typed_rightly(sample: list[Labelled]) -> None:
    found = wrong(sample)
    listed = "\n".join(f"{one}: {what}" for one, what in found)
    assert 1 - len(found) / len(sample) >= OVERALL, listed
    for stratum in STRATA:
        missed = sum(one.stratum == stratum for one, _ in found)
        assert 1 - missed / 100 >= EACH, f"{stratum}\n{listed}"
