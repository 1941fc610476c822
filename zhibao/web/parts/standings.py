"""各样几份: how many reports of an order stand how, with tint and icon, and as one bar."""

from collections.abc import Mapping

from zhibao.web.records.job import Standing

_TINTS = {
    Standing.WAITING: ("dim", "clock"),
    Standing.RUNNING: ("go", "sync"),
    Standing.DONE: ("ok", "ok"),
    Standing.FAILED: ("err", "bad"),
    Standing.STOPPED: ("warn", "off"),
}
_FILLS = ((Standing.DONE, "f5"), (Standing.FAILED, "f-err"), (Standing.RUNNING, "f-now"), (Standing.STOPPED, "f2"))

Counted = tuple[Standing, int, str, str]
"""Standing, count, tint and icon."""
Bar = tuple[str, str, str]
"""Fill, where it begins and how wide it is. Unit: thousandths."""


def tally(counts: Mapping[Standing, int]) -> list[Counted]:
    """Return the standings of which there is any."""
    return [(one, count, *_TINTS[one]) for one, count in counts.items() if count]


def bars(counts: Mapping[Standing, int], total: int) -> list[Bar]:
    """Return the bar of `total` reports, standing by standing; what still waits is left empty."""
    found, at = [], 0.0
    for one, fill in _FILLS:
        width = 1000 * counts[one] / (total or 1)
        if width:
            found.append((fill, f"{at:.1f}", f"{width:.1f}"))
        at += width
    return found
