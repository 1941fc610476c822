"""图框: what all charts share: colours, measures of text, header rows, and the specification around the layers."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from zhibao.document.fonts import SANS

FULL = 576
"""Width in pixels of a chart as wide as the printed text (432 pt), so that 12 pixels print as 9 pt."""
GAP = 40
MEMO = "zhibao"
TOLD = "\u241f"
"""Stands between what a mark tells: category, series, value as printed."""

INK, INK_2, EDGE, PAPER = "#16202a", "#44515d", "#7d8a94", "#ffffff"
PREVIOUS, AZURE = "#758a97", "#0b5c7d"
ORDINAL = ("#0a4863", "#2b708f", "#427892", "#9bc0d0", "#cfe1e9")
DARK = ORDINAL[:3]
"""Tones on which text is white."""
YEARS = {
    1: (AZURE,),
    2: (PREVIOUS, AZURE),
    3: ("#9bc0d0", "#427892", "#0a4863"),
    4: ("#cfe1e9", "#9bc0d0", "#427892", "#0a4863"),
    5: ("#cfe1e9", "#9bc0d0", "#427892", "#2b708f", "#0a4863"),
}

FONT = 12
LINE = 16
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_LEADING = "、，）”》"
_OPENING = "（“《"

Layer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Series:
    """数列: one year's values in the order of the categories, and the same values as printed."""

    label: str
    values: tuple[Fraction | None, ...]
    texts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse values without their printed texts."""
        if len(self.values) != len(self.texts):
            raise ValueError(f"series {self.label!r} has {len(self.values)} values and {len(self.texts)} texts")


@dataclass(frozen=True, slots=True)
class Header:
    """图头: the layers above the plot and the height they take."""

    layers: tuple[Layer, ...]
    height: int


def check_lengths(categories: Sequence[str], series: Sequence[Series]) -> None:
    """Raise ValueError unless every series has one value per category and there is something to draw."""
    if not categories or not series:
        raise ValueError("a chart needs at least one category and one series")
    for one in series:
        if len(one.values) != len(categories):
            raise ValueError(f"series {one.label!r} has {len(one.values)} values for {len(categories)} categories")


def tones(years: int) -> tuple[str, ...]:
    """Return one colour per year, the last year's the strongest."""
    return YEARS[min(years, 5)] if years <= 5 else (*(YEARS[5][0],) * (years - 5), *YEARS[5])


def width_of(text: str) -> float:
    """Return the width of a line of text in pixels: a Chinese character is one em, a Latin one 0.56."""
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return FONT * (wide + 0.56 * (len(text) - wide))


def wrap(text: str, pixels: float) -> list[str]:
    """Return the text in lines of even length that fit into `pixels`; no line begins with 、 or ends with （."""
    count = max(1, ceil(width_of(text) / max(pixels, FONT)))
    while True:
        lines = _even(text, width_of(text) / count)
        if count >= len(text) or all(width_of(line) <= pixels for line in lines):
            return lines
        count += 1


def _even(text: str, pixels: float) -> list[str]:
    lines, line = [], ""
    for place, letter in enumerate(text):
        full = bool(line) and width_of(line) + width_of(letter) / 2 > pixels and letter not in _LEADING
        word = line[-1:].isascii() and line[-1:].isalnum() and letter.isascii() and letter.isalnum()
        if full and not word and line[-1] not in _OPENING and place < len(text):
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


def spread(centres: Sequence[float], widths: Sequence[float], left: float, right: float) -> list[float] | None:
    """Return centres moved apart until the labels do not touch; None where they do not fit between the borders."""
    if sum(widths) + 10 * (len(widths) - 1) > right - left:
        return None
    moved: list[float] = []
    edge = left
    for centre, width in zip(centres, widths, strict=True):
        moved.append(max(centre, edge + width / 2))
        edge = moved[-1] + width / 2 + 10
    edge = right
    for place in range(len(moved) - 1, -1, -1):
        moved[place] = min(moved[place], edge - widths[place] / 2)
        edge = moved[place] - widths[place] / 2 - 10
    return moved


def texts(rows: Sequence[Layer], *, align: str = "center", colour: str = INK_2) -> Layer:
    """Return a layer of texts at pixel places; each row has x, y and text."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "text", "align": align, "baseline": "middle", "color": colour, "fontSize": FONT},
        "encoding": {**place("x"), **place("y"), "text": {"field": "text", "type": "nominal"}},
    }


def told(layer: Layer) -> Layer:
    """Return a layer whose marks tell what they stand for; its rows have a category and a text, and mostly a series."""
    drawn, encoding, mark = layer["data"], layer["encoding"], layer["mark"]
    assert isinstance(drawn, dict)
    assert isinstance(encoding, dict)
    assert isinstance(mark, dict)
    rows = [
        {**row, "told": TOLD.join(str(row.get(one, "")) for one in ("category", "series", "text"))}
        for row in drawn["values"]
    ]
    description = {"description": {"field": "told", "type": "nominal"}}
    return {
        **layer,
        "data": {"values": rows},
        "mark": {**mark, "aria": True},
        "encoding": {**encoding, **description},
    }


def boxes(rows: Sequence[Layer]) -> Layer:
    """Return a layer of filled boxes at pixel places; each row has x, x2, y, y2 and fill."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rect"},
        "encoding": {
            **place("x"),
            **place("y"),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def rules(rows: Sequence[Layer], colour: str = EDGE) -> Layer:
    """Return a layer of hairlines at pixel places; each row has x, x2, y, y2."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rule", "color": colour, "strokeWidth": 1},
        "encoding": {**place("x"), **place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def place(channel: str) -> Layer:
    """Return the encoding of a channel whose field of the same name holds pixels."""
    return {channel: {"field": channel, "type": "quantitative", "scale": None, "axis": None}}


def header(title: str, labels: Sequence[str], colours: Sequence[str], width: int) -> Header:
    """Return the title at the left and the legend of years at the right, or below where both do not fit in a row.

    Rows stand at negative heights, so that the plot below begins at zero.
    """
    keys = list(zip(labels, colours, strict=True)) if len(labels) > 1 else []
    legend = sum(width_of(label) + 18 for label, _ in keys) + 14 * max(0, len(keys) - 1)
    lines = wrap(title, width) if title else []
    shared = len(lines) == 1 and width_of(title) + legend + 24 <= width
    rows = max(len(lines), 1 if keys else 0) if shared or not lines else len(lines) + (1 if keys else 0)
    height = rows * 20 + 8 if rows else 0
    layers = [texts([{"x": 0, "y": 10 + 20 * n - height, "text": line} for n, line in enumerate(lines)], align="left")]
    if not keys:
        return Header(tuple(layers if lines else ()), height)
    x, y = (width - legend if shared else 0.0), 10 + 20 * (rows - 1) - height
    marks: list[Layer] = []
    words: list[Layer] = []
    for label, colour in keys:
        marks.append({"x": tidy(x), "x2": tidy(x + 12), "y": y - 6, "y2": y + 6, "fill": colour})
        words.append({"x": tidy(x + 18), "y": y, "text": label})
        x += width_of(label) + 32
    return Header((*(layers if lines else ()), boxes(marks), texts(words, align="left")), height)


def tidy(pixels: float) -> float:
    """Return pixels to one decimal, so that the specification stays short."""
    return round(pixels, 1)


def dump(
    memo: tuple[str, Sequence[str], Sequence[Series], str],
    layers: Sequence[Layer],
    size: tuple[int, int],
    above: int,
    below: int,
) -> str:
    """Return the specification as text, equal for equal input.

    `size` is the whole drawing; the plot lies between `above` and `below`. `memo` is what `resized` draws from again.
    """
    kind, categories, series, title = memo
    spec = {
        "$schema": _SCHEMA,
        "usermeta": {
            MEMO: {
                "kind": kind,
                "categories": list(categories),
                "title": title,
                "series": [
                    {
                        "label": one.label,
                        "values": [None if value is None else str(value) for value in one.values],
                        "texts": list(one.texts),
                    }
                    for one in series
                ],
            }
        },
        "autosize": "none",
        "background": None,
        "width": size[0],
        "height": size[1] - above - below,
        "padding": {"left": 0, "right": 0, "top": above, "bottom": below},
        "layer": list(layers),
        "config": {"aria": False, "font": SANS, "view": {"stroke": None}, "axis": {"disable": True}},
    }
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
