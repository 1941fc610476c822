"""句读: where sentences, groups, clauses and brackets of a block begin and end."""

import re
from array import array
from dataclasses import dataclass

_SENTENCE = frozenset("。！？")
_GROUP = frozenset("；")
_SIGNS = re.compile("[（）。！？；，:]")
SEPARATORS = frozenset("，。；:！？、（）“”《》 ")


@dataclass(frozen=True, slots=True)
class Layout:
    """句读: per character its sentence, group, clause and bracket depth, and where clause and sentence begin."""

    sentence: "array[int]"
    group: "array[int]"
    clause: "array[int]"
    depth: "array[int]"
    clause_start: "array[int]"
    sentence_start: "array[int]"


def lay_out(text: str) -> Layout:
    """Return the layout of a normalised text."""
    arrays = [array("i") for _ in range(6)]
    sentence = group = clause = depth = clause_start = sentence_start = done = 0

    def fill(end: int) -> None:
        nonlocal done
        for values, value in zip(arrays, (sentence, group, clause, depth, clause_start, sentence_start), strict=True):
            values.extend([value] * (end - done))
        done = end

    for found in _SIGNS.finditer(text):
        place, sign = found.start(), found[0]
        if sign == "（":
            fill(place)
            depth += 1
            continue
        fill(place + 1)
        if sign == "）":
            depth = max(0, depth - 1)
        elif sign in _SENTENCE:
            sentence, group, clause = sentence + 1, group + 1, clause + 1
            clause_start = sentence_start = place + 1
            depth = 0
        elif sign in _GROUP:
            group, clause, clause_start = group + 1, clause + 1, place + 1
        else:
            clause, clause_start = clause + 1, place + 1
    fill(len(text))
    return Layout(*arrays)
