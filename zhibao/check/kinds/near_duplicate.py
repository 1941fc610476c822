"""文字雷同: texts of two schools are nearly the same.

Looks at every text field that schools fill, at the reasons that they give, and at their cases. Parameters: `length`,
below which a text proves nothing; `percent`, how much of the shorter runs of four characters both texts must share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from zhibao.catalog.model import Check
from zhibao.catalog.register import FieldType
from zhibao.check.context import CellName, Context, Handed, finding
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding
from zhibao.terms.source import Location, TextPlace

_RUN = 4


class _Text(NamedTuple):
    place: str
    where: Location
    text: str
    reason: str = ""


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per text that repeats one of a school before it; the first to say it is left alone."""
    texts = [one for one in _texts(context) if len(one.text) >= check.number("length")]
    runs = [frozenset(one.text[place : place + _RUN] for place in range(len(one.text) - _RUN + 1)) for one in texts]
    seen: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(texts):
        shared = Counter(earlier for run in runs[number] for earlier in seen[run])
        for earlier, common in shared.most_common():
            percent = 100 * common // len(runs[number] | runs[earlier])
            if texts[earlier].place != one.place and percent >= check.number("percent"):
                yield _finding(check, one, texts[earlier], percent)
                break
        for run in runs[number]:
            seen[run].append(number)


def _texts(context: Context) -> Iterator[_Text]:
    for handed in context.schools.get(context.years[1], ()):
        for cell, text in _cells(handed):
            where = handed.where(context.catalog, cell.register, cell.field, cell.key)
            yield _Text(handed.place.code, where, "".join(text.split()), handed.confirmed(cell))
    for case in context.cases:
        if case.place != context.city.code:
            yield _Text(case.place, TextPlace(case.file, 1), "".join(case.text.split()))


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
