"""年度对比条形图: categories by years, standing where values and names fit, lying otherwise."""

from collections.abc import Sequence

from zhibao.document.specs import frame
from zhibao.document.specs.frame import FONT, FULL, INK, INK_2, LINE, Layer, Series

_PLOT = 150
_WIDEST = 56
_NARROWEST = 14
_LINES = 3


def year_bars(categories: Sequence[str], series: Sequence[Series], *, title: str = "", width: int = FULL) -> str:
    """Return the specification of grouped bars: a group per category, a bar per year, the printed value at its end.

    `title` is the unit or the panel's subject. Missing: no bar, only its printed sign.
    """
    frame.check_lengths(categories, series)
    bar, names = standing_bar(categories, series, width), _wrapped(categories, width)
    if bar is None:
        return lying(("year_bars", categories, series, title), width)
    return _standing(categories, series, title, width, names, bar)


def standing_bar(categories: Sequence[str], series: Sequence[Series], width: int) -> float | None:
    """Return the width of a standing bar in pixels; None where values or names do not fit, so that bars must lie."""
    slot = width / len(categories)
    longest = max(frame.width_of(text) for one in series for text in one.texts)
    bar = min(max(_WIDEST, longest + 6), 0.78 * slot / len(series))
    lines = max(len(lines) for lines in _wrapped(categories, width))
    return bar if bar >= max(longest + 4, _NARROWEST) and lines <= _LINES else None


def _wrapped(categories: Sequence[str], width: int) -> list[list[str]]:
    return [frame.wrap(name, 0.94 * width / len(categories)) for name in categories]


def _standing(
    categories: Sequence[str],
    series: Sequence[Series],
    title: str,
    width: int,
    names: Sequence[list[str]],
    bar: float,
) -> str:
    slot = width / len(categories)
    colours = frame.tones(len(series))
    head = frame.header(title, [one.label for one in series], colours, width)
    low, high = _domain(series)
    foot = LINE if low < 0 else 0
    bars = _standing_bars(categories, series, slot, bar)
    y: Layer = {"field": "value", "type": "quantitative", "scale": {"domain": [low, high], "nice": False}, "axis": None}
    drawn = {
        "data": {"values": bars},
        "mark": {"type": "rect"},
        "encoding": {
            **frame.place("x"),
            "x2": {"field": "x2"},
            "y": y,
            "y2": {"field": "zero"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }
    zero = {"data": {"values": [{"value": 0}]}, "mark": {"type": "rule", "color": INK}, "encoding": {"y": y}}
    labels = [
        _value_texts([row for row in bars if (_amount(row) < 0) is below], y, below=below, colour=INK)
        for below in (False, True)
        if any((_amount(row) < 0) is below for row in bars)
    ]
    words: list[Layer] = [
        {"x": frame.tidy((place + 0.5) * slot), "y": _PLOT + foot + 14 + LINE * row, "text": line}
        for place, lines in enumerate(names)
        for row, line in enumerate(lines)
    ]
    above = head.height + LINE + 4
    below_plot = foot + 8 + LINE * max(len(lines) for lines in names)
    lifted = [_lifted(layer, LINE + 4) for layer in head.layers]
    return frame.dump(
        ("year_bars", categories, series, title),
        [frame.told(drawn), zero, *labels, frame.texts(words), *lifted],
        (width, above + _PLOT + below_plot),
        above,
        below_plot,
    )


def _standing_bars(categories: Sequence[str], series: Sequence[Series], slot: float, bar: float) -> list[Layer]:
    """Return one row per bar: its value, its edges and the middle where its text stands."""
    colours = frame.tones(len(series))
    bars: list[Layer] = []
    for place, category in enumerate(categories):
        left = place * slot + (slot - bar * len(series)) / 2
        for turn, one in enumerate(series):
            value = float(one.values[place] or 0)
            bars.append(
                {
                    "category": category,
                    "series": one.label,
                    "value": value,
                    "zero": 0,
                    "text": one.texts[place],
                    "x": frame.tidy(left + turn * bar + 2),
                    "x2": frame.tidy(left + (turn + 1) * bar - 2),
                    "middle": frame.tidy(left + (turn + 0.5) * bar),
                    "fill": colours[turn],
                    "last": turn == len(series) - 1,
                }
            )
    return bars


def _amount(row: Layer) -> float:
    value = row["value"]
    return value if isinstance(value, float) else 0.0


def _value_texts(rows: Sequence[Layer], y: Layer, *, below: bool, colour: str) -> Layer:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "text", "baseline": "middle", "dy": 10 if below else -10, "fontSize": FONT},
        "encoding": {
            "x": {"field": "middle", "type": "quantitative", "scale": None, "axis": None},
            "y": y,
            "text": {"field": "text", "type": "nominal"},
            "fill": {"condition": {"test": "datum.last", "value": colour}, "value": INK_2},
        },
    }


def _lifted(layer: Layer, pixels: int) -> Layer:
    """Return a header layer moved up by the room that value labels take above the highest bar."""
    drawn = layer["data"]
    assert isinstance(drawn, dict)
    rows = [
        {key: value - pixels if key in {"y", "y2"} else value for key, value in row.items()} for row in drawn["values"]
    ]
    return {**layer, "data": {"values": rows}}


def _domain(series: Sequence[Series]) -> tuple[float, float]:
    known = [float(value) for one in series for value in one.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if low < high else (0.0, 1.0)


def lying(memo: tuple[str, Sequence[str], Sequence[Series], str], width: int) -> str:
    """Return the specification of lying bars: names at the left in as many lines as they need, values at the end."""
    _, categories, series, title = memo
    colours = frame.tones(len(series))
    head = frame.header(title, [one.label for one in series], colours, width)
    column = min(max(frame.width_of(name) for name in categories), max(0.34 * width, 6.5 * FONT))
    names = [frame.wrap(name, column) for name in categories]
    left = max(frame.width_of(line) for lines in names for line in lines) + 10
    longest = max(frame.width_of(text) for one in series for text in one.texts)
    low, high = _domain(series)
    right = width - longest - 8
    if low < 0:
        left += longest + 8
    thick = 14 if len(series) > 1 else 16
    x: Layer = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "range": [frame.tidy(left), frame.tidy(right)]},
        "axis": None,
    }
    bars: list[Layer] = []
    words: list[Layer] = []
    top = 0.0
    for place, category in enumerate(categories):
        group = max(len(series) * (thick + 2), len(names[place]) * LINE)
        start = top + (group - len(series) * (thick + 2)) / 2
        for turn, one in enumerate(series):
            bars.append(
                {
                    "category": category,
                    "series": one.label,
                    "value": float(one.values[place] or 0),
                    "zero": 0,
                    "text": one.texts[place],
                    "y": frame.tidy(start + turn * (thick + 2) + 1),
                    "y2": frame.tidy(start + (turn + 1) * (thick + 2) - 1),
                    "middle": frame.tidy(start + (turn + 0.5) * (thick + 2)),
                    "fill": colours[turn],
                    "last": turn == len(series) - 1,
                }
            )
        offset = top + group / 2 - LINE * (len(names[place]) - 1) / 2
        words += [
            {"x": frame.tidy(left - (longest + 8 if low < 0 else 0) - 10), "y": offset + LINE * row, "text": line}
            for row, line in enumerate(names[place])
        ]
        top += group + (12 if len(series) > 1 else 8)
    height = round(top) - (12 if len(series) > 1 else 8)
    layers = [
        frame.told(_lying_bars(bars, x)),
        _zero_line(x, height),
        *_end_texts(bars, x),
        frame.texts(words, align="right"),
    ]
    return frame.dump(memo, [*layers, *head.layers], (width, head.height + height + 4), head.height, 4)


def _lying_bars(bars: Sequence[Layer], x: Layer) -> Layer:
    return {
        "data": {"values": list(bars)},
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "x2": {"field": "zero"},
            **frame.place("y"),
            "y2": {"field": "y2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _zero_line(x: Layer, height: int) -> Layer:
    return {
        "data": {"values": [{"value": 0, "y": 0, "y2": height}]},
        "mark": {"type": "rule", "color": INK},
        "encoding": {"x": x, **frame.place("y"), "y2": {"field": "y2"}},
    }


def _end_texts(bars: Sequence[Layer], x: Layer) -> list[Layer]:
    layers: list[Layer] = []
    for below in (False, True):
        rows = [row for row in bars if (_amount(row) < 0) is below]
        if rows:
            layers.append(
                {
                    "data": {"values": rows},
                    "mark": {
                        "type": "text",
                        "align": "right" if below else "left",
                        "baseline": "middle",
                        "dx": -6 if below else 6,
                        "fontSize": FONT,
                    },
                    "encoding": {
                        "x": x,
                        "y": {"field": "middle", "type": "quantitative", "scale": None, "axis": None},
                        "text": {"field": "text", "type": "nominal"},
                        "fill": {"condition": {"test": "datum.last", "value": INK}, "value": INK_2},
                    },
                }
            )
    return layers
