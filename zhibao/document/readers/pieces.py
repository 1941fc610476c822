"""出处的切取: stretches of source lines as origins, mark-up left out."""

from zhibao.document.origin import Origin, joined, single
from zhibao.document.readers.lines import SourceLine


def origin_of(line: SourceLine, start: int = 0, end: int | None = None) -> Origin:
    """Return a stretch of a line, blanks at its ends and mark-up left out."""
    cell = line.cells[0].address if line.cells and line.kind != "row" else ""
    stop = len(line.text) if end is None else end
    if not line.skips:
        whole = line.text[start:stop]
        kept = whole.lstrip()
        low = start + len(whole) - len(kept) if kept else start
        return single(kept.rstrip(), line.number, low + 1, line.page, cell)
    stretches = []
    for low, high in line.skips:
        if low < stop and high > start:
            stretches.append((start, low))
            start = high
    stretches.append((start, stop))
    parts = [(low, high) for low, high in stretches if low < high]
    while parts and not line.text[parts[0][0] : parts[0][1]].strip():
        parts.pop(0)
    while parts and not line.text[parts[-1][0] : parts[-1][1]].strip():
        parts.pop()
    if not parts:
        return single("", line.number, start + 1, line.page, cell)
    first, last = line.text[slice(*parts[0])], line.text[slice(*parts[-1])]
    parts[0] = (parts[0][0] + len(first) - len(first.lstrip()), parts[0][1])
    parts[-1] = (parts[-1][0], parts[-1][1] - len(last) + len(last.rstrip()))
    return joined(tuple(single(line.text[low:high], line.number, low + 1, line.page, cell) for low, high in parts))


def printed(line: SourceLine) -> str:
    """Return what a line says, blanks at its ends and mark-up left out."""
    return origin_of(line).text if line.skips else line.text.strip()
