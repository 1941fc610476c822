"""唯一: no two rows of a place, or of the whole city, say the same in the fields that `of` names together.

The fields are of one register. Parameter `scope`: `place` (the default) or `city`. What is blank repeats nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from unicodedata import normalize

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, finding, shown
from zhibao.snapshot.submission import Cell, Row, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.value import Known, Missing

_Group = tuple[int, str, tuple[str, ...]]


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding for every row that repeats an earlier one of the same year."""
    register, fields = qualified("", check.of[0])[0], [qualified("", name)[1] for name in check.of]
    definition = context.catalog.registers[register]
    city_wide = check.parameters.get("scope") == "city"
    seen: dict[_Group, list[tuple[Handed, Row]]] = defaultdict(list)
    for handed in context.handed:
        for row in handed.rows.get(register, ()):
            plain = tuple(_plain(row.get(name)) for name in fields)
            if all(plain):
                seen[handed.year, "" if city_wide else handed.place.code, plain].append((handed, row))
    for (first, one), *others in (those for those in seen.values() if len(those) > 1):
        origin = first.where(context.catalog, register, fields[0], row_key(definition, one))
        for handed, row in others:
            key = row_key(definition, row)
            said = "、".join(shown(definition.fields[name], row.get(name)) for name in fields)
            label = "、".join(definition.fields[name].label for name in fields)
            message = check.message.format(label=label, said=said, other=origin)
            where = handed.where(context.catalog, register, fields[0], key)
            reason = handed.reason_for(register, key, fields[0])
            yield finding(check, where, message, said=said, expected="不重复", reason=reason)


def _plain(content: Cell | None) -> str:
    """Return what a cell says, however wide its letters are; '' when it says nothing."""
    if content is None or isinstance(content, Missing):
        return ""
    text = str(content.number) if isinstance(content, Known) else str(content)
    return "".join(normalize("NFKC", text).casefold().split())
