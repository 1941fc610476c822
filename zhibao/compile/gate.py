"""放行: the one place that says what stands between a report and its release; what is held back is a marked draft."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from zhibao.catalog.model import Indicator
from zhibao.catalog.outline import Outline, open_remarks
from zhibao.compile.case import Case
from zhibao.document.nodes import Document, Number, Table, inlines, plain, walk
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.value import Meaning

DRAFT = "草稿"
PROPERTY = "draft"
"""The property of a document that makes every writer mark every page."""

ObstacleKind = Literal["missing", "error", "stale", "kept", "comment", "behind", "conflict"]
_NAMES: Mapping[ObstacleKind, str] = {
    "missing": "缺报的数据",
    "error": "未解决的强制问题",
    "stale": "改过而没有重新读入的工作簿",
    "kept": "沿用上年、尚未改过的段落",
    "comment": "未答复的批注",
    "behind": "改编之后学校又重报的案例",
    "conflict": "与数据不符的文字",
}
_TOLD = 5


class Drafts(Enum):
    """要不要草稿: never, where the gate holds the report back, or in any case."""

    NONE = 0
    WHERE_HELD = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class Obstacle:
    """拦下的原因: its kind, how many there are, and the first of them with their places."""

    kind: ObstacleKind
    count: int
    told: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the kind in words."""
        return _NAMES[self.kind]

    def __str__(self) -> str:
        """Return the reason with its first places, a line each."""
        more = (f"……另有 {self.count - len(self.told)} 处",) if self.count > len(self.told) else ()
        return "\n".join((f"{self.name} {self.count} 处", *(f"  {line}" for line in (*self.told, *more))))


def obstacles(
    document: Document,
    outline: Outline,
    indicators: Mapping[str, Indicator],
    findings: Iterable[Finding],
    stale: Iterable[str] = (),
    cases: Iterable[Case] = (),
) -> tuple[Obstacle, ...]:
    """Return what keeps a report from being released; nothing when it may go out.

    `stale` are workbooks that say something else than what was frozen; `cases` those that the report may take.
    """
    remarks = tuple(open_remarks(outline))
    errors = [str(one) for one in findings if one.severity is Severity.ERROR]
    found: dict[ObstacleKind, list[str]] = {
        "error": errors,
        "missing": list(_missing(document, indicators)),
        "stale": list(stale),
        "kept": [f"{one.where}：{one.text}" for one in remarks if one.kind == "kept"],
        "comment": [f"{one.where}：{one.text}" for one in remarks if one.kind == "comment"],
        "behind": [one.conflict for one in cases if one.conflict],
    }
    return tuple(Obstacle(kind, len(lines), tuple(lines[:_TOLD])) for kind, lines in found.items() if lines)


def in_conflict(lines: Sequence[str]) -> tuple[Obstacle, ...]:
    """Return what the audit holds against the text of a draft: it is shown, and the text is left as it was typed."""
    return (Obstacle("conflict", len(lines), tuple(lines[:_TOLD])),) if lines else ()


def as_draft(document: Document, why: Iterable[str]) -> Document:
    """Return the report as a draft: marked on every page, the kinds of reasons on its cover.

    The cover names no figure, so that an audit of the draft reads the same numbers as one of the release.
    """
    reasons = "、".join(why)
    said = f"{DRAFT}，不得公开" + (f"：有{reasons}" if reasons else "")
    cover = replace(document.cover, remarks=(*document.cover.remarks, f"{said}。"))
    return replace(document, cover=cover, properties={**document.properties, PROPERTY: DRAFT})


def _missing(document: Document, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """Yield what is printed with the sign of data that nobody handed in, each thing once."""
    sign = Meaning.NOT_SUBMITTED.sign
    counted = Counter(
        (one.indicator, one.period) for one in inlines(document.blocks) if isinstance(one, Number) and one.text == sign
    )
    for (name, period), count in counted.items():
        label = indicators[name].label if name in indicators else name
        yield f"{label}（{period}）印成“{sign}”" + (f"，{count} 处" if count > 1 else "")
    for table in walk(document.blocks):
        if isinstance(table, Table):
            cells = [cell for row in table.body for cell in row]
            empty = sum(plain(one.content) == sign and not isinstance(one.content[0], Number) for one in cells)
            if empty:
                caption = table.caption.name if table.caption else table.name
                yield f"{caption}有 {empty} 格印成“{sign}”"
