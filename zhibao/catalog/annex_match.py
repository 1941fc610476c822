"""附表的对照: rows of a table that somebody else printed, matched with our indicators by name, alias and unit."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.terms.unit import UNITS

_NAMELESS = re.compile(r"[\W_]+")
_RELATIVE = 4
"""A part's name of so few characters (国家级, 在校生数) says nothing without the whole."""
_NEAR, _CUTOFF = 3, 0.55
_SAME_UNITS = {
    "㎡": "平方米", "m2": "平方米", "平米": "平方米", "公顷": "公顷", "人民币元": "元", "人次数": "人次",
    ":1": "x:1", "n:1": "x:1", "n/1": "x:1", "x/1": "x:1", "mbps": "Mbps", "m": "Mbps", "兆": "Mbps",
    "百分比": "%", "％": "%", "个百分点": "百分点",
}  # fmt: skip
_PER_STUDENT = re.compile(r"[/每](生|人|学生)$")
NO_UNIT = ("", "/", "-", "—", "——", "／", "无")


@dataclass(frozen=True, slots=True)
class AnnexItem:
    """附表的项: one row as printed.

    `parent` is the number (or else the label) of the row above of which it is a part, `group` a caption over it.
    """

    label: str
    number: str = ""
    unit: str = ""
    parent: str = ""
    group: str = ""
    definition: str = ""
    row: int = 0

    @property
    def key(self) -> str:
        """Return what parts name their whole by."""
        return self.number or self.label


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """附表的读得: title and sheet, items in their order, and the rows that are none, as (row, text)."""

    title: str
    sheet: str
    items: tuple[AnnexItem, ...]
    left_out: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """对照: an item, its indicator if the name is one, whether the unit agrees, and names that come near."""

    item: AnnexItem
    indicator: str = ""
    unit_agrees: bool = True
    near: tuple[str, ...] = ()

    @property
    def is_bound(self) -> bool:
        """Say whether the item is the indicator: the same name, and a unit that converts."""
        return bool(self.indicator) and self.unit_agrees


def match_items(table: AnnexTable, catalog: Catalog) -> tuple[Matched, ...]:
    """Return each item with the indicator that bears its name; a name that only comes near is never taken."""
    names, printed = _names(catalog.indicators), _printed(catalog)
    above: dict[str, AnnexItem] = {}
    often = Counter(normal_name(item.label) for item in table.items)
    found = []
    for item in table.items:
        whole = above.get(item.parent) if item.parent else None
        above[item.key] = item
        name = _indicator_of(item, whole, often, names, printed)
        if name:
            found.append(Matched(item, name, _unit_agrees(item, catalog.indicators[name])))
        else:
            found.append(Matched(item, near=_near(item, names)))
    return tuple(found)


def normal_name(text: str) -> str:
    """Return a name without what printing adds: widths, spaces, punctuation, 其中."""
    plain = _NAMELESS.sub("", unicodedata.normalize("NFKC", text)).lower()
    return plain.removeprefix("其中") or plain


def normal_unit(text: str) -> str:
    """Return a printed unit as UNITS names it; as it stands, without spaces, when it is none of them."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("()").replace("∶", ":")
    if plain in UNITS:
        return plain
    return _SAME_UNITS.get(plain, _SAME_UNITS.get(plain.lower(), plain))


def _indicator_of(
    item: AnnexItem,
    whole: AnnexItem | None,
    often: Mapping[str, int],
    names: Mapping[str, str],
    printed: Mapping[tuple[str, str], str],
) -> str:
    own, above = normal_name(item.label), normal_name(whole.label if whole else item.group)
    if found := printed.get((above if whole else "", own)):
        return found
    if above and (found := names.get(own + above) or names.get(above + own)):
        return found
    if (whole and len(own) <= _RELATIVE) or (above and often[own] > 1):
        return ""
    return names.get(own, "")


def _names(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Return normal name → indicator; a name of two is nobody's."""
    found: dict[str, set[str]] = {}
    for name, one in indicators.items():
        for label in (one.label, *one.aliases):
            found.setdefault(normal_name(label), set()).add(name)
    return {label: next(iter(names)) for label, names in found.items() if len(names) == 1}


def _printed(catalog: Catalog) -> dict[tuple[str, str], str]:
    """Return (whole, name) → indicator for the rows of the annexes whose rows are confirmed."""
    return {
        (normal_name(whole.label) if whole else "", normal_name(row.label)): row.indicator
        for annex in catalog.annexes.values()
        if annex.confirmed
        for row, whole in annex.parents()
        if row.indicator
    }


def _unit_agrees(item: AnnexItem, indicator: Indicator) -> bool:
    unit = normal_unit(item.unit)
    if unit in NO_UNIT:
        return True
    if "生均" in indicator.label:
        unit = _PER_STUDENT.sub("", unit)
    known = UNITS.get(unit)
    return known is not None and known.converts_to(indicator.term)


def _near(item: AnnexItem, names: Mapping[str, str]) -> tuple[str, ...]:
    own = normal_name(item.label)
    labels = difflib.get_close_matches(own, names, _NEAR, _CUTOFF)
    return tuple(dict.fromkeys(names[label] for label in labels))
