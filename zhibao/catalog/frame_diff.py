"""版本的差别: what one edition of the report has and another has not: chapters, and rows of the attached tables."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhibao.catalog.annex_match import NO_UNIT, normal_name, normal_unit
from zhibao.catalog.files import CatalogError
from zhibao.catalog.frames import Frame, FrameChapter
from zhibao.catalog.load import Catalog

_ALIKE = 0.6


class Kind(StrEnum):
    """差别的种类."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    MOVED = "moved"
    UNIT = "unit_changed"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        words = {"added": "新增", "dropped": "取消", "renamed": "改名", "moved": "移位", "unit_changed": "单位改变"}
        return words[self.value]


@dataclass(frozen=True, slots=True)
class Difference:
    """一处差别: its part (学校章目, 市级章目, 附表), and how the thing stood before and stands after."""

    kind: Kind
    part: str
    what: str
    before: str = ""
    after: str = ""
    mark: str = ""

    def record(self) -> dict[str, str]:
        """Return the difference as plain data."""
        return {
            "kind": self.kind.value,
            "part": self.part,
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "mark": self.mark,
        }


@dataclass(frozen=True, slots=True)
class _Entry:
    """A chapter or row: name with its whole, label, place as printed, unit, and what must stand with it."""

    name: str
    label: str
    place: str
    unit: str = ""
    mark: str = ""


def diff_frames(catalog: Catalog, before: str, after: str) -> tuple[Difference, ...]:
    """Return the differences between two editions, chapters first; equal entries are told by indicator or name.

    Missing: an edition that lists no chapters of a level is not compared there.
    Raises: CatalogError, for an edition that nobody defined.
    """
    one, two = frame_of(catalog, before), frame_of(catalog, after)
    parts = [
        ("学校章目", _chapters(one.school), _chapters(two.school)),
        ("市级章目", _chapters(one.city or ()), _chapters(two.city or ())),
        ("附表", _rows(catalog, one), _rows(catalog, two)),
    ]
    return tuple(found for part, old, new in parts if old and new for found in _differences(part, old, new))


def frame_of(catalog: Catalog, name: str) -> Frame:
    """Return an edition; raises CatalogError, naming those that there are."""
    if name not in catalog.editions:
        raise CatalogError(f"没有名为“{name}”的年报版本。可选：{'、'.join(sorted(catalog.editions))}。")
    return catalog.editions[name]


def _chapters(chapters: Sequence[FrameChapter]) -> dict[str, _Entry]:
    return {
        normal_name(one.title): _Entry(one.title, one.title, f"第{place}章") for place, one in enumerate(chapters, 1)
    }


def _rows(catalog: Catalog, frame: Frame) -> dict[str, _Entry]:
    """Return the rows of an edition's tables; a part is called by its whole and itself."""
    found: dict[str, _Entry] = {}
    for annex in (catalog.annexes[name] for name in frame.annexes if name in catalog.annexes):
        for row, whole in annex.parents():
            name = f"{whole.label}：{row.label}" if whole else row.label
            key = row.indicator or f"{normal_name(whole.label) if whole else ''}/{normal_name(row.label)}"
            place = f"{annex.label}·{row.number}" if row.number else annex.label
            found.setdefault(key, _Entry(name, row.label, place, normal_unit(row.unit), annex.mark_of(row)))
    return found


def _differences(part: str, old: Mapping[str, _Entry], new: Mapping[str, _Entry]) -> Iterator[Difference]:
    pairs = {key: key for key in old if key in new} | _renamed(old, new)
    for key, entry in old.items():
        if key not in pairs:
            yield Difference(Kind.DROPPED, part, entry.name, entry.place, "", entry.mark)
            continue
        other = new[pairs[key]]
        mark = other.mark or entry.mark
        if normal_name(entry.label) != normal_name(other.label):
            yield Difference(Kind.RENAMED, part, other.name, entry.label, other.label, mark)
        if entry.place != other.place:
            yield Difference(Kind.MOVED, part, other.name, entry.place, other.place, mark)
        if entry.unit != other.unit and not {entry.unit, other.unit} & set(NO_UNIT):
            yield Difference(Kind.UNIT, part, other.name, entry.unit, other.unit, mark)
    for key, entry in new.items():
        if key not in pairs.values():
            yield Difference(Kind.ADDED, part, entry.name, "", entry.place, entry.mark)


def _renamed(old: Mapping[str, _Entry], new: Mapping[str, _Entry]) -> dict[str, str]:
    """Return the pairs of old and new entries that nobody else answers to and whose names are alike."""
    left = {key: normal_name(one.name) for key, one in old.items() if key not in new}
    right = {key: normal_name(one.name) for key, one in new.items() if key not in old}
    scores = sorted(
        ((difflib.SequenceMatcher(None, one, two).ratio(), key, other)
         for key, one in left.items() for other, two in right.items()),
        key=lambda score: (-score[0], score[1], score[2]),
    )  # fmt: skip
    pairs: dict[str, str] = {}
    for ratio, key, other in scores:
        if ratio >= _ALIKE and key not in pairs and other not in pairs.values():
            pairs[key] = other
    return pairs
