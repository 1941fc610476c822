"""指标的名称: labels made comparable, so that a row finds its place in the catalog's formulas."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from zhibao.catalog.rulebook import RuleBook
from zhibao.terms.numerals.normal import normalised

_SIGNS = re.compile(r"[“”\"'‘’《》\s:,，、。·/／-]|（(?:人|个|元|册|%|所|项|台|平方米|万元|人次|家|名)）")
_BRACKETS = re.compile(r"[（）()]")
_CONTENT = re.compile(r"（[^（）]*）")
_WAYS = {"dropped", "tails"}


@dataclass(frozen=True, slots=True, eq=False)
class LabelNames:
    """名称的统一: spellings that mean the same, words that tell nothing apart, and endings for number and amount."""

    same: re.Pattern[str]
    first: Mapping[str, str]
    dropped: re.Pattern[str]
    tails: re.Pattern[str]
    known: dict[str, str] = field(default_factory=dict)

    def comparable(self, label: str) -> str:
        """Return a label in one spelling, without what does not tell one indicator from another."""
        if label not in self.known:
            self.known[label] = self._compared(label)
        return self.known[label]

    def _compared(self, label: str) -> str:
        text = _BRACKETS.sub("", _SIGNS.sub("", normalised(label)[0]))
        text = self.same.sub(lambda found: self.first[found[0]], text)
        text = self.dropped.sub("", text)
        return self.tails.sub("", text) or text

    def loose(self, label: str) -> str:
        """Return it without what stands in brackets."""
        return self.comparable(_CONTENT.sub("", label)) if "（" in label else self.comparable(label)

    def keys(self, labels: Iterable[str]) -> frozenset[str]:
        """Return the comparable forms of several names."""
        return frozenset(key for label in labels if (key := self.comparable(label)))


@lru_cache(maxsize=8)
def label_names(book: RuleBook) -> LabelNames:
    """Return the spellings of a rule book, ready for use."""
    groups = book.words["table_labels"]
    first = {word: words[0] for name, words in groups.items() if name not in _WAYS for word in words}

    def any_of(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    return LabelNames(
        re.compile(any_of(first)),
        first,
        re.compile(any_of(groups["dropped"])),
        re.compile(f"(?:{any_of(groups['tails'])})+$"),
    )
