"""分项的内容: what a whole consists of at a place, through the years, and of one part the schools behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from zhibao.web.actions.see_figures import Book
from zhibao.web.bridge.breakdowns import WHOLE
from zhibao.web.bridge.figures import About, Breakdown, Figure, Spot, Years
from zhibao.web.guard import Visit
from zhibao.web.parts.composition_chart import MOST, Slice, YearBar, composition, tones
from zhibao.web.parts.look_answers import with_query
from zhibao.web.parts.looking import NO_NUMBER

ANCHOR = "#parts"
_NOTHING = Figure(number=Fraction(0))


@dataclass(frozen=True)
class PartRow:
    """一项: a part this year and last, how much of the whole it is, and what it leads to."""

    label: str
    was: Figure
    now: Figure
    was_text: str
    text: str
    change: str
    share: str
    address: str = ""
    indicator: str = ""
    is_on: bool = False


@dataclass(frozen=True)
class Composed:
    """构成: the parts beside their whole, the drawing with its key and its table, and what else may be looked at.

    `unequal` are the years whose parts are known and do not add up: they are not drawn. `schools` are those behind
    `part`, the largest first.
    """

    about: Breakdown
    rows: tuple[PartRow, ...]
    total: PartRow
    drawn: SafeString
    key: tuple[tuple[str, str], ...]
    years: tuple[tuple[int, tuple[str, ...]], ...]
    unequal: tuple[int, ...]
    choices: tuple[tuple[str, str, bool], ...]
    part: str
    schools: tuple[PartRow, ...]
    register: str


def composed(
    visit: Visit, books: Sequence[Book], about: About | None, place: str, year: int, spots: Sequence[Spot] = ()
) -> Composed | None:
    """Return what the address asks for, else what the indicator at length is or is part of, else the first there is.

    Missing: None where nothing that is frozen says what anything consists of.
    """
    found = books[-1].index.breakdowns
    chosen = _chosen(visit, found, about)
    if chosen is None:
        return None
    through = {one.code: _through(books, chosen, one.code) for one in spots}
    parts = _through(books, chosen, place)
    key = visit.request.GET.get("part", "")
    order = _ordered(chosen, parts, year)
    rows = tuple(_row(visit, chosen, parts, one, year, is_city=bool(spots), is_on=one == key) for one in order)
    bars, unequal = _bars(chosen, parts, order)
    names = [one.name for one in bars[-1].slices] if bars else []
    return Composed(
        about=chosen,
        rows=rows,
        total=_row(visit, chosen, parts, WHOLE, year),
        drawn=composition(bars, _said(chosen, bars)) if bars else SafeString(""),
        key=tuple(zip(tones(len(names)), names, strict=True)),
        years=tuple((bar.year, tuple(one.text for one in bar.slices)) for bar in bars),
        unequal=unequal,
        choices=tuple((name, titled(one), one is chosen) for name, one in found.items()),
        part=chosen.parts.get(key, ""),
        schools=_schools(visit, chosen, through, spots, key, year) if key in chosen.parts else (),
        register=chosen.source,
    )


def titled(one: Breakdown) -> str:
    """Return what a breakdown is called in a list of them."""
    return gettext("{whole}，按{split}").format(whole=one.label, split=one.split)


def _chosen(visit: Visit, found: Mapping[str, Breakdown], about: About | None) -> Breakdown | None:
    asked = found.get(visit.request.GET.get("w", ""))
    if asked is not None or about is None:
        return asked or next(iter(found.values()), None)
    fitting = [one for one in found.values() if about.name in one.of]
    fitting.sort(key=lambda one: one.of.index(about.name))
    return next(iter([*fitting, *found.values()]), None)


def _through(books: Sequence[Book], chosen: Breakdown, place: str) -> dict[str, dict[int, Figure]]:
    """Return part → year → number of a place through all years held; of one year the later collection counts."""
    found: dict[str, dict[int, Figure]] = {}
    for book in books:
        for part, years in book.parts(chosen.name).get(place, {}).items():
            mine = found.setdefault(part, {})
            mine.update({at: one for at, one in years.items() if one.number is not None or at not in mine})
    return found


def _of(parts: Mapping[str, Years], part: str, year: int) -> Figure:
    """Return a part's number; one that occurs nowhere in a whole that is known is none of it."""
    found = parts.get(part, {}).get(year)
    if found is not None:
        return found
    whole = parts.get(WHOLE, {}).get(year, NO_NUMBER)
    return _NOTHING if part != WHOLE and whole.number is not None else whole if part != WHOLE else NO_NUMBER


def _ordered(chosen: Breakdown, parts: Mapping[str, Years], year: int) -> list[str]:
    """Return the parts as they are defined, or, where they have no order of their own, the largest first."""
    if chosen.has_order:
        return list(chosen.parts)
    return sorted(chosen.parts, key=lambda one: -(_of(parts, one, year).number or Fraction(0)))


def _row(
    visit: Visit,
    chosen: Breakdown,
    parts: Mapping[str, Years],
    part: str,
    year: int,
    *,
    is_city: bool = False,
    is_on: bool = False,
) -> PartRow:
    now, was = _of(parts, part, year), _of(parts, part, year - 1)
    whole = _of(parts, WHOLE, year).number
    lead = chosen.leads.get(part, "")
    return PartRow(
        label=chosen.parts.get(part, chosen.label),
        was=was,
        now=now,
        was_text=_text(chosen, was),
        text=_text(chosen, now),
        change=chosen.change(now, was),
        share=chosen.share(now.number, whole) if now.number is not None and whole else "",
        address=with_query(visit, {"w": chosen.name, "part": part}) + ANCHOR if is_city else "",
        indicator=with_query(visit, {"of": lead, "w": chosen.name, "part": ""}) + "#trend" if lead else "",
        is_on=is_on,
    )


def _text(chosen: Breakdown, one: Figure) -> str:
    if one.number is None:
        return one.sign
    printed = chosen.printed(one.number)
    return gettext("约 {printed}").format(printed=printed) if one.is_estimated else printed


def _bars(chosen: Breakdown, parts: Mapping[str, Years], order: Sequence[str]) -> tuple[list[YearBar], tuple[int, ...]]:
    """Return the years whose parts add up to the whole, and those whose known parts do not."""
    bars, unequal = [], []
    newest = max((at for at, one in parts.get(WHOLE, {}).items() if one.number is not None), default=0)
    shown, rest = list(order), []
    if len(order) > MOST:
        by_size = sorted(order, key=lambda one: -(_of(parts, one, newest).number or Fraction(0)))
        shown = [one for one in order if one in by_size[: MOST - 1]]
        rest = [one for one in order if one not in shown]
    for year, whole in sorted(parts.get(WHOLE, {}).items()):
        numbers = {one: _of(parts, one, year).number for one in order}
        known = {one: number for one, number in numbers.items() if number is not None}
        if not whole.number or len(known) < len(numbers):
            continue
        if sum(known.values(), Fraction(0)) != whole.number:
            unequal.append(year)
            continue
        slices = [_slice(chosen, chosen.parts[one], known[one], whole.number) for one in shown]
        if rest:
            other = sum((known[one] for one in rest), Fraction(0))
            slices.append(_slice(chosen, gettext("其余 {count} 项").format(count=len(rest)), other, whole.number))
        bars.append(YearBar(year, tuple(slices)))
    return bars, tuple(unequal)


def _slice(chosen: Breakdown, name: str, number: Fraction, whole: Fraction) -> Slice:
    share, printed = chosen.share(number, whole), chosen.printed(number)
    return Slice(name, number, (share,) if chosen.unit == "%" else (f"{printed}　{share}", share, printed))


def _said(chosen: Breakdown, bars: Sequence[YearBar]) -> str:
    """Return the drawing in words: its newest year."""
    last = bars[-1]
    told = gettext("，").join(f"{one.name} {one.text}" for one in last.slices)
    return gettext("{title}，{year} 年：{parts}").format(title=titled(chosen), year=last.year, parts=told)


def _schools(
    visit: Visit,
    chosen: Breakdown,
    through: Mapping[str, Mapping[str, Years]],
    spots: Sequence[Spot],
    part: str,
    year: int,
) -> tuple[PartRow, ...]:
    """Return the schools behind a part, the largest first, those without a number last."""
    found = []
    for one in spots:
        parts = through[one.code]
        now, was = _of(parts, part, year), _of(parts, part, year - 1)
        whole = _of(parts, WHOLE, year).number
        address = reverse("school_figures", args=(visit.campaign.slug, one.code)) + f"?w={chosen.name}{ANCHOR}"
        found.append(
            PartRow(
                label=one.name,
                was=was,
                now=now,
                was_text=_text(chosen, was),
                text=_text(chosen, now),
                change=chosen.change(now, was),
                share=chosen.share(now.number, whole) if now.number is not None and whole else "",
                address=address,
            )
        )
    found.sort(key=lambda one: (one.now.number is None, -(one.now.number or Fraction(0))))
    return tuple(found)


def parts_told(
    visit: Visit, books: Sequence[Book], about: About | None, place: str, year: int, spots: Sequence[Spot] = ()
) -> dict[str, object]:
    """Return what the part of the page about what wholes consist of shows."""
    found = composed(visit, books, about, place, year, spots)
    return {"composed": found, "no_part": with_query(visit, {"part": ""}) + ANCHOR}
