"""句模: a wording with its slots and change words, and the sentence it becomes, each number's place known.

`{c:万元2}` is a slot (name, unit, decimals; `-` before the unit prints none; `~40-90` its range); `[增加/减少]` is a
word for up and one for down; `<全市|全县>` is chosen at random; `¶` begins a new paragraph; `{#N}` and `{#L}` are an
announced count and the list it announces.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from zhibao.audit.proof.matrix.printing import SLOT, Printed, Slot, Style, slot_of

PIECE = re.compile(SLOT.pattern.replace("?P<", "?P<slot_") + r"|\[(?P<up>[^\]/]*)/(?P<down>[^\]]*)\]|\{#(?P<free>\w)\}")
CHOICE = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Mark:
    """标记: where a number, a change word or a list stands in the text."""

    name: str
    start: int
    end: int


def chosen(template: str, rng: Random) -> str:
    """Return the wording with one word of each choice."""
    return CHOICE.sub(lambda found: rng.choice(found[1].split("|")), template).replace("¶", "\n")


def slots_of(template: str) -> dict[str, Slot]:
    """Return the slots of a wording by name."""
    return {found["name"]: slot_of(found) for found in SLOT.finditer(template)}


def words_of(template: str) -> int:
    """Return how many change words a wording has."""
    return len(re.findall(r"\[[^\]/]*/[^\]]*\]", template))


@dataclass(frozen=True, slots=True)
class Sentence:
    """句: the text and the marks in it."""

    text: str
    marks: tuple[Mark, ...]


def rendered(
    template: str,
    numbers: Mapping[str, Printed],
    signs: tuple[int, ...],
    style: Style,
    texts: Mapping[str, str] | None = None,
) -> Sentence:
    """Return the sentence of a wording whose choices are made; `signs` give each change word its direction."""
    out: list[str] = []
    marks: list[Mark] = []
    at = length = word = 0

    def put(text: str, name: str = "") -> None:
        nonlocal length
        if name:
            marks.append(Mark(name, length, length + len(text)))
        out.append(text)
        length += len(text)

    for found in PIECE.finditer(template):
        put(template[at : found.start()])
        at = found.end()
        if found["free"]:
            put((texts or {})[found["free"]], found["free"])
        elif found["slot_name"]:
            _put_number(put, numbers[found["slot_name"]], style, out)
        else:
            put(found["up"] if signs[word] > 0 else found["down"], f"word{word}")
            word += 1
    put(template[at:])
    return Sentence("".join(out), tuple(marks))


def _put_number(put: Callable[..., None], number: Printed, style: Style, out: list[str]) -> None:
    """Write digits and unit; a blank stands before and after the number where the style has blanks."""
    unit = "" if number.slot.bare else number.unit or number.slot.unit
    before = out[-1][-1:] if out else ""
    if style.blank and before and before not in "，、：；（:∶。\n ":
        put(" ")
    put(number.slot.text(number.digits, style), number.slot.name)
    if style.blank and unit and unit != "%":
        put(" ")
    put("％" if style.wide_signs and unit == "%" else unit)
