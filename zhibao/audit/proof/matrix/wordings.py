"""措辞: the wordings of each relation as the text files hold them, open ones and held-out ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILES = ("parts", "shares", "change", "trend", "ratio", "counts", "traps")
# Numbers that stand in two sentences, or a bound that a digit may keep: far off proves nothing by itself.
NOT_FORCED = ("previous_value",)


@dataclass(frozen=True, slots=True)
class Wording:
    """措辞: one way to put a relation; `law` says how its numbers hang together, or names the list it announces.

    `is_loose`: its words leave room for what is not listed (其中 three of several), so that far off proves nothing.
    """

    relation: str
    law: str
    template: str
    genre: str
    held_out: bool
    name: str
    is_loose: bool = False

    @property
    def is_forced(self) -> bool:
        """Say whether the words leave no other reading, so that also a far-off number must be found."""
        return self.relation not in NOT_FORCED and not self.is_loose


@cache
def wordings() -> tuple[Wording, ...]:
    """Return every wording, in the order of the files."""
    return tuple(one for file in FILES for one in _read(file))


def _read(file: str) -> Iterator[Wording]:
    lines = resources.files(__package__).joinpath("texts", f"{file}.txt").read_text("utf-8").splitlines()
    relation = law = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("@"):
            _, relation, law = line.split()
        elif line and not line.startswith("#"):
            half, genre, template = line.split(maxsplit=2)
            half, _, loose = half.partition("/")
            yield Wording(relation, law, template, genre, half == "held", f"{file}:{number}", loose == "loose")
