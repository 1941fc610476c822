"""签署的摘要: what a headmaster should know before signing: the main figures, and what changed by more than a tenth."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhibao.catalog.register import RegisterField
from zhibao.collect.cells import digits_of
from zhibao.terms.value import Known
from zhibao.web.bridge.ground import ground
from zhibao.web.bridge.places import place_of
from zhibao.web.bridge.typed import Texts, read_texts
from zhibao.web.records.school import School

MUCH = Fraction(1, 10)
MAIN = 5


@dataclass(frozen=True)
class Figure:
    """要点: a number of this year beside last year's."""

    register: str
    label: str
    unit: str
    now: str
    last: str
    change: str
    is_much: bool
    reason: str


def figures(school: School, texts: Texts) -> tuple[Figure, ...]:
    """Return every number of the school's forms beside last year's, in the order of the registers."""
    base, place = ground(school.campaign.path), place_of(school)
    typed = read_texts(base, place, texts)
    said = {(one.register, one.field): one.text for one in typed.reasons if not one.key}
    last = base.last_rows(school.code)

    def all_figures() -> Iterator[Figure]:
        for name, sheet in base.sheets.items():
            if sheet.register.shape == "rows" or not typed.rows.get(name):
                continue
            row, before = typed.rows[name][0], next(iter(last.get(name, ())), {})
            for field in sheet.numbers:
                if isinstance(now := row[field], Known):
                    reason = said.get((name, field), "")
                    yield _figure(name, sheet.definition(field), now, before.get(field), reason)

    return tuple(all_figures())


def main_figures(all_figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return the first figure of each of the first registers: those by which a school is known."""
    first = {one.register: one for one in reversed(all_figures)}
    return tuple(one for one in all_figures if first[one.register] is one)[:MAIN]


def _figure(register: str, field: RegisterField, now: Known, before: object, reason: str) -> Figure:
    change, is_much = Fraction(0), False
    if isinstance(before, Known):
        change = now.number - before.number
        is_much = abs(change) > MUCH * abs(before.number)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return Figure(
        register=register,
        label=field.label,
        unit=field.unit,
        now=digits_of(now.number, field.type),
        last=digits_of(before.number, field.type) if isinstance(before, Known) else "",
        change=f"{sign}{digits_of(abs(change), field.type)}" if isinstance(before, Known) else "",
        is_much=is_much,
        reason=reason,
    )
