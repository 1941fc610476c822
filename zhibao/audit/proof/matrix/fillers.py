"""旁文: sentences of other subjects and other numbers, between which a sentence of the matrix must stand its ground."""

from dataclasses import replace
from functools import cache
from importlib import resources
from random import Random

from zhibao.audit.proof.matrix.printing import PLAIN, Printed
from zhibao.audit.proof.matrix.template import chosen, rendered, slots_of


@cache
def _fillers() -> tuple[tuple[str, str, str], ...]:
    """Return genre, key nouns and wording of each filler."""
    lines = resources.files(__package__).joinpath("texts", "fillers.txt").read_text("utf-8").splitlines()
    rows = (line.split(maxsplit=2) for line in lines if line and not line.startswith("#"))
    return tuple((genre, nouns, template) for genre, nouns, template in rows)


def surrounding(genre: str, text: str, rng: Random, before: int, after: int) -> tuple[str, str]:
    """Return the sentences to stand before and after a text: same genre, no noun of theirs in it, no two alike."""
    rows = [
        row for row in _fillers() if row[0] in (genre, "any") and not any(noun in text for noun in row[1].split(","))
    ]
    drawn = rng.sample(rows, min(before + after, len(rows)))
    sentences = [_written(template, rng) for _, _, template in drawn]
    return "".join(sentences[:before]), "".join(sentences[before:])


def _written(template: str, rng: Random) -> str:
    wording = chosen(template, rng)
    numbers = {
        name: Printed(slot, slot.printed(replace(slot, name=name).drawn(rng)))
        for name, slot in slots_of(wording).items()
    }
    return rendered(wording, numbers, (), PLAIN).text
