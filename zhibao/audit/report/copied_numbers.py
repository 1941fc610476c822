"""报告之间照搬的数: runs of at least ten numbers that stand in several reports in the same order, tables included.

As with copied passages: every report keeps an anchor of five numbers at each fifth place, and any common run of ten
holds one of them. An anchor counts when three of its numbers differ and have three digits, so that small counts and
round shares, which are alike by chance, begin nothing. The cost grows with the numbers, not with pairs of reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhibao.audit.report.shared import shared
from zhibao.audit.report.tally import Tally

LEAST = 10
_STEP = LEAST // 2
_TELLING, _DIGITS = 3, 3
_Printed = tuple[str, ...]


@dataclass(slots=True)
class NumberRun:
    """照搬的一串数: as printed in the first report, and where it stands: the report and the line where it begins."""

    numbers: _Printed
    standings: list[tuple[str, int]] = field(default_factory=list)


def copied_numbers(reports: Sequence[Tally]) -> list[NumberRun]:
    """Return the runs that stand in several reports: those in most reports first, then the longest."""
    printed = [tuple(number for _, number in one.numbers) for one in reports]
    anchors: dict[_Printed, tuple[int, int]] = {}
    runs: dict[_Printed, NumberRun] = {}
    for at, numbers in enumerate(printed):
        for first, start, here, length in shared(numbers, printed, anchors, LEAST):
            told = printed[first][start : start + length]
            if told not in runs:
                runs[told] = NumberRun(told, [(reports[first].file, reports[first].numbers[start][0])])
            standing = (reports[at].file, reports[at].numbers[here][0])
            if standing not in runs[told].standings:
                runs[told].standings.append(standing)
        for place in range(0, len(numbers) - _STEP + 1, _STEP):
            anchor = numbers[place : place + _STEP]
            if _is_telling(anchor):
                anchors.setdefault(anchor, (at, place))
    return sorted(runs.values(), key=lambda one: (-len(one.standings), -len(one.numbers), one.numbers))


def _is_telling(anchor: _Printed) -> bool:
    return len({one for one in anchor if sum(map(str.isdigit, one)) >= _DIGITS}) >= _TELLING
