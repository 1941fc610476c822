"""改写: a printed passage and the editor's words for it become the passage's new source, its numbers still bound.

Numbers are matched first: kept, moved, changed (refused: the right one is put back) or gone. Then every directive
is put where its words stand now; of a directive whose own words were changed, the numbers are bound one by one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from zhibao.catalog.passages import CLOSE, MARKUP, OPEN, Passage, escaped, printable
from zhibao.document.nodes import Number

_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Atom:
    """一小段印出的文字: a directive (or mark-up, or plain words) with its source and the values in it."""

    text: str
    source: str
    numbers: tuple[Number, ...] = ()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """没有采纳的数: what the editor wrote, what it should be ('' and the number, for one that was deleted)."""

    said: str
    due: str
    indicator: str


@dataclass(slots=True)
class Reworded:
    """改写的结果: `text` as it will be printed, `source` as it goes into the chapter, and what is to be told."""

    text: str = ""
    source: str = ""
    refused: list[Refused] = field(default_factory=list)
    deleted: list[Refused] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    lost: list[Atom] = field(default_factory=list)
    guests: list[Atom] = field(default_factory=list)


@dataclass(slots=True)
class _Token:
    text: str
    atom: int = -1
    is_numeral: bool = False


Slot = Callable[[Number], str | None]


def _no_slot(_: Number) -> str | None:
    return None


def atoms_of(marked: str, passage: Passage, numbers: Sequence[tuple[int, int, Number]]) -> tuple[Atom, ...] | None:
    """Return a marked text as atoms; `numbers` stand at their places in it. None, where source and print disagree."""
    braces, markup = iter(passage.braces), iter(passage.markup)
    if marked.count(OPEN) != len(passage.braces) or marked.count(MARKUP) != len(passage.markup):
        return None
    found: list[Atom] = []
    at = 0
    while at < len(marked):
        if marked[at] == OPEN:
            end = marked.index(CLOSE, at)
            inside = tuple(number for low, high, number in numbers if at < low and high <= end)
            text, source = marked[at + 1 : end], next(braces)
            if source == "{scope}" and text and marked[end - 1] in "。，；！？、" and not text.endswith("。"):
                source += text[-1]
            found.append(Atom(text, source, inside, bound=True))
            at = end + 1
        elif marked[at] == MARKUP:
            found.append(Atom("", next(markup)))
            at += 1
        else:
            end = at
            while end < len(marked) and marked[end] not in (OPEN, MARKUP):
                end += 1
            found.append(Atom(marked[at:end], ""))
            at = end
    return tuple(found)


def reword(
    atoms: Sequence[Atom], said: str, guests: Sequence[Atom] = (), level: int = 0, slot: Slot = _no_slot
) -> Reworded:
    """Return what becomes of a passage whose words are now `said`.

    `guests` are directives that went missing elsewhere; `slot` gives a number's year as an outline writes it, or None.
    With `level` 1 the numbers of reworded directives stay as typed, with 2 emphasis is given up too.
    """
    return _Rewording(atoms, said, guests, level, slot).result()


class _Rewording:
    """One passage, worked through once."""

    def __init__(self, atoms: Sequence[Atom], said: str, guests: Sequence[Atom], level: int, slot: Slot) -> None:
        self._atoms, self._guests, self._level, self._slot = atoms, guests, level, slot
        self._old = [token for place, atom in enumerate(atoms) for token in _tokens(atom.text, place)]
        self._new = _tokens(printable(said), -1)
        self._to: dict[int, int] = {}
        self._claims: dict[int, tuple[int, str]] = {}
        self._taken: set[int] = set()
        self._out = Reworded()

    def result(self) -> Reworded:
        """Return the source and the lists."""
        self._match()
        self._place_whole()
        self._place_guests()
        self._place_parts()
        self._hang_silent()
        out = self._out
        out.text = "".join(token.text for token in self._new)
        own = {new for old, new in self._to.items() if not self._bound(old)}
        out.typed = [
            token.text for at, token in enumerate(self._new)
            if token.is_numeral and at not in self._taken and at not in own
        ]  # fmt: skip
        out.source = "".join(self._written())
        return out

    def _bound(self, old: int) -> bool:
        return self._atoms[self._old[old].atom].bound

    def _match(self) -> None:
        """Match tokens: equal ones, then numbers that moved, then numbers that were changed where they stand."""
        old, new = [one.text for one in self._old], [one.text for one in self._new]
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        for tag, i1, i2, j1, _ in codes:
            if tag == "equal":
                self._to.update({i1 + step: j1 + step for step in range(i2 - i1)})
        used = set(self._to.values())
        open_old = [i for i, one in enumerate(self._old) if one.is_numeral and self._bound(i) and i not in self._to]
        for i in list(open_old):
            same = [j for j, one in enumerate(self._new) if one.is_numeral and j not in used and one.text == old[i]]
            same.sort(key=lambda j: (new[j + 1 : j + 2] != old[i + 1 : i + 2], abs(j - i)))
            if same:
                self._to[i] = same[0]
                used.add(same[0])
                open_old.remove(i)
        for tag, i1, i2, j1, j2 in codes:
            if tag != "replace":
                continue
            changed = [j for j in range(j1, j2) if self._new[j].is_numeral and j not in used]
            for i, j in zip([i for i in open_old if i1 <= i < i2], changed, strict=False):
                self._out.refused.append(Refused(new[j], old[i], self._indicator(i)))
                self._new[j].text = old[i]
                self._to[i] = j
                used.add(j)
                open_old.remove(i)
        self._gone = open_old

    def _indicator(self, old: int) -> str:
        """Return the indicator of a number in the old text, the directive's own words where it has none."""
        token = self._old[old]
        atom = self._atoms[token.atom]
        ordinal = sum(one.is_numeral and one.atom == token.atom and one.text == token.text for one in self._old[:old])
        named = [one.indicator for one in atom.numbers if token.text in _NUMERAL.findall(one.text)]
        return named[min(ordinal, len(named) - 1)] if named else atom.source

    def _place_whole(self) -> None:
        """Put every directive whose words are all there back over them, first where they stood, then elsewhere."""
        waiting = []
        for place, atom in enumerate(self._atoms):
            if not atom.bound or not atom.text:
                continue
            own = [i for i, one in enumerate(self._old) if one.atom == place]
            to = [self._to.get(i, -1) for i in own]
            if to[0] >= 0 and to == list(range(to[0], to[0] + len(to))):
                self._claim(to[0], len(to), atom.source)
            else:
                waiting.append((place, to))
        self._broken: list[int] = []
        for place, to in sorted(waiting, key=lambda one: -len(self._atoms[one[0]].text)):
            atom = self._atoms[place]
            near = next((j for j in to if j >= 0), 0)
            if not self._claim_words(atom, near):
                self._broken.append(place)

    def _claim_words(self, atom: Atom, near: int = 0) -> bool:
        words = [one.text for one in _tokens(atom.text, 0)]
        at = [
            j for j in range(len(self._new) - len(words) + 1)
            if [one.text for one in self._new[j : j + len(words)]] == words
            and not self._taken.intersection(range(j, j + len(words)))
        ]  # fmt: skip
        if not at:
            return False
        self._claim(min(at, key=lambda j: abs(j - near)), len(words), atom.source)
        return True

    def _place_guests(self) -> None:
        for guest in self._guests:
            if len(guest.text) > 1 and self._claim_words(guest):
                self._out.guests.append(guest)

    def _place_parts(self) -> None:
        """Bind what is left of directives whose own words were changed, and tell which numbers are gone."""
        for place in self._broken:
            own = [i for i, one in enumerate(self._old) if one.atom == place and one.is_numeral]
            there = [i for i in own if i in self._to and self._to[i] not in self._taken]
            if own and not there:
                self._out.lost.append(self._atoms[place])
            for i in there if not self._level else ():
                self._bind(i)
        self._out.deleted = [
            Refused("", self._old[i].text, self._indicator(i)) for i in self._gone
        ]  # fmt: skip

    def _bind(self, old: int) -> None:
        token, at = self._old[old], self._to[old]
        atom = self._atoms[token.atom]
        for number in atom.numbers:
            words = [one.text for one in _tokens(number.text, 0)]
            inside = next((step for step, one in enumerate(words) if one == token.text), -1)
            low = at - inside
            slot = self._slot(number)
            fits = low >= 0 and [one.text for one in self._new[low : low + len(words)]] == words
            if inside < 0 or not fits or slot is None or self._taken.intersection(range(low, low + len(words))):
                continue
            self._claim(low, len(words), _alone(number, slot, atom.source))
            return

    def _hang_silent(self) -> None:
        """Keep directives that print nothing here, footnotes and emphasis behind the words that they followed."""
        self._silent: dict[int, list[str]] = {}
        seen = 0
        for atom in self._atoms:
            count = len(_tokens(atom.text, 0))
            if not count and not (atom.source and not atom.bound and self._level > 1):
                at = next((self._to[i] + 1 for i in range(seen - 1, -1, -1) if i in self._to), 0)
                while at in self._taken and at not in self._claims and at < len(self._new):
                    at += 1
                self._silent.setdefault(at, []).append(atom.source)
            seen += count

    def _claim(self, at: int, length: int, source: str) -> None:
        self._claims[at] = (length, source)
        self._taken.update(range(at, at + length))

    def _written(self) -> Iterator[str]:
        at = 0
        while at < len(self._new):
            yield from self._silent.get(at, ())
            if at in self._claims:
                length, source = self._claims[at]
                yield source
                at += length
            else:
                yield escaped(self._new[at].text)
                at += 1
        yield from self._silent.get(len(self._new), ())


def _tokens(text: str, atom: int) -> list[_Token]:
    return [_Token(one, atom, bool(_NUMERAL.fullmatch(one))) for one in _TOKEN.findall(text)]


def _alone(number: Number, slot: str, source: str) -> str:
    """Return the directive that prints one value of a longer sentence by itself."""
    kept = [part.strip() for part in source.strip("{}").split(",") if part.strip().startswith(("decimals:", "unit:"))]
    options = [number.indicator]
    options += [f"year: {slot}"] if slot != "this" else []
    options += [f"member: {number.member}"] if number.member else []
    return "{number: " + ", ".join((*options, *kept, "bare")) + "}"
