"""编号的差错: numbers that should rise by one, and where they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Fault = Literal["duplicate", "gap", "order"]


@dataclass(frozen=True, slots=True)
class Slip:
    """一处差错: the number at `index` should be `expected`; `other` is where the same number stands again."""

    index: int
    fault: Fault
    expected: int
    other: int | None = None


def slips(numbers: Sequence[int], *, restarts: bool = True) -> list[Slip]:
    """Return the numbers that do not follow their predecessor.

    A number whose successor goes on as if it were right is the slip itself; otherwise counting goes on from it.
    `restarts` allows to begin again at 1.
    """
    found: list[Slip] = []
    seen: dict[int, int] = {}
    last: int | None = None
    for index, number in enumerate(numbers):
        if last is None or number == last + 1:
            last = number
        elif number == 1 and restarts:
            seen, last = {}, 1
        else:
            expected = last + 1
            later = next((k for k in range(index + 1, min(index + 3, len(numbers))) if numbers[k] == number), None)
            other = seen.get(number, later)
            fault: Fault = "duplicate" if other is not None else "gap" if number > expected else "order"
            found.append(Slip(index, fault, expected, other))
            goes_on = index + 1 < len(numbers) and numbers[index + 1] == expected + 1
            last = expected if goes_on else number
        seen[number] = index
    return found


def outliers(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of the numbers without which the others never fall; where two could be it, the later."""
    kept: list[int] = []
    wrong: list[int] = []
    for index, number in enumerate(numbers):
        if not kept or number >= numbers[kept[-1]]:
            kept.append(index)
            continue
        high = kept[-1]
        fits_below = len(kept) < 2 or numbers[kept[-2]] <= number
        if fits_below and index + 1 < len(numbers) and number <= numbers[index + 1] < numbers[high]:
            wrong.append(high)
            kept[-1] = index
        else:
            wrong.append(index)
    return wrong
