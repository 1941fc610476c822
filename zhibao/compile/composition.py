"""构成与排名的句式: what a value consists of, and which members or schools come first (requirement F0-21)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibao.catalog.inline import PartsOf, Ranking
from zhibao.compile.material import Material, cell_text
from zhibao.compile.printing import INCOMPARABLE, Printed, print_value
from zhibao.compile.sentences import GROWTH_DECIMALS, number_phrase
from zhibao.document.nodes import Inline, Inlines, Number, Text
from zhibao.terms.numeral import chinese_number
from zhibao.terms.quantity import Form, print_number


@dataclass(frozen=True, slots=True)
class _Ranked:
    """有名次的一项."""

    label: str
    printed: Printed
    digits: Decimal


def parts_sentence(asked: PartsOf, material: Material) -> Inlines:
    """Return 其中直接就业12000人，占60.00%；升学8000人，占40.00%; shares are those of the printed values.

    Missing: a part without a value is printed with its sign and without a share.
    """
    year = material.edition.this
    whole = print_value(material, asked.indicator, year, material.form(asked.indicator))
    content: list[Inline] = [Text("其中")]
    for place, (label, part) in enumerate(_parts(asked, material)):
        content += [Text(f"{'；' if place else ''}{label}"), *number_phrase(part)]
        if part.digits is not None and whole.digits:
            content += [Text("，占"), _share(part, whole, material), Text("%")]
    return tuple(content) if len(content) > 1 else (Text(INCOMPARABLE),)


def ranking_sentence(asked: Ranking, year: int, material: Material) -> Inlines:
    """Return 排名前五的依次为甲（90人）、乙（80人）…; equal values share a rank and are never cut apart.

    Missing: whoever has no value, or nothing at all, is not ranked; where nobody is, it prints —.
    """
    ranked = _ranked(asked, year, material)
    if not ranked:
        return (Text(INCOMPARABLE),)
    last = ranked[min(asked.count, len(ranked)) - 1].digits
    first = [one for one in ranked if one.digits >= last]
    head = "" if len(first) == 1 else f"前{chinese_number(len(first))}" if len(first) < 100 else f"前{len(first)}"
    content: list[Inline] = [Text(f"排名{head}的依次为" if head else "排名第一的是")]
    for place, one in enumerate(first):
        tied = any(other is not one and other.digits == one.digits for other in first)
        content += [Text(f"{'、' if place else ''}{one.label}（"), *number_phrase(one.printed)]
        content.append(Text("，并列）" if tied else "）"))
    return tuple(content)


def _parts(asked: PartsOf, material: Material) -> Iterator[tuple[str, Printed]]:
    year = material.edition.this
    if asked.count:
        form = material.form(asked.indicator)
        for member in material.members(asked.indicator, year)[: asked.count]:
            label = material.member_label(asked.indicator, member)
            yield label, print_value(material, asked.indicator, year, form, member=member)
    for name, label in asked.parts:
        yield label or material.indicator(name).label, print_value(material, name, year, material.form(name))


def _ranked(asked: Ranking, year: int, material: Material) -> Sequence[_Ranked]:
    """Return who has a value above zero, the largest first, equal ones in the order of their names."""
    found = []
    for label, printed in _candidates(asked, year, material):
        if printed is not None and printed.digits:
            found.append(_Ranked(label, printed, printed.digits))
    return sorted(found, key=lambda one: (-one.digits, one.label.encode("gb18030")))


def _candidates(asked: Ranking, year: int, material: Material) -> Iterator[tuple[str, Printed | None]]:
    form = material.form(asked.indicator)
    if asked.schools:
        for school in material.schools(year):
            yield (
                cell_text(school.get("name")),
                print_value(material, asked.indicator, year, form, at=cell_text(school.get("code"))),
            )
        return
    for member in material.members(asked.indicator, year):
        label = material.member_label(asked.indicator, member)
        yield label, print_value(material, asked.indicator, year, form, member=member)


def _share(part: Printed, whole: Printed, material: Material) -> Number:
    number = part.number
    share = Fraction(part.digits or 0) / Fraction(whole.digits or 1) * 100
    text = print_number(share, Form(GROWTH_DECIMALS, material.edition.rounding))
    return Number(text, share, "%", number.indicator, number.place, number.period, number.member, number.snapshots)
