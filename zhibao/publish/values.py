"""数值的公开形式: every computed value as rows, for values.csv and values.json."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from zhibao.catalog.breaks import breaks_of_indicator
from zhibao.catalog.frames import Break
from zhibao.catalog.load import Catalog
from zhibao.terms.change import change_since_last_year
from zhibao.terms.quantity import Form, print_number
from zhibao.terms.rounding import Rounding
from zhibao.terms.value import Known, Missing, Undefined, Value, ValueKey, Values

COLUMNS = (
    "indicator", "label", "place", "name", "year", "member", "state", "printed", "unit",
    "change", "change_unit", "growth_percent", "change_note",
    "exact", "numerator", "denominator", "estimated", "origin", "systems", "snapshots",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+([./][0-9]+)?")
Record = dict[str, str | int | bool]


def records(values: Values, catalog: Catalog, names: Mapping[str, str], rounding: Rounding) -> Iterator[Record]:
    """Yield one record per value; exact numbers as fractions in lowest terms, such as 4700/283.

    A change across a break in the series carries the break's note, and is left out where the break forbids it.
    """

    @cache
    def breaks(indicator: str, year: int) -> tuple[Break, ...]:
        return breaks_of_indicator(catalog, indicator, (year - 1, year))

    for key in sorted(values):
        yield _record(key, values, catalog, names, rounding, breaks)


def as_printed_records(
    values: Values, catalog: Catalog, names: Mapping[str, str], rounding: Rounding, whole: str
) -> tuple[Mapping[str, object], ...]:
    """Return the records as the audit takes them: with the year that names each, and which place is the whole."""
    return tuple(
        {
            **one,
            "printed_year": int(one["year"]) - catalog.indicators[str(one["indicator"])].lag,
            "whole": one["place"] == whole,
        }
        for one in records(values, catalog, names, rounding)
    )


def as_csv(rows: list[Record]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark that spreadsheet programs recognise; text stays text."""
    return csv_table(COLUMNS, rows)


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, str | int | bool]]) -> bytes:
    """Return rows as CSV with these columns, as `as_csv` does."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_harmless(str(row[column])) for column in columns])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def as_json(rows: list[Record]) -> bytes:
    """Return the rows as JSON, one a line, so that two releases can be compared by a text tool."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def _record(
    key: ValueKey,
    values: Values,
    catalog: Catalog,
    names: Mapping[str, str],
    rounding: Rounding,
    breaks_before: Callable[[str, int], tuple[Break, ...]],
) -> Record:
    indicator, computed = catalog.indicators[key.indicator], values[key]
    form = Form(indicator.decimals, rounding)
    change = change_since_last_year(values, key, form)
    breaks = breaks_before(key.indicator, key.year - indicator.lag) if change else ()
    if not all(one.comparable for one in breaks):
        change = None
    growth = change.growth if change and not indicator.term.is_rate else None
    known = computed.value if isinstance(computed.value, Known) else None
    return {
        "indicator": key.indicator,
        "label": indicator.label,
        "place": key.place,
        "name": names.get(key.place, key.place),
        "year": key.year,
        "member": key.member,
        "state": _state(computed.value),
        "printed": print_number(known.number, form) if known else _sign(computed.value),
        "unit": indicator.unit,
        "change": print_number(Fraction(change.difference), form.but(sign=True)) if change else "",
        "change_unit": ("百分点" if indicator.term.is_rate else indicator.unit) if change else "",
        "growth_percent": print_number(growth, Form(2, rounding, sign=True)) if growth is not None else "",
        "change_note": "；".join(one.note.rstrip("。") for one in breaks),
        "exact": _exact(computed.value),
        "numerator": _exact(computed.numerator),
        "denominator": _exact(computed.denominator),
        "estimated": bool(known and known.estimated),
        "origin": computed.origin.kind.value,
        "systems": computed.origin.system,
        "snapshots": " ".join(computed.snapshots),
    }


def _state(value: Value) -> str:
    match value:
        case Known():
            return "known"
        case Missing(meaning):
            return meaning.value
        case Undefined():
            return "undefined"


def _sign(value: Value) -> str:
    return "" if isinstance(value, Known) else value.sign


def _exact(value: Value | None) -> str:
    return str(Fraction(value.number)) if isinstance(value, Known) else ""


def _harmless(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula; numbers are left as they are."""
    return f"'{text}" if text[:1] in _FORMULA and not _NUMBER.fullmatch(text) else text
