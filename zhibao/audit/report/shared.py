"""照搬之处: the stretches of a report, of marks or of numbers, that stand in earlier ones as well."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Said = TypeVar("Said", str, tuple[str, ...])


def shared(
    here: Said, earlier: Sequence[Said], anchors: Mapping[Said, tuple[int, int]], least: int, cut: str | None = None
) -> list[tuple[int, int, int, int]]:
    """Return (earlier report, start there, start here, length) of the stretches of `least` and more.

    `anchors` says of pieces of half that length in which report they stand first, and where; no stretch holds a `cut`.
    """
    step, found = least // 2, []
    place, done = 0, 0
    while place <= len(here) - step:
        known = anchors.get(here[place : place + step])
        if known is None:
            place += 1
            continue
        first, start = known
        low, high = _extent((here, place), (earlier[first], start), done, step, cut)
        if high - low >= least:
            found.append((first, start - (place - low), low, high - low))
            done = place = high
        else:
            place += 1
    return found


def _extent(one: tuple[Said, int], other: tuple[Said, int], done: int, step: int, cut: str | None) -> tuple[int, int]:
    """Return the longest stretch around a piece that both have, beginning no earlier than `done`."""
    (here, at), (there, start) = one, other
    back, ahead = 0, step
    while at - back > done and start - back > 0 and here[at - back - 1] == there[start - back - 1] != cut:
        back += 1
    while at + ahead < len(here) and start + ahead < len(there) and here[at + ahead] == there[start + ahead] != cut:
        ahead += 1
    return at - back, at + ahead
