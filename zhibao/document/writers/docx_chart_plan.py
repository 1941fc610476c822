"""图的安排: what a native chart draws and where, so that it takes the same room as the picture of the same drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Literal

from zhibao.document.specs import Drawing, Series, frame, line_domain, standing_bar
from zhibao.document.specs.composition import part_tones
from zhibao.document.specs.frame import INK, INK_2, PAPER
from zhibao.document.writers.chart_numbers import CellNumber, cell_number, common_code

Box = tuple[float, float, float, float]
"""Left, top, width and height as shares of the drawing."""
Kind = Literal["columns", "bars", "stacked", "lines", "pie"]
Moves = Mapping[int, tuple[float, float]]
"""Point → how far its label is moved to the right and down, as shares of the drawing."""

_PLOT = 150
_LABEL_ROOM = 20
_BAR, _BAR_GAP = 34, 12
_KEY, _LINE_KEY, _KEY_LINE = 34, 64, 20


@dataclass(frozen=True, slots=True)
class Column:
    """一个系列: its name, its numbers in the order of the categories, its colour and that of its labels."""

    name: str
    numbers: tuple[CellNumber | None, ...]
    colour: str
    text: str = INK_2
    moved: Moves = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the number format of most of its numbers."""
        return common_code(self.numbers)


@dataclass(frozen=True, slots=True)
class Plan:
    """图的安排: `limits` are the ends of the value axis, None where the reader chooses; `label` where labels stand."""

    kind: Kind
    title: str
    categories: tuple[str, ...]
    columns: tuple[Column, ...]
    plot: Box | None
    legend: Box | None
    gap: int
    label: Literal["outEnd", "ctr", "t"]
    limits: tuple[Decimal, Decimal] | None = None
    tones: tuple[str, ...] = ()


def planned(drawing: Drawing, width: int, height: float) -> Plan:
    """Return the chart of a drawing in a picture of so many pixels."""
    match drawing.kind:
        case "composition":
            return _stacked(drawing, width, height)
        case "year_lines":
            return _lines(drawing, width, height)
        case "parts_pie":
            return _pie(drawing, width, height)
    tones = frame.tones(len(drawing.series))
    last = len(tones) - 1
    columns = tuple(
        Column(one.label or drawing.title or "数值", _numbers(one), tone, INK if place == last else INK_2)
        for place, (one, tone) in enumerate(zip(drawing.series, tones, strict=True))
    )
    bar = standing_bar(drawing.categories, drawing.series, width) if drawing.kind == "year_bars" else None
    return _lying(drawing, columns, width, height) if bar is None else _standing(drawing, columns, width, height, bar)


def _numbers(series: Series) -> tuple[CellNumber | None, ...]:
    return tuple(cell_number(text) for text in series.texts)


def _limits(columns: Sequence[Column], room: float) -> tuple[Decimal, Decimal] | None:
    """Return the ends of the value axis, with `room` times the length of the longest bar for the labels."""
    values = [one.value for column in columns for one in column.numbers if one is not None]
    if not values or min(values) < 0 or max(values) <= 0:
        return None
    return Decimal(0), round(max(values) * Decimal(str(round(room, 3))), 6)


def _standing(drawing: Drawing, columns: tuple[Column, ...], width: int, height: float, bar: float) -> Plan:
    slot = width / len(drawing.categories)
    gap = min(500, round(100 * (slot - bar * len(columns)) / bar))
    limits = _limits(columns, (_PLOT + _LABEL_ROOM) / _PLOT)
    plot = (0.0, _head(drawing, width) / height, 1.0, (_PLOT + _LABEL_ROOM) / height) if limits else None
    legend = _legend(drawing.title, columns, width, height)
    return Plan("columns", drawing.title, drawing.categories, columns, plot, legend, gap, "outEnd", limits)


def _lying(drawing: Drawing, columns: tuple[Column, ...], width: int, height: float) -> Plan:
    names = max(frame.width_of(name) for name in drawing.categories)
    left = min(names, max(0.34 * width, 6.5 * frame.FONT)) + 14
    longest = max(frame.width_of(text) for one in drawing.series for text in one.texts) + 8
    limits = _limits(columns, (width - left) / max(1.0, width - left - longest))
    above = _head(drawing, width) / height
    plot = (left / width, above, 1 - left / width, 1 - above) if limits else None
    gap = 50 if len(columns) == 1 else round(100 * 12 / 16)
    legend = _legend(drawing.title, columns, width, height)
    return Plan("bars", drawing.title, drawing.categories, columns, plot, legend, gap, "outEnd", limits)


def _head(drawing: Drawing, width: int) -> int:
    tones = frame.tones(len(drawing.series))
    return frame.header(drawing.title, [one.label for one in drawing.series], tones, width).height


def _stacked(drawing: Drawing, width: int, height: float) -> Plan:
    """Return a bar of 100 % per year; a series per part, the names of the parts in rows of their own."""
    tones = part_tones(len(drawing.categories))
    rows = [_numbers(one) for one in drawing.series]
    years = tuple(one.label or drawing.title or "合计" for one in drawing.series)
    left = max(map(frame.width_of, years)) + 14
    moves = [_moves(row, left, width, height) for row in rows]
    columns = tuple(
        Column(
            name,
            tuple(row[place] for row in rows),
            tone,
            PAPER if tone in frame.DARK else INK,
            {at: row[place] for at, row in enumerate(moves) if place in row},
        )
        for place, (name, tone) in enumerate(zip(drawing.categories, tones, strict=True))
    )
    head = frame.header(drawing.title, [], [], width).height
    legend = _rows_of_names(columns, head, width, height)
    above = legend[1] + legend[3] + 4 / height
    plot = (left / width, above, 1 - left / width, max(0.2, 1 - above))
    gap = 100 if any(moves) else round(100 * _BAR_GAP / _BAR)
    return Plan("stacked", drawing.title, years, columns, plot, legend, gap, "ctr")


def _moves(row: Sequence[CellNumber | None], left: float, width: int, height: float) -> dict[int, tuple[float, float]]:
    """Return the parts of a bar whose label is wider than they are: it stands above the bar, apart from its fellows."""
    total = sum((one.value for one in row if one is not None), Decimal(0))
    middles: dict[int, float] = {}
    edge = left
    for place, one in enumerate(row):
        if one is None or one.value < 0 or total <= 0:
            continue
        length = float(one.value / total) * (width - left)
        if frame.width_of(one.text) + 8 > length:
            middles[place] = edge + length / 2
        edge += length
    widths = [frame.width_of(_text(row[place])) + 4 for place in middles]
    centres = frame.spread(list(middles.values()), widths, left, width) or list(middles.values())
    up = -(_BAR / 2 + 10) / height
    return {
        place: ((centre - middle) / width, up)
        for (place, middle), centre in zip(middles.items(), centres, strict=True)
    }  # fmt: skip


def _text(number: CellNumber | None) -> str:
    return number.text if number is not None else ""


def _lines(drawing: Drawing, width: int, height: float) -> Plan:
    """Return a line per series over the years."""
    tones = frame.tones(len(drawing.series))
    columns = tuple(
        Column(one.label or drawing.title or "数值", _numbers(one), tone)
        for one, tone in zip(drawing.series, tones, strict=True)
    )
    above = _head(drawing, width) + _LABEL_ROOM
    legend = _legend(drawing.title, columns, width, height, key=_LINE_KEY)
    plot = (0.0, above / height, 1.0, _PLOT / height)
    low, high = (round(Decimal(str(end)), 6) for end in line_domain(drawing.series))
    return Plan("lines", drawing.title, drawing.categories, columns, plot, legend, 0, "t", (low, high))


def _pie(drawing: Drawing, width: int, height: float) -> Plan:
    """Return the parts of one sum; never more than three."""
    column = Column(drawing.series[0].label or drawing.title or "构成", _numbers(drawing.series[0]), INK)
    names = [Column(name, (), INK) for name in drawing.categories]
    head = frame.header(drawing.title, [], [], width).height
    legend = _rows_of_names(names, head, width, height)
    above = legend[1] + legend[3] + 24 / height
    plot = (0.25, above, 0.5, max(0.2, 1 - above - 0.1))
    tones = part_tones(len(drawing.categories))
    return Plan("pie", drawing.title, drawing.categories, (column,), plot, legend, 0, "outEnd", None, tones)


def _legend(title: str, columns: Sequence[Column], width: int, height: float, key: int = _KEY) -> Box | None:
    """Return where the legend stands: at the right of the title where both fit, else below it; None for one series."""
    if len(columns) < 2:
        return None
    room = sum(frame.width_of(column.name) + key for column in columns)
    lines = len(frame.wrap(title, width)) if title else 0
    shared = lines <= 1 and frame.width_of(title) + room + 24 <= width
    wide = min(1.0, room / width)
    return 1 - wide, 0.0 if shared else _KEY_LINE * lines / height, wide, 24 / height


def _rows_of_names(columns: Sequence[Column], head: int, width: int, height: float) -> Box:
    """Return where the names of parts stand: below the title, in as many rows as they need."""
    room = sum(frame.width_of(column.name) + _KEY for column in columns)
    rows = ceil(room / width)
    return (
        max(0.0, 1 - room / width),
        max(0, head - 6) / height,
        min(1.0, room / width),
        (_KEY_LINE * rows + 4) / height,
    )
