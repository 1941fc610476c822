"""学校变动: a school that came, went or was renamed between two years' rosters is in the register of changes."""

from collections.abc import Iterator, Mapping

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed, finding
from zhibao.snapshot.submission import Row
from zhibao.terms.finding import Finding

CHANGES = "school_changes"


def find(check: Check, context: Context) -> Iterator[Finding]:
    """Yield a finding per school that differs between the rosters and that no entry of the changes names.

    Missing: without both rosters, or where the city is not asked for the changes, nothing is said.
    """
    handed = {(one.place.code, one.year): one for one in context.handed}
    for city in context.cities:
        last, this = (handed.get((city, year)) for year in context.years)
        if last is not None and this is not None and this.asks(CHANGES, "code"):
            yield from _changes(check, context, last, this)


def _changes(check: Check, context: Context, last: Handed, this: Handed) -> Iterator[Finding]:
    explained = {str(row["code"]) for one in (last, this) for row in one.rows.get(CHANGES, ())}
    before, now = _by_code(last), _by_code(this)
    for code in (*before, *(one for one in now if one not in before)):
        said = _difference(before.get(code), now.get(code))
        if said and code not in explained:
            name = str((now.get(code) or before[code])["name"])
            where = this.where(context.catalog, ROSTER, "code", code)
            yield finding(
                check, where, check.message.format(name=name, said=said), said=said, expected="学校沿革中的一行"
            )


def _difference(before: Row | None, now: Row | None) -> str:
    if before is None:
        return "上年名册没有"
    if now is None:
        return "今年名册没有"
    old, new = str(before["name"]), str(now["name"])
    return f"上年名称为“{old}”" if old != new else ""


def _by_code(handed: Handed) -> Mapping[str, Row]:
    return {str(row["code"]): row for row in handed.rows.get(ROSTER, ())}
