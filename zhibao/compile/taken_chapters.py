"""改回的章: changes to passages become the text of their chapter files, with what each must print afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhibao.catalog.passages import Passage, as_line, as_yaml, plain_of
from zhibao.compile.rewording import Reworded

_SAME = object()


@dataclass(frozen=True, slots=True)
class Insert:
    """插入的一段: new words, or a comment (`prints` is then None), at a passage or before it."""

    at: int
    source: str
    prints: str | None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """删去的节: the lines of a chapter from a heading to the next of its level."""

    chapter: str
    first: int
    last: int


@dataclass(slots=True)
class Edits:
    """全部改动: reworded passages (None: taken out), what is put in, in order, and sections cut out."""

    reworded: dict[int, Reworded | None] = field(default_factory=dict)
    inserts: list[Insert] = field(default_factory=list)
    cuts: tuple[Cut, ...] = ()

    def chapters(self, passages: Sequence[Passage]) -> set[str]:
        """Return the chapters and cases that change."""
        changed = {passages[at].chapter for at in (*self.reworded, *(one.at for one in self.inserts))}
        return changed | {one.chapter for one in self.cuts}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """改好的一章: its text, and per passage what it prints and which old passage it is (None: a new one)."""

    text: str
    prints: tuple[tuple[str, int | None], ...]


def rewritten(name: str, text: str, edits: Edits, passages: Sequence[Passage], printed: Mapping[int, str]) -> Rewritten:
    """Return a chapter with its changes; every line that has none stays as it was typed."""
    own = [at for at, one in enumerate(passages) if one.chapter == name]
    lines = text.removeprefix("\ufeff").splitlines()
    steps: list[tuple[int, int, int, list[str], int]] = []  # line, rank, order, new lines, lines taken out
    prints: list[tuple[int, int, int, str, int | None]] = []
    cuts = [one for one in edits.cuts if one.chapter == name]
    steps += [(one.first, 1, 0, [], one.last - one.first) for one in cuts]
    for at in own:
        one = passages[at]
        if any(cut.first <= one.first < cut.last for cut in cuts):
            continue
        change = edits.reworded.get(at, _SAME)
        if change is _SAME:
            prints.append((one.first, 1, at, printed[at], at))
        elif change is None:
            steps.append((one.first, 1, at, [], _taken_out(one, lines)))
        elif isinstance(change, Reworded):
            steps.append((one.first, 1, at, [one.prefix + _source(change, one) + one.suffix], one.last - one.first))
            prints.append((one.first, 1, at, change.text.strip(), at))
    for order, insert in enumerate(edits.inserts):
        if insert.at in own:
            line, new = _placed(insert, passages[insert.at], lines)
            steps.append((line, 0, order, new, 0))
            if insert.prints is not None:
                prints.append((line, 0, order, insert.prints, None))
    for line, _, _, new, out in sorted(steps, reverse=True, key=lambda one: one[:3]):
        lines[line : line + out] = new
    return Rewritten(
        "\n".join(lines) + "\n", tuple((said, at) for *_, said, at in sorted(prints, key=lambda one: one[:3]))
    )


def _source(change: Reworded, passage: Passage) -> str:
    """Return the new words as they are written at their place."""
    if passage.form != "markdown":
        words = plain_of(change.source).strip()
        return as_yaml(words) if passage.form == "yaml" else words
    return change.source.strip() if passage.heading else as_line(change.source)


def _placed(insert: Insert, passage: Passage, lines: Sequence[str]) -> tuple[int, list[str]]:
    """Return the line at which an insert goes, and its lines; a new entry of a list stands in the list."""
    if insert.before:
        return passage.first, [insert.source, ""]
    sign = passage.prefix.strip()
    if insert.prints is not None and sign and not passage.fixed:
        return passage.last, [*([sign] if sign.startswith(">") else []), passage.prefix + insert.source]
    end = passage.block
    while end > passage.last and not lines[end - 1].strip():
        end -= 1
    follows = end < len(lines) and bool(lines[end].strip())
    return end, ["", insert.source, *([""] if follows else [])]


def _taken_out(passage: Passage, lines: Sequence[str]) -> int:
    """Return how many lines go with a passage: its own, and the empty one behind it where one stands before it."""
    alone = passage.first > 0 and not lines[passage.first - 1].strip()
    behind = passage.last < len(lines) and not lines[passage.last].strip()
    return passage.last - passage.first + (alone and behind)
