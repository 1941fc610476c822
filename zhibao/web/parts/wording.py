"""两稿对照: what one text says otherwise than another, word by word where lines are alike."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_LONG = 4_000


class Bit(NamedTuple):
    """一小段: `kind` is same, del or ins."""

    kind: str
    text: str


def difference(was: str, now: str) -> list[Bit]:
    """Return the bits of both texts in their order; lines that are the same in both stay whole."""
    before, after = was.splitlines(keepends=True), now.splitlines(keepends=True)
    bits: list[Bit] = []
    for what, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[first:last]), "".join(after[begin:end])
        if what == "equal":
            bits.append(Bit("same", old))
        elif old and new and len(old) + len(new) < _LONG:
            bits += _words(old, new)
        else:
            bits += [Bit(kind, text) for kind, text in (("del", old), ("ins", new)) if text]
    return bits


def shortened(bits: list[Bit], around: int = 40) -> list[Bit]:
    """Return the bits with long same passages cut to what stands around the differences."""
    short = []
    for place, one in enumerate(bits):
        if one.kind != "same" or len(one.text) <= 2 * around:
            short.append(one)
            continue
        begins = one.text[:around] if place else ""
        ends = one.text[-around:] if place + 1 < len(bits) else ""
        short.append(Bit("same", f"{begins} … {ends}"))
    return short


def _words(old: str, new: str) -> Iterator[Bit]:
    for what, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Bit("same", old[first:last])
            continue
        if first < last:
            yield Bit("del", old[first:last])
        if begin < end:
            yield Bit("ins", new[begin:end])
