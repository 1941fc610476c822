"""饼图: up to three parts of one sum, each with its name and printed share beside it."""

from collections.abc import Sequence
from math import cos, pi, sin

from zhibao.document.specs import frame
from zhibao.document.specs.composition import part_tones
from zhibao.document.specs.frame import FULL, Layer, Series

MOST_PARTS = 3
_RADIUS, _ABOVE = 70, 22


def parts_pie(parts: Sequence[str], whole: Series, *, title: str = "", width: int = FULL) -> str:
    """Return the specification of a pie; angles compare badly, so that more than three parts are refused.

    Missing: the part has no angle; the table behind the chart tells its sign.
    Raises: ValueError, for more than three parts.
    """
    frame.check_lengths(parts, [whole])
    if len(parts) > MOST_PARTS:
        raise ValueError(f"a pie has at most {MOST_PARTS} parts, not {len(parts)}")
    head = frame.header(title, [], [], width)
    total = sum(float(value) for value in whole.values if value is not None)
    slices: list[Layer] = []
    words: dict[str, list[Layer]] = {"left": [], "right": []}
    turn = 0.0
    for name, value, text, tone in zip(parts, whole.values, whole.texts, part_tones(len(parts)), strict=True):
        if value is None or value < 0 or total <= 0:
            continue
        end = turn + 2 * pi * float(value) / total
        if value:
            slices.append({"from": round(turn, 4), "to": round(end, 4), "fill": tone, "category": name, "text": text})
        middle = (turn + end) / 2
        x, y = width / 2 + (_RADIUS + 14) * sin(middle), _RADIUS + _ABOVE - (_RADIUS + 14) * cos(middle)
        side = "left" if sin(middle) >= 0 else "right"
        words[side].append({"x": frame.tidy(x), "y": frame.tidy(y), "text": f"{name} {text}"})
        turn = end
    texts = [frame.texts(rows, align=side) for side, rows in words.items() if rows]
    height = 2 * _RADIUS + _ABOVE + 8
    size = (width, head.height + height)
    drawn = [frame.told(_pie(slices, width)), *texts, *head.layers]
    return frame.dump(("parts_pie", parts, [whole], title), drawn, size, head.height, 0)


def _pie(slices: Sequence[Layer], width: int) -> Layer:
    angle = {"type": "quantitative", "scale": None}
    return {
        "data": {"values": list(slices)},
        "mark": {"type": "arc", "outerRadius": _RADIUS, "stroke": frame.PAPER, "strokeWidth": 2},
        "encoding": {
            "theta": {"field": "from", **angle},
            "theta2": {"field": "to"},
            "x": {"value": width / 2},
            "y": {"value": _RADIUS + _ABOVE},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }
