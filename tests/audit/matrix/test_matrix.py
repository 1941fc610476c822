"""The audit on the matrices: what is right is verified, what is wrong is found, nothing right is accused.

An open wording stands here alone or among others; both stand on the scorecard, which is held to the digit by the build.
More instances of each wording: ZHIBAO_MATRIX=30, or python -m tests.audit.matrix.run.
"""

import os
from collections.abc import Iterator
from functools import cache
from zlib import crc32

import pytest

from tests.audit.matrix.run import engine
from zhibao.audit.proof.matrix.measure import Row, all_samples, measured, table
from zhibao.audit.proof.matrix.sample import Sample
from zhibao.audit.proof.matrix.scramble import null_table, null_test

FEW = 2
NUMBER = int(os.environ.get("ZHIBAO_MATRIX", FEW))
LEAST = {"right": 0.95, "slip": 0.90, "far": 0.95, "flipped": 0.90}
BY_CHANCE, STILL_SPEAK = 0.02, 0.80
PARTS = ("sentences", "tables", "pairs")


def part_of(sample: Sample) -> str:
    if sample.relation.startswith("table_"):
        return "tables"
    return "pairs" if sample.relation.startswith(("cites_", "repeated_", "text_figure")) else "sentences"


def drawn(seed: int, half: str = "all") -> Iterator[Sample]:
    """Yield the samples, of the two instances of an open sentence the one that its name chooses."""
    for one in all_samples(NUMBER, seed, half):
        is_one_of_two = NUMBER == FEW and not one.held_out and part_of(one) == "sentences"
        if not is_one_of_two or one.alone == (crc32(one.wording.encode()) % 2 == 0):
            yield one


@cache
def samples(half: str) -> tuple[Sample, ...]:
    return tuple(drawn(11, half))


def chosen(part: str, half: str) -> list[Sample]:
    return [one for one in samples(half) if part_of(one) == part]


def rate(rows: dict[str, Row], variant: str) -> float:
    pairs = [row.counts[variant] for row in rows.values() if variant in row.counts]
    return sum(good for good, _ in pairs) / max(sum(number for _, number in pairs), 1)


@pytest.mark.parametrize("half", ["open", "held"])
@pytest.mark.parametrize("part", PARTS)
def test_the_matrix_is_verified_and_its_errors_are_found(part: str, half: str) -> None:
    rows, misses = measured(engine, chosen(part, half))
    short = {one: rate(rows, one) for one in LEAST if any(one in row.counts for row in rows.values())}
    short = {one: found for one, found in short.items() if found < LEAST[one]}
    alarms = [alarm for one in misses for alarm in one.alarms]
    assert (short, alarms) == ({}, []), f"\n{table(rows)}"


def test_scrambled_numbers_are_not_verified_and_forced_relations_still_speak() -> None:
    rows = null_test(engine, (one for one in drawn(13) if one.variant == "right"), 17)
    tried = sum(row.tried for row in rows.values())
    forced = [row for row in rows.values() if row.must_speak]
    by_chance = sum(row.by_chance for row in rows.values()) / tried
    speak = sum(row.spoken for row in forced) / sum(row.tried for row in forced)
    assert by_chance <= BY_CHANCE, f"\n{null_table(rows)}"
    assert speak >= STILL_SPEAK, f"\n{null_table(rows)}"
