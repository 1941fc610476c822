"""找数字: indicators by name or alias, what they say now, and the words in braces that print them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.utils.translation import gettext

from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import Directive, directives, indicators_of, split_text
from zhibao.catalog.model import Indicator
from zhibao.compile.inlines import set_pieces
from zhibao.compile.material import Material
from zhibao.compile.numbering import Numbering, number_report
from zhibao.document.nodes import plain
from zhibao.snapshot.frozen import dataset_id
from zhibao.terms.errors import ZhibaoError
from zhibao.web.bridge.chapters import outline_of
from zhibao.web.bridge.ground import Ground, ground, kept

MOST = 8
_BRACES = re.compile(r"\{[^{}\n]*\}")
_BLANK = re.compile(r"\s+")
_engine = Lock()


@dataclass(frozen=True)
class Hit:
    """找到的: what is inserted, what it prints now, and of what it is."""

    insert: str
    printed: str
    label: str
    told: str


@dataclass(frozen=True)
class Said:
    """一小段: words, or what a directive prints (`of` is the directive, `told` what it is about)."""

    text: str
    of: str = ""
    told: str = ""


def search(path: Path, asked: str) -> tuple[Hit, ...]:
    """Return the indicators whose name, alias or definition has the words, the closest first, each in three ways."""
    base = ground(path)
    ranked = sorted(
        (rank, len(one.label), one.name) for one in base.catalog.indicators.values() if (rank := _rank(one, asked)) < 9
    )
    return tuple(hit for _, _, name in ranked[:MOST] for hit in _hits(base, base.catalog.indicators[name]))


def said(path: Path, text: str) -> tuple[Said, ...]:
    """Return a line of source with its directives as what they print now."""
    base = ground(path)
    parts, at = [], 0
    for found in _BRACES.finditer(text):
        if found.start() > at:
            parts.append(Said(text[at : found.start()]))
        parts.append(_said(base, found[0]))
        at = found.end()
    return (*parts, Said(text[at:])) if at < len(text) else tuple(parts)


def data_of(path: Path) -> str:
    """Return the fingerprint of the frozen data that the numbers rest on."""
    return dataset_id(ground(path).work.snapshots)


def _rank(one: Indicator, asked: str) -> int:
    """Return how far an indicator is from what was asked; 9 for one that it is not."""
    wanted = _BLANK.sub("", asked).lower()
    if not wanted:
        return 9
    names = [_BLANK.sub("", name).lower() for name in (one.label, *one.aliases, one.name)]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(wanted in name for name in names):
        return 2
    if any(_in_order(wanted, name) for name in names[:-1]):
        return 3
    return 4 if wanted in _BLANK.sub("", one.definition).lower() else 9


def _in_order(wanted: str, name: str) -> bool:
    """Say whether all characters stand in a name in their order, as in 社保率 and 购买社会保险率."""
    rest = iter(name)
    return all(one in rest for one in wanted)


def _hits(base: Ground, one: Indicator) -> Iterator[Hit]:
    this, last = base.edition.this - one.lag, base.edition.last - one.lag
    told = gettext("、").join(one.aliases[:3])
    now = _printed(base, f"{{number: {one.name}}}")
    yield Hit(f"{{number: {one.name}}}", now, one.label, _told_of(this, told))
    yield Hit(f"{{change: {one.name}}}", _printed(base, f"{{change: {one.name}}}"), one.label, gettext("比上年，整句"))
    before = _printed(base, f"{{number: {one.name}, year: last}}")
    yield Hit(f"{{number: {one.name}, year: last}}", before, one.label, gettext("{year} 年").format(year=last))


def _told_of(year: int, aliases: str) -> str:
    said = gettext("{year} 年，也叫{aliases}") if aliases else gettext("{year} 年")
    return said.format(year=year, aliases=aliases)


def _said(base: Ground, brace: str) -> Said:
    if re.fullmatch(r"\{#[a-z0-9_]+\}", brace):
        return Said("")
    if brace == "{cases}":
        return Said(gettext("各校案例排在这里"), brace, gettext("案例的位置"))
    printed = _printed(base, brace)
    return Said(printed or gettext("（此处按数据不印字）"), brace, _told(base, brace))


def _told(base: Ground, brace: str) -> str:
    try:
        names = [name for one in directives(split_text(brace, "")) for name in indicators_of(one)]
    except CatalogError:
        return gettext("写法有误")
    labels = [base.catalog.indicators[name].label for name in names if name in base.catalog.indicators]
    return gettext("、").join(labels) or brace


@kept(4096)
def _printed(base: Ground, brace: str) -> str:
    """Return what a directive prints now; a sign for one that cannot be printed."""
    try:
        pieces = split_text(brace, "")
        material = _material(base, tuple(directives(pieces)))
        return plain(set_pieces(pieces, material, _numbering(base)))
    except (ZhibaoError, KeyError):
        return "？"


def _material(base: Ground, asked: tuple[Directive, ...]) -> Material:
    work = base.work
    names = {name for one in asked for name in indicators_of(one)}
    with _engine:
        known = {key.indicator for key in work.values}
        values = work.values if names <= known else work.computed(sorted(names))
    return Material(outline_of(base.path), base.edition, values, base.catalog, work.tables.rows, {})


@kept(16)
def _numbering(base: Ground) -> Numbering:
    return number_report(outline_of(base.path), ())
