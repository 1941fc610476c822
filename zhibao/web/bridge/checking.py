"""校验的现看: the same checks as over frozen data, over what is being typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zhibao.catalog.model import Check
from zhibao.check.context import Context, Handed
from zhibao.check.rules import about
from zhibao.check.run import all_checks, check
from zhibao.collect.cells import plain_text
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace
from zhibao.web.bridge.forms import FORM_LINE
from zhibao.web.bridge.ground import Ground, ground, kept
from zhibao.web.bridge.places import place_of
from zhibao.web.bridge.typed import Texts, Typed, read_texts
from zhibao.web.records.school import School

_ORDER = tuple(Severity)


@dataclass(frozen=True)
class Remark:
    """一条发现: what is said of a cell, named as the page names it."""

    register: str
    line: str
    field: str
    severity: Severity
    title: str
    message: str
    fix: str
    ground: str
    reason: str
    suggestions: tuple[str, ...]
    is_open: bool
    related: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Say whether it keeps the register from being handed in."""
        return self.severity is Severity.ERROR


def remarks(school: School, texts: Texts, register: str = "") -> tuple[Remark, ...]:
    """Return everything found in what a school has typed so far, errors first, in the order of its registers.

    With `register` only what is found in that one is asked for, which is a fraction of the work.
    """
    base, place = ground(school.campaign.path), place_of(school)
    typed = read_texts(base, place, texts)
    found = [_remark(base, where, line, name, one) for where, line, name, one in typed.findings]
    if base.context is not None:
        unread = {(one.register, one.line, one.field) for one in found if one.is_error}
        checked = _checked(base, replace(base.context, rules=_rules(base, register), register=register), school, typed)
        found += [one for one in checked if (one.register, one.line, one.field) not in unread]
    order = {name: number for number, name in enumerate(base.sheets)}
    found = [one for one in found if register in ("", one.register)]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), order.get(one.register, len(order)))))


def counted(found: Sequence[Remark]) -> Mapping[str, tuple[int, int]]:
    """Return register → (errors, warnings without a reason)."""
    counts: dict[str, tuple[int, int]] = {}
    for one in found:
        errors, warnings = counts.get(one.register, (0, 0))
        is_warning = one.severity is Severity.WARNING and one.is_open
        counts[one.register] = (errors + one.is_error, warnings + is_warning)
    return counts


def completeness(school: School, texts: Texts) -> Mapping[str, tuple[int, int]]:
    """Return register → (cells filled, cells that must be)."""
    base = ground(school.campaign.path)
    counts = {}
    for name, lines in texts.items():
        must = [field for field in base.sheets[name].typed if base.sheets[name].definition(field).required]
        filled = sum(bool(plain_text(line.cells.get(field, ""))) for line in lines for field in must)
        counts[name] = (filled, len(must) * max(1, len(lines)))
    return counts


@kept(64)
def _rules(base: Ground, register: str) -> Mapping[str, Check]:
    rules = all_checks(base.catalog)
    return about(rules, register, base.catalog.registers) if register else rules


def _checked(base: Ground, context: Context, school: School, typed: Typed) -> list[Remark]:
    """Return what the checks say of this school's cells, with its texts in the place of what is frozen."""
    place, year = place_of(school), base.edition.this
    frozen = next((one for one in context.handed if (one.place.code, one.year) == (school.code, year)), None)
    live = Handed(place, year, typed.rows, tuple(typed.reasons), base.asked)
    if frozen is not None:
        kept = {name: rows for name, rows in frozen.rows.items() if name not in base.sheets}
        reasons = (one for one in frozen.reasons if one.register not in base.sheets)
        live = replace(frozen, rows={**kept, **typed.rows}, reasons=(*reasons, *typed.reasons), answers=())
    rest = tuple(one for one in context.handed if one is not frozen)
    found = []
    for one in check(replace(context, handed=(*rest, live), only=(school.code, year))):
        where = one.where
        if not isinstance(where, CellPlace) or where.register not in base.sheets:
            continue
        if (where.place, where.year) == (school.code, year):
            line = typed.lines.get((where.register, where.key), "" if where.key else FORM_LINE)
            found.append(_remark(base, where.register, line, where.field, one))
    return found


def _remark(base: Ground, register: str, line: str, name: str, finding: Finding) -> Remark:
    fields = base.catalog.registers[register].fields
    return Remark(
        register=register,
        line=line,
        field=name,
        severity=finding.severity,
        title=fields[name].label if name in fields else base.catalog.registers[register].label,
        message=finding.message,
        fix=finding.fix,
        ground="；".join(map(str, finding.source)),
        reason=finding.reason,
        suggestions=finding.suggestions,
        is_open=finding.is_open,
    )
