"""行与行的关系: which rows (or columns) are parts of which: 其中, indents, members of one closed series."""

from collections.abc import Sequence

from zhibao.audit.tables.head import TOTALS, Head, Sense


def children(lines: Sequence[Head]) -> dict[Head, list[Head]]:
    """Return each parent with the lines under it: after 其中, set in deeper, or of one series with such a line."""
    families: dict[Head, list[Head]] = {}
    parent: Head | None = None
    for line in lines:
        if line.sense is Sense.SECTION:
            parent = None
        elif parent is not None and _belongs(line, families.get(parent, []), parent):
            families.setdefault(parent, []).append(line)
        elif line.is_additive:
            parent = line
        else:
            parent = None if line.sense in TOTALS else parent
    return families


def unsure_parents(lines: Sequence[Head]) -> set[int]:
    """Return the indices of lines that may be parts themselves: they follow a 其中, and nothing sets them off."""
    if any(line.depth for line in lines):
        return set()
    unsure: set[int] = set()
    below = False
    for line in lines:
        if line.sense is Sense.SECTION or line.sense in TOTALS:
            below = False
        elif line.sense is Sense.OF_WHICH:
            below = True
        elif below:
            unsure.add(line.index)
    return unsure


def _belongs(line: Head, siblings: list[Head], parent: Head) -> bool:
    if not line.is_additive or line.sense in TOTALS or line.group != parent.group or line.year != parent.year:
        return False
    if line.sense is Sense.OF_WHICH:
        return True
    if line.depth > parent.depth and (siblings or line.series):
        return True
    return bool(siblings) and bool(line.series & siblings[0].series) and not line.series & parent.series


def under(lines: Sequence[Head]) -> set[int]:
    """Return the indices of the lines that are parts of another."""
    return {child.index for members in children(lines).values() for child in members}


def closed_run(lines: Sequence[Head], start: int, step: int) -> list[Head]:
    """Return the adjacent lines, from `start` in one direction, that belong to one closed series."""
    run: list[Head] = []
    common: frozenset[str] = frozenset()
    place = start
    while 0 <= place < len(lines):
        line = lines[place]
        shared = line.series if not run else common & line.series
        if not shared or (run and (line.group != run[0].group or line.year != run[0].year)):
            break
        if any(line.core == other.core for other in run):
            break
        common = shared
        run.append(line)
        place += step
    return run if len(run) > 1 else []


def overlap(lines: Sequence[Head]) -> bool:
    """Say whether one label is contained in another, so that the parts may overlap (教师, 专任教师)."""
    cores = sorted({line.core for line in lines if len(line.core) > 1}, key=len)
    if len(cores) > 40:
        return False
    return any(short in long for i, short in enumerate(cores) for long in cores[i + 1 :])
