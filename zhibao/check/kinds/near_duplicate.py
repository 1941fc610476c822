"""文字雷同: texts of two schools are nearly the same.

Looks at every text field that schools fill, at the reasons that they give, and at their cases. Parameters: `length`,
below which a text proves nothing; `percent`, how much of the shorter runs of four characters both texts must share.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from zhibao.catalog.model import Check
from zhibao.catalog.register import FieldType
from zhibao.catalog.set_question import Given, SetQuestion
from zhibao.check.context import CellName, Context, Handed, finding
from zhibao.check.spots import left_out
from zhibao.snapshot.sets import Numbers
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace, Location, TextPlace

_RUN = 4
_FEW = 12
"""Of so many texts each is held against all others; of more, every run is looked up where it stands."""


class _Text(NamedTuple):
    place: str
    where: Location
    text: str
    reason: str = ""


class _Content:
    """What one or several texts say: its runs, and the first text that says it with the first of another place."""

    def __init__(self, text: str, *, hold: bool) -> None:
        """Take a text; its runs, which are much more than it, are held where they are looked through here."""
        runs = _runs(text)
        self.size, self.said, self.is_asked = len(runs), list[tuple[int, str]](), False
        self._text, self._held = text, runs if hold else None

    @property
    def runs(self) -> frozenset[str]:
        """Return the runs of the text."""
        return _runs(self._text) if self._held is None else self._held

    def say(self, number: int, place: str, *, is_asked: bool) -> None:
        self.is_asked = self.is_asked or is_asked
        if len({place, *(one for _, one in self.said)}) > len(self.said):
            self.said = [*self.said, (number, place)][:2]

    def before(self, number: int, place: str) -> int | None:
        """Return the first text before one that says this in another place."""
        return next((one for one, other in self.said if one < number and other != place), None)


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per text that repeats one of a school before it; the first to say it is left alone."""
    texts = _compared(check, context)
    contents = _contents(context, texts)
    found = context.sets.ask(*_questions(check, contents)) if context.sets else _in_texts(check, contents)
    for number, other, percent in _repetitions(context, texts, contents, found):
        yield _finding(check, texts[number], texts[other], percent)
    yield from left_out(check, context, [found])


def questions(check: Check, context: Context) -> tuple[SetQuestion, ...]:
    """Return what the check asks about all texts at once: which two share so many of their runs."""
    return _questions(check, _contents(context, _compared(check, context)))


def _questions(check: Check, contents: Mapping[str, _Content]) -> tuple[SetQuestion, ...]:
    """Return the question which contents are near; a record is a pair, by their order, and the runs that they share.

    Two that share p percent of all their runs share one of the rarest (100 - p) percent, and one more, of either's;
    only such pairs are counted out (prefix filtering, Chaudhuri et al. 2006, Bayardo et al. 2007).
    """
    percent = ceil(check.number("percent"))

    def rows() -> Iterator[tuple[str | int, ...]]:
        for number, one in enumerate(contents.values()):
            yield from ((number, run) for run in sorted(one.runs))

    digest = hashlib.sha256("\x00".join(contents).encode()).hexdigest()
    given = Given("runs_of_texts", (("said_by", "INTEGER"), ("run", "VARCHAR")), digest, rows)
    return (
        SetQuestion(
            f"WITH sizes AS (SELECT said_by, COUNT(*) AS size FROM {given.name} GROUP BY said_by), "
            f"usual AS (SELECT run, COUNT(*) AS times FROM {given.name} GROUP BY run HAVING COUNT(*) > 1), "
            "ranked AS (SELECT runs.said_by AS said_by, runs.run AS run, sizes.size AS size, "
            "ROW_NUMBER() OVER (PARTITION BY runs.said_by ORDER BY COALESCE(usual.times, 1), runs.run) AS place "
            f"FROM {given.name} AS runs JOIN sizes ON runs.said_by = sizes.said_by "
            "LEFT JOIN usual ON runs.run = usual.run), "
            f"rare AS (SELECT said_by, run FROM ranked WHERE 100 * (place - 1) <= {100 - percent} * size), "
            "pairs AS (SELECT one.said_by AS one, other.said_by AS other FROM rare AS one JOIN rare AS other "
            "ON one.run = other.run WHERE one.said_by < other.said_by GROUP BY one.said_by, other.said_by), "
            "shared AS (SELECT pairs.one AS one, pairs.other AS other, COUNT(*) AS common FROM pairs "
            f"JOIN {given.name} AS first ON first.said_by = pairs.one "
            f"JOIN {given.name} AS second ON second.said_by = pairs.other AND second.run = first.run "
            "GROUP BY pairs.one, pairs.other) "
            "SELECT shared.one AS one, shared.other AS other, shared.common AS common FROM shared "
            "JOIN sizes AS first ON first.said_by = shared.one JOIN sizes AS second ON second.said_by = shared.other "
            f"WHERE 100 * shared.common >= {percent} * (first.size + second.size - shared.common) ORDER BY one, other",
            (given,),
        ),
    )


def _in_texts(check: Check, contents: Mapping[str, _Content]) -> Numbers:
    """Return the pairs of near contents of which one is asked for, as the question does."""
    percent, listed = ceil(check.number("percent")), list(contents.values())
    asked = [number for number, one in enumerate(listed) if one.is_asked]
    shared = _shared(listed) if len(asked) > _FEW else _shared_with(asked, listed)
    return [
        (one, other, common)
        for one, other, common in shared
        if 100 * common >= percent * (listed[one].size + listed[other].size - common)
    ]


def _shared(listed: Sequence[_Content]) -> list[tuple[int, int, int]]:
    """Return the pairs of which one is asked for, by their order, and how many runs they share, if any."""
    seen: dict[bool, dict[str, list[int]]] = {True: defaultdict(list), False: defaultdict(list)}
    found: list[tuple[int, int, int]] = []
    for number, one in enumerate(listed):
        # Of what nobody asks for, only what is near to something asked for is wanted.
        shared = Counter(earlier for run in one.runs for earlier in seen[not one.is_asked].get(run, ()))
        found += ((earlier, number, common) for earlier, common in shared.items())
        for run in one.runs:
            seen[False][run].append(number)
            if one.is_asked:
                seen[True][run].append(number)
    return sorted(found)


def _shared_with(asked: Sequence[int], listed: Sequence[_Content]) -> list[tuple[int, int, int]]:
    """Return the same, where few are asked for: each of these is held against all others."""
    found: set[tuple[int, int, int]] = set()
    for one in asked:
        runs = listed[one].runs
        for other, content in enumerate(listed):
            if other != one and (common := len(runs & content.runs)):
                found.add((min(one, other), max(one, other), common))
    return sorted(found)


def _repetitions(
    context: Context, texts: Sequence[_Text], contents: Mapping[str, _Content], found: Numbers
) -> Iterator[tuple[int, int, int]]:
    """Yield (text, the earlier one that shares most with it, percent); of equally near ones the first is named."""
    listed = list(contents.values())
    near: dict[int, list[tuple[int, int]]] = {number: [(number, one.size)] for number, one in enumerate(listed)}
    for one, other, common in found:
        near[one].append((other, common))
        near[other].append((one, common))
    numbers = {text: number for number, text in enumerate(contents)}
    for number, text in enumerate(texts):
        if _is_asked(context, text):
            own = numbers[text.text]
            before = [(-common, listed[other].before(number, text.place), other) for other, common in near[own]]
            nearest = min(((less, first, other) for less, first, other in before if first is not None), default=None)
            if nearest is not None:
                less, first, other = nearest
                yield number, first, 100 * -less // (listed[own].size + listed[other].size + less)


def _compared(check: Check, context: Context) -> list[_Text]:
    """Return the texts that are long enough, up to the last one of which somebody wants to hear."""
    texts = list(_texts(context, ceil(check.number("length"))))
    asked = [number for number, one in enumerate(texts) if _is_asked(context, one)]
    return texts[: asked[-1] + 1] if asked else []


def _contents(context: Context, texts: Sequence[_Text]) -> dict[str, _Content]:
    """Return what the texts say, each once, in the order in which it is said first."""
    found: dict[str, _Content] = {}
    for number, one in enumerate(texts):
        content = found.get(one.text)
        if content is None:
            content = found[one.text] = _Content(one.text, hold=context.sets is None)
        content.say(number, one.place, is_asked=_is_asked(context, one))
    return found


def _is_asked(context: Context, one: _Text) -> bool:
    where = one.where
    if not isinstance(where, CellPlace):
        return context.only is None
    return context.is_asked(where.place, where.year, where.register)


@lru_cache(maxsize=512)
def _runs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + _RUN] for place in range(len(text) - _RUN + 1))


def _texts(context: Context, length: int) -> Iterator[_Text]:
    """Yield the texts that are so long, blanks not counted."""
    for handed in context.schools.get(context.years[1], ()):
        for cell, said in _cells(handed):
            if len(said) >= length and len(text := "".join(said.split())) >= length:
                where = handed.where(context.catalog, cell.register, cell.field, cell.key)
                yield _Text(handed.place.code, where, text, handed.confirmed(cell))
    for case in context.cases:
        if case.place != context.city.code and len(text := "".join(case.text.split())) >= length:
            yield _Text(case.place, TextPlace(case.file, 1), text)


def _cells(handed: Handed) -> Iterator[tuple[CellName, str]]:
    for asked in handed.asked:
        register = asked.register
        names = [name for name in asked.fields if register.fields[name].type is FieldType.TEXT]
        for row in handed.rows.get(register.name, ()):
            for name in names:
                text = row.get(name)
                if isinstance(text, str) and not register.fields[name].personal and name not in register.key:
                    yield CellName(register.name, row_key(register, row), name), text
    for one in handed.reasons:
        yield CellName(one.register, one.key, one.field), one.text


def _finding(check: Check, one: _Text, other: _Text, percent: int) -> Finding:
    message = check.message.format(other=other.where, percent=percent)
    return finding(
        check,
        one.where,
        message,
        said=one.text,
        expected="本校自己的文字",
        reason=one.reason,
        related=(other.where,),
    )
