"""两版对照: what changed between two public editions of one report, cell by cell and value by value."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhibao.publish.open_data import flat_head
from zhibao.publish.public_report import Exhibit, Part, PublicReport

GONE = "（没有）"


@dataclass(frozen=True, slots=True)
class Difference:
    """一处不同: where it stands, what was printed before and is now; `key` is the exhibit or indicator, for a link."""

    kind: str
    key: str
    where: str
    before: str
    after: str


def differences(before: PublicReport, after: PublicReport) -> tuple[Difference, ...]:
    """Return what the cover, every table and chart, every value and every paragraph print otherwise."""
    return (
        *_of_cover(before, after),
        *_of_exhibits(before, after),
        *_of_values(before, after),
        *_of_text(before, after),
    )


def _of_cover(before: PublicReport, after: PublicReport) -> Iterator[Difference]:
    pairs = (
        ("题名", before.title, after.title),
        ("编制单位", before.issuer, after.issuer),
        ("日期", before.date, after.date),
        ("封面说明", "".join(before.remarks), "".join(after.remarks)),
    )
    for where, was, now in pairs:
        if was != now:
            yield Difference("封面", "", where, was or GONE, now or GONE)


def _of_exhibits(before: PublicReport, after: PublicReport) -> Iterator[Difference]:
    earlier = {(one.kind, one.outline_name): one for one in before.exhibits}
    for one in after.exhibits:
        was = earlier.pop((one.kind, one.outline_name), None)
        if was is None:
            yield Difference("表图", one.key, f"{one.name} {one.caption}", GONE, "新增")
        elif (was.head, was.body) != (one.head, one.body):
            yield from _of_cells(was, one)
    for was in earlier.values():
        yield Difference("表图", was.key, f"{was.name} {was.caption}", "有", "撤去")


def _of_cells(before: Exhibit, after: Exhibit) -> Iterator[Difference]:
    old, new = _cells(before), _cells(after)
    for where in dict.fromkeys((*old, *new)):
        if old.get(where) != new.get(where):
            row, column = where
            place = f"{after.name}“{row}”{f'“{column}”' if column else ''}"
            yield Difference("表图", after.key, place, old.get(where, GONE), new.get(where, GONE))


def _cells(exhibit: Exhibit) -> dict[tuple[str, str], str]:
    """Return (row, column) → text; rows are named by their first cell, equal names are numbered."""
    heads, seen, cells = flat_head(exhibit), dict[str, int](), dict[tuple[str, str], str]()
    for row in exhibit.body:
        name = row[0].text if row else ""
        seen[name] = seen.get(name, 0) + 1
        name = name if seen[name] == 1 else f"{name} {seen[name]}"
        for head, cell in zip(heads[1:], row[1:], strict=False):
            cells[name, head] = cell.text
    return cells


def _of_values(before: PublicReport, after: PublicReport) -> Iterator[Difference]:
    old = {(d.name, p.place, p.year): p.printed for d in before.definitions for p in d.points}
    for definition in after.definitions:
        for point in definition.points:
            was = old.pop((definition.name, point.place, point.year), GONE)
            if was != point.printed:
                where = f"{definition.label}，{point.name}，{point.year} 年"
                yield Difference("指标", definition.name, where, was, point.printed)
    for (name, place, year), was in old.items():
        yield Difference("指标", name, f"{name}，{place}，{year} 年", was, GONE)


def _of_text(before: PublicReport, after: PublicReport) -> Iterator[Difference]:
    """Yield the paragraphs that changed; those of a chapter are compared in their order."""
    earlier = {one.anchor: one for one in before.chapters}
    for chapter in after.chapters:
        was = earlier.get(chapter.anchor)
        old = _paragraphs(was.parts) if was else []
        new = _paragraphs(chapter.parts)
        where = f"第 {chapter.number} 章 {chapter.title}".replace("  ", " ")
        removed, added = [one for one in old if one not in new], [one for one in new if one not in old]
        for at in range(max(len(removed), len(added))):
            texts = (removed[at] if at < len(removed) else GONE, added[at] if at < len(added) else GONE)
            yield Difference("正文", chapter.anchor, where, *texts)


def _paragraphs(parts: tuple[Part, ...]) -> list[str]:
    texts = ("".join(piece.text for piece in part.pieces) for part in parts)
    return [text for text in texts if text]
