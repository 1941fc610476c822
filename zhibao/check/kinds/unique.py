"""唯一: no two rows of a place, or of the whole region, say the same in the fields that `of` names together.

The fields are of one register. Parameter `scope`: `place` (the default) or `city`. What is blank repeats nothing.
"""

from collections import defaultdict
from collections.abc import Iterator

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.catalog.set_question import PLAIN, SetQuestion, Use
from zhibao.check.context import Context, finding, shown
from zhibao.check.spots import Repetition, asked, left_out, plain, repeated
from zhibao.snapshot.sets import Spot
from zhibao.snapshot.submission import row_key
from zhibao.terms.finding import Finding

_Group = tuple[int, str, tuple[str, ...]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every row that repeats an earlier one of the same year."""
    found = asked(context, *questions(check, context)) if context.sets else _in_rows(check, context)
    for one in found:
        yield _finding(check, context, one)
    yield from left_out(check, context, [found])


def questions(check: Check, context: Context) -> tuple[SetQuestion, ...]:
    """Return what the check asks about all rows at once: which say what an earlier one says."""
    register, fields = _named(check)
    use = Use(register, plain=fields)
    said = [f'"{name}{PLAIN}"' for name in fields]
    within = () if _is_region_wide(check) else ("submission",)
    return (repeated(use, ("year", *within, *said), " AND ".join(f"{one} <> ''" for one in said)),)


def _in_rows(check: Check, context: Context) -> list[Repetition]:
    register, fields = _named(check)
    seen: dict[_Group, list[Spot]] = defaultdict(list)
    for submission, handed in enumerate(context.handed):
        place = "" if _is_region_wide(check) else handed.place.code
        for number, row in enumerate(handed.rows.get(register, ())):
            said = tuple(plain(row.get(name)) for name in fields)
            if all(said):
                seen[handed.year, place, said].append((submission, number))
    return [Repetition(one, those[0]) for those in seen.values() for one in those[1:]]


def _finding(check: Check, context: Context, found: Repetition) -> Finding:
    register, fields = _named(check)
    definition = context.catalog.registers[register]
    (first, one), (handed, row) = ((context.handed[place], number) for place, number in (found.earliest, found.spot))
    origin = first.where(context.catalog, register, fields[0], row_key(definition, first.rows[register][one]))
    cells = handed.rows[register][row]
    key = row_key(definition, cells)
    said = "、".join(shown(definition.fields[name], cells.get(name)) for name in fields)
    label = "、".join(definition.fields[name].label for name in fields)
    message = check.message.format(label=label, said=said, other=origin)
    where = handed.where(context.catalog, register, fields[0], key)
    reason = handed.reason_for(register, key, fields[0])
    return finding(check, where, message, said=said, expected="不重复", reason=reason)


def _named(check: Check) -> tuple[str, tuple[str, ...]]:
    return qualified("", check.of[0])[0], tuple(qualified("", name)[1] for name in check.of)


def _is_region_wide(check: Check) -> bool:
    return check.parameters.get("scope") == "city"
