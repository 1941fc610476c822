"""构成图: one bar of 100 % per year, its parts in ordinal blues with gaps of two pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhibao.document.specs import frame
from zhibao.document.specs.frame import DARK, EDGE, FULL, INK, INK_2, LINE, ORDINAL, PAPER, Layer, Series

_BAR = 34
_TONES = {1: (0,), 2: (0, 3), 3: (0, 2, 3), 4: (0, 2, 3, 4)}
_FARTHEST = 24


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    text: str
    left: float
    right: float
    fill: str

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def inside(self) -> bool:
        return frame.width_of(self.text) + 8 <= self.right - self.left


def composition(parts: Sequence[str], years: Sequence[Series], *, title: str = "", width: int = FULL) -> str:
    """Return the specification of one bar of 100 % per year, with the printed share in or beside every part.

    A series holds the parts' values in their own unit; lengths are their shares of the sum.
    Missing: the part has no length; its sign is not drawn, the table behind the chart tells it. A part of zero has no
    length either, but its share stands where it would begin.
    """
    frame.check_lengths(parts, years)
    left = max(frame.width_of(one.label) for one in years) + 10 if any(one.label for one in years) else 0.0
    rows = [_parts(parts, one, left, width) for one in years]
    names, names_height = _names(rows[0], left, width)
    head = frame.header(title, [], [], width)
    layers: list[Layer] = []
    segments: list[Layer] = []
    labels: list[Layer] = []
    top = 0
    for one, row in zip(years, rows, strict=True):
        labels.append({"x": frame.tidy(left - 10), "y": top + _BAR // 2, "text": one.label})
        segments += [
            {
                "x": frame.tidy(part.left),
                "x2": frame.tidy(part.right),
                "y": top,
                "y2": top + _BAR,
                "fill": part.fill,
                "category": part.name,
                "series": one.label,
                "text": part.text,
            }
            for part in row
            if part.right > part.left
        ]
        outside = [part for part in row if not part.inside]
        layers += _inside(row, top) + _outside(outside, top, left, width)
        top += _BAR + (22 if outside else 0) + 12
    height = top - 12
    above = head.height + names_height
    raised = [_raised(layer, names_height) for layer in head.layers]
    drawn = [frame.told(frame.boxes(segments)), *layers, frame.texts(labels, align="right"), *names, *raised]
    return frame.dump(("composition", parts, years, title), drawn, (width, above + height + 2), above, 2)


def part_tones(parts: int) -> tuple[str, ...]:
    """Return one colour per part, the first the darkest."""
    order = _TONES.get(parts, tuple(range(len(ORDINAL))))
    return tuple(ORDINAL[order[place % len(order)]] for place in range(parts))


def _raised(layer: Layer, pixels: int) -> Layer:
    drawn = layer["data"]
    assert isinstance(drawn, dict)
    return {**layer, "data": {"values": [{**row, "y": row["y"] - pixels} for row in drawn["values"]]}}


def _parts(names: Sequence[str], one: Series, left: float, width: int) -> list[_Part]:
    total = sum(float(value) for value in one.values if value is not None)
    room = width - left
    colours = part_tones(len(names))
    drawn: list[_Part] = []
    edge = left
    for place, (name, value, text) in enumerate(zip(names, one.values, one.texts, strict=True)):
        if value is None or value < 0 or total <= 0:
            continue
        length = room * float(value) / total
        gap = 2 if edge + length < width - 0.05 else 0
        end = max(edge + length - gap, edge + 1) if value else edge
        drawn.append(_Part(name, text, edge, end, colours[place]))
        edge += length
    return drawn


def _inside(row: Sequence[_Part], top: int) -> list[Layer]:
    layers: list[Layer] = []
    for colour in (PAPER, INK):
        rows: list[Layer] = [
            {"x": frame.tidy(part.middle), "y": top + _BAR // 2, "text": part.text}
            for part in row
            if part.inside and (part.fill in DARK) is (colour == PAPER)
        ]
        if rows:
            layers.append(frame.texts(rows, colour=colour))
    return layers


def _outside(parts: Sequence[_Part], top: int, left: float, width: int) -> list[Layer]:
    if not parts:
        return []
    widths = [frame.width_of(part.text) for part in parts]
    middles = [part.middle for part in parts]
    centres = frame.spread(middles, widths, left, width) or middles
    return [
        frame.rules(
            [
                {
                    "x": frame.tidy(part.middle),
                    "x2": frame.tidy(centre),
                    "y": top + _BAR + 1,
                    "y2": top + _BAR + 6,
                }
                for part, centre in zip(parts, centres, strict=True)
            ],
            EDGE,
        ),
        frame.texts(
            [
                {"x": frame.tidy(centre), "y": top + _BAR + 14, "text": part.text}
                for part, centre in zip(parts, centres, strict=True)
            ]
        ),
    ]


def _names(row: Sequence[_Part], left: float, width: int) -> tuple[list[Layer], int]:
    """Return the names above the first bar, each over its part, or as a key in rows where they do not fit."""
    widths = [frame.width_of(part.name) for part in row]
    centres = frame.spread([part.middle for part in row], widths, left, width)
    if centres is None or any(
        not part.left - _FARTHEST <= centre <= part.right + _FARTHEST for part, centre in zip(row, centres, strict=True)
    ):
        return _key(row, width)
    words: list[Layer] = [
        {"x": frame.tidy(centre), "y": -16, "text": part.name} for part, centre in zip(row, centres, strict=True)
    ]
    ticks: list[Layer] = [
        {"x": frame.tidy(centre), "x2": frame.tidy(part.middle), "y": -7, "y2": -1}
        for part, centre in zip(row, centres, strict=True)
    ]
    return [frame.texts(words, colour=INK_2), frame.rules(ticks)], 26


def _key(row: Sequence[_Part], width: int) -> tuple[list[Layer], int]:
    places: list[tuple[float, int, _Part, str]] = []
    x, line = 0.0, 0
    for part in row:
        name = "".join(frame.wrap(part.name, width - 18))
        if x and x + 18 + frame.width_of(name) > width:
            x, line = 0.0, line + 1
        places.append((x, line, part, name))
        x += 18 + frame.width_of(name) + 16
    height = (line + 1) * (LINE + 4) + 8
    marks: list[Layer] = []
    words: list[Layer] = []
    for x, line, part, name in places:
        y = 10 + line * (LINE + 4) - height
        marks.append({"x": frame.tidy(x), "x2": frame.tidy(x + 12), "y": y - 6, "y2": y + 6, "fill": part.fill})
        words.append({"x": frame.tidy(x + 18), "y": y, "text": name})
    return [frame.boxes(marks), frame.texts(words, align="left")], height
