"""年度折线图: a line per series over the years, the printed value above every point."""

from collections.abc import Sequence

from zhibao.document.specs import frame
from zhibao.document.specs.frame import FULL, INK, INK_2, LINE, Layer, Series

_PLOT = 150
_SPREAD = 0.16
"""How much of the plot stays free below the lowest point: a line shows the change, not the size."""


def year_lines(years: Sequence[str], series: Sequence[Series], *, title: str = "", width: int = FULL) -> str:
    """Return the specification of lines from year to year; the axis need not begin at zero.

    `title` is the unit or the subject. Missing: the line breaks, its printed sign stands on the axis.
    """
    frame.check_lengths(years, series)
    colours = frame.tones(len(series))
    head = frame.header(title, [one.label for one in series], colours, width)
    low, high = line_domain(series)
    slot = width / len(years)
    layers: list[Layer] = []
    for one, colour in zip(series, colours, strict=True):
        points = [
            {
                "x": frame.tidy((place + 0.5) * slot),
                "y": frame.tidy(_PLOT - _PLOT * (float(value) - low) / (high - low)),
                "text": text,
                "category": years[place],
                "series": one.label,
            }
            for place, (value, text) in enumerate(zip(one.values, one.texts, strict=True))
            if value is not None
        ]
        layers += [_stretch(stretch, colour) for stretch in _stretches(one, points)]
        layers.append(frame.told(_dots(points, colour)))
        above: list[Layer] = [{**point, "y": _above(point)} for point in points]
        layers.append(frame.texts(above, colour=INK if one is series[-1] else INK_2))
    names: list[Layer] = [
        {"x": frame.tidy((place + 0.5) * slot), "y": _PLOT + 14, "text": year} for place, year in enumerate(years)
    ]
    axis = frame.rules([{"x": 0, "x2": width, "y": _PLOT, "y2": _PLOT}], INK)
    signs = _signs(series, slot)
    lifted = [_lifted(layer) for layer in head.layers]
    drawn = [axis, *layers, *([frame.texts(signs)] if signs else []), frame.texts(names), *lifted]
    top = head.height + LINE + 4
    size = (width, top + _PLOT + LINE + 8)
    return frame.dump(("year_lines", years, series, title), drawn, size, top, LINE + 8)


def _above(point: Layer) -> float:
    height = point["y"]
    assert isinstance(height, float | int)
    return height - 12


def line_domain(series: Sequence[Series]) -> tuple[float, float]:
    """Return the ends of the axis: some room below the lowest value, none above the highest."""
    known = [float(value) for one in series for value in one.values if value is not None] or [0.0]
    low, high = min(known), max(known)
    room = (high - low) * _SPREAD or abs(high) * _SPREAD or 1.0
    return low - room, high if high > low else high + room


def _stretches(one: Series, points: Sequence[Layer]) -> list[list[Layer]]:
    """Return the points in stretches without a gap."""
    waiting = list(points)
    made: list[list[Layer]] = [[]]
    for value in one.values:
        if value is None:
            made.append([])
        else:
            made[-1].append(waiting.pop(0))
    return [stretch for stretch in made if len(stretch) > 1]


def _signs(series: Sequence[Series], slot: float) -> list[Layer]:
    return [
        {"x": frame.tidy((place + 0.5) * slot), "y": _PLOT - 10, "text": text}
        for one in series
        for place, (value, text) in enumerate(zip(one.values, one.texts, strict=True))
        if value is None and text
    ]


def _stretch(points: Sequence[Layer], colour: str) -> Layer:
    return {
        "data": {"values": list(points)},
        "mark": {"type": "line", "color": colour, "strokeWidth": 2.5},
        "encoding": {**frame.place("x"), **frame.place("y")},
    }


def _dots(points: Sequence[Layer], colour: str) -> Layer:
    return {
        "data": {"values": list(points)},
        "mark": {"type": "circle", "color": colour, "opacity": 1, "size": 40},
        "encoding": {**frame.place("x"), **frame.place("y")},
    }


def _lifted(layer: Layer) -> Layer:
    drawn = layer["data"]
    assert isinstance(drawn, dict)
    rows = [
        {key: value - LINE - 4 if key in {"y", "y2"} else value for key, value in row.items()}
        for row in drawn["values"]
    ]
    return {**layer, "data": {"values": rows}}
