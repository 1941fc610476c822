"""图表数据: the numbers that Word keeps with an embedded chart, as rows."""

import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from zhibao.document.readers.word_text import CHART

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DECIMALS = re.compile(r"0\.(0+)")
_AFFIXED = re.compile(r'(?P<sign>\+?)(?:"(?P<before>[^"]*)")?(?P<digits>[#0,]+(?:\.0+)?)(?:"(?P<after>[^"]*)")?')
_MOST_POINTS = 5000


def chart_rows(root: etree._Element) -> list[list[str]]:
    """Return the table behind a chart: a row of series names below the title, then a row per category."""
    series = list(root.iter(f"{CHART}ser"))
    if not series:
        return []
    names = [_first(one, "tx") or f"系列{index}" for index, one in enumerate(series, 1)]
    values = [_points(one, "val") or _points(one, "yVal") for one in series]
    categories: dict[int, str] = {}
    for one in series:
        for index, text in (_points(one, "cat") or _points(one, "xVal")).items():
            categories.setdefault(index, text)
    indexes = sorted({index for each in values for index in each} | set(categories))
    rows = [[_title(root), *names]]
    rows += [[categories.get(index, ""), *(each.get(index, "") for each in values)] for index in indexes]
    return rows


def _title(root: etree._Element) -> str:
    title = root.find(f"{CHART}chart/{CHART}title")
    return "" if title is None else "".join(part.text or "" for part in title.iter(f"{_A}t", f"{CHART}v")).strip()


def _first(series: etree._Element, tag: str) -> str:
    found = series.find(f"{CHART}{tag}")
    return "" if found is None else next((part.text or "" for part in found.iter(f"{CHART}v")), "").strip()


def _points(series: etree._Element, tag: str) -> dict[int, str]:
    """Return index → text of cached points; levels of a category are joined, the outer one first."""
    found = series.find(f"{CHART}{tag}")
    if found is None:
        return {}
    format_code = next((code.text or "" for code in found.iter(f"{CHART}formatCode")), "")
    points: dict[int, str] = {}
    for point in found.iter(f"{CHART}pt"):
        index = point.get("idx", "")
        value = point.find(f"{CHART}v")
        if index.isdecimal() and value is not None and len(points) < _MOST_POINTS:
            is_text = point.getparent().tag in (f"{CHART}strCache", f"{CHART}strLit", f"{CHART}lvl")
            text = (value.text or "").strip()
            text = text if is_text else _shown(text, point.get("formatCode") or format_code)
            text = " ".join(text.split())
            points[int(index)] = f"{text} {points[int(index)]}" if int(index) in points else text
    return points


def _shown(value: str, code: str) -> str:
    """Return a number as the chart prints it: per cent and decimals by its format, no floating dust."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    affixed = _AFFIXED.fullmatch(code.partition(";")[0])
    if affixed and affixed["digits"].endswith("0"):
        return _affixed(number, affixed)
    decimals = _DECIMALS.search(code)
    if "%" in code:
        places = len(decimals[1]) if decimals else 0
        return f"{number * 100:.{places}f}%"
    if decimals:
        return f"{number:.{len(decimals[1])}f}"
    dustless = Decimal(f"{number:.12g}")
    return f"{dustless:f}" if dustless else "0"


def _affixed(number: Decimal, form: re.Match[str]) -> str:
    """Return a number in a format of digits and words in quotes: 78.49 in 0.00"%" is 78.49%."""
    places = len(form["digits"].partition(".")[2])
    comma = "," if "," in form["digits"] else ""
    sign = form["sign"] if number > 0 else ""
    return f"{sign}{form['before'] or ''}{number:{comma}.{places}f}{form['after'] or ''}"
