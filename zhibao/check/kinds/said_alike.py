"""一码一名: rows of the region that say the same in the first field of `of` say the same in the second.

What most rows say is taken for right, of equally many what was said first; each row that says otherwise is told.
The fields are of one register and compared however wide their letters are; what is blank says nothing. Parameter
`also` names a text field in which a row lists other names, with 、 between them, under which the thing is known.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.catalog.set_question import PLAIN, SetQuestion, Use
from zhibao.check.context import Context, Handed, finding, shown
from zhibao.check.spots import left_out, plain
from zhibao.snapshot.laid_out import plain_text
from zhibao.snapshot.sets import Spot, spot
from zhibao.snapshot.submission import Row, row_key
from zhibao.terms.finding import Finding


class _Otherwise(NamedTuple):
    """A row that says otherwise, the first of those that say what most say, and how many these are."""

    spot: Spot
    usual: Spot
    rows: int


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every row that calls a thing otherwise than most rows of the same year."""
    if context.sets:
        (question,) = questions(check, context)
        found = [_Otherwise(spot(one), spot(usual), rows) for one, usual, rows in context.sets.ask(question)]
    else:
        found = _in_rows(check, context)
    for one in found:
        if not _is_known(check, context, one):
            yield _finding(check, context, one)
    yield from left_out(check, context, [found])


def questions(check: Check, context: Context) -> tuple[SetQuestion, ...]:
    """Return what the check asks about all rows at once: which say otherwise than most of those about the same."""
    register, same, other = _named(check)
    use = Use(register, plain=(same, other))
    return (
        SetQuestion(
            f'WITH said AS (SELECT year, "{same}{PLAIN}" AS thing, "{other}{PLAIN}" AS word, spot FROM {use.name} '
            f"WHERE \"{same}{PLAIN}\" <> '' AND \"{other}{PLAIN}\" <> ''), "
            "words AS (SELECT year, thing, word, COUNT(*) AS times, MIN(spot) AS earliest FROM said "
            "GROUP BY year, thing, word), "
            "several AS (SELECT year, thing, MAX(times) AS most FROM words GROUP BY year, thing "
            "HAVING COUNT(*) > 1), "
            "usual AS (SELECT words.year AS year, words.thing AS thing, several.most AS most, "
            "MIN(words.earliest) AS usual FROM words JOIN several ON words.year = several.year "
            "AND words.thing = several.thing WHERE words.times = several.most "
            "GROUP BY words.year, words.thing, several.most), "
            "odd AS (SELECT words.year AS year, words.thing AS thing, words.word AS word, usual.usual AS usual, "
            "usual.most AS most FROM words JOIN usual ON words.year = usual.year AND words.thing = usual.thing "
            "WHERE words.earliest <> usual.usual) "
            "SELECT said.spot AS spot, odd.usual AS usual, odd.most AS most FROM said JOIN odd "
            "ON said.year = odd.year AND said.thing = odd.thing AND said.word = odd.word ORDER BY usual, spot",
            (use,),
        ),
    )


def _in_rows(check: Check, context: Context) -> list[_Otherwise]:
    register, same, other = _named(check)
    said: dict[tuple[int, str], dict[str, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    for submission, handed in enumerate(context.handed):
        for number, row in enumerate(handed.rows.get(register, ())):
            thing, word = plain(row.get(same)), plain(row.get(other))
            if thing and word:
                said[handed.year, thing][word].append((submission, number))
    found = []
    for words in said.values():
        usual = min(words.values(), key=lambda those: (-len(those), those[0]))
        found += [
            _Otherwise(one, usual[0], len(usual)) for those in words.values() if those is not usual for one in those
        ]
    return sorted(found, key=lambda one: (one.usual, one.spot))


def _is_known(check: Check, context: Context, one: _Otherwise) -> bool:
    """Say whether one of the two rows lists what the other says among its other names."""
    register, _, field = _named(check)
    also = str(check.parameters.get("also", ""))
    rows = [_row(context, register, place)[1] for place in (one.spot, one.usual)]
    names = {plain_text(name) for row in rows for name in str(row.get(also, "")).split("、")} if also else set()
    return any(plain(row.get(field)) in names for row in rows)


def _finding(check: Check, context: Context, one: _Otherwise) -> Finding:
    register, same, field = _named(check)
    definition = context.catalog.registers[register]
    handed, row = _row(context, register, one.spot)
    there, usual = _row(context, register, one.usual)
    thing, said, right = (
        shown(definition.fields[name], each.get(name)) for each, name in ((row, same), (row, field), (usual, field))
    )
    key = row_key(definition, row)
    where = handed.where(context.catalog, register, field, key)
    other = there.where(context.catalog, register, field, row_key(definition, usual))
    labels = (definition.fields[name].label for name in (same, field))
    message = check.message.format(
        **dict(zip(("same", "label"), labels, strict=True)),
        thing=thing,
        said=said,
        usual=right,
        rows=one.rows,
        other=other,
    )
    reason = handed.reason_for(register, key, field)
    return finding(check, where, message, said=said, expected=right, reason=reason, related=(other,))


def _row(context: Context, register: str, place: Spot) -> tuple[Handed, Row]:
    handed = context.handed[place[0]]
    return handed, handed.rows[register][place[1]]


def _named(check: Check) -> tuple[str, str, str]:
    (register, same), (_, other) = (qualified("", name) for name in check.of)
    return register, same, other
