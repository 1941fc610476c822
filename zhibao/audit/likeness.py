"""相近: how alike two names are, and in which pieces they differ."""

import re
from collections import Counter
from difflib import SequenceMatcher

_SIGNS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")


def bare(text: str) -> str:
    """Return a title without blanks and signs, in one case."""
    return _SIGNS.sub("", text).lower()


def likeness(one: str, other: str) -> float:
    """Return the share of characters that both have in common, order apart from pairs of neighbours; 1.0 is equal."""
    if one == other:
        return 1.0
    a, b = _pairs(one), _pairs(other)
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    padded = f"^{text}$"
    return Counter(padded[i : i + 2] for i in range(len(padded) - 1))


def differences(one: str, other: str) -> list[tuple[str, str]]:
    """Return the pieces in which two texts differ, as (piece of one, piece of the other)."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [(one[a:b], other[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def is_reordered(one: str, other: str) -> bool:
    """Say whether two different texts hold the same characters."""
    return one != other and len(one) == len(other) and Counter(one) == Counter(other)
