"""案例的汇集: a region takes along the cases that its members chose for their own reports, and may choose among them.

A copy waits with `selected: false` until somebody selects it; what a region wrote or chose there is never written over.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.edition import Member, WorkingFolder
from zhibao.catalog.load import Catalog
from zhibao.collect.gather import rosters
from zhibao.compile.case import Case, CaseError, read_cases
from zhibao.compile.gathered_case import case_files, handed_up, is_altered
from zhibao.compile.numbering import case_sections
from zhibao.compile.selection import selected
from zhibao.snapshot.store import Store


@dataclass(frozen=True, slots=True)
class TakenCases:
    """一个下级的案例: how many it chose, how many are new or other than before, and what somebody must look at."""

    member: Member
    chosen: int = 0
    new: int = 0
    told: tuple[str, ...] = ()
    is_refused: bool = False


def gather_cases(folder: WorkingFolder, catalog: Catalog, members: Iterable[Member]) -> tuple[TakenCases, ...]:
    """Take over the chosen cases of members whose data were taken over; return what became of each one's.

    What a member no longer chooses goes away, unless it was selected here.
    Raises: CaseError, when a case of the folder itself cannot be read.
    """
    region = _Region(folder, catalog)
    return tuple(region.take(one) for one in members)


class _Region:
    """What a region has: its own cases, those gathered before, the schools on its cities' rosters."""

    def __init__(self, folder: WorkingFolder, catalog: Catalog) -> None:
        edition = folder.edition
        self._folder = folder
        self._here = {(one.place, one.number): one for one in read_cases(folder.cases)}
        self._sections = tuple(dict.fromkeys(case_sections(catalog.outlines[edition.outline])))
        self._rosters: Mapping[tuple[str, int], frozenset[str]] = rosters(
            Store(folder.store).current(edition.years), catalog
        )

    def take(self, member: Member) -> TakenCases:
        """Write what a member chose, and remove what it no longer chooses."""
        try:
            chosen = selected(read_cases(self._folder.path / member.from_ / "cases"), member.code)
        except CaseError as error:
            return TakenCases(member, told=(f"{member.name}（{member.code}）的案例没有接收：{error}",), is_refused=True)
        new, told = 0, list[str]()
        for case in chosen:
            if why_not := self._why_not(member, case):
                told.append(f"{_named(member, case)}{why_not}")
                continue
            copy = self._copy(member, case)
            new += _put(self._folder.cases / case.place, copy)
            told += (f"{_named(member, case)}{one}" for one in self._to_see(case, copy))
        told += self._left(member, {(one.place, one.number) for one in chosen})
        return TakenCases(member, len(chosen), new, tuple(told))

    def _why_not(self, member: Member, case: Case) -> str:
        """Return why a case is not taken; '' when it is."""
        there = self._here.get((case.place, case.number))
        cities = self._folder.edition.region.cities_of(member.code)
        listed = (codes for (city, _), codes in self._rosters.items() if city in cities)
        if case.place not in {member.code, *cities}.union(*listed):
            return "所在的单位不在该地报来的名册中，没有接收。请由该地核对案例文件夹的名称。"
        if case.conflict:
            return "学校另报了新文，该地还没有定稿，没有接收。请由该地先处理。"
        if there is not None and there.origin is None:
            return f"没有接收：{there.path} 是本目录自己的案例。请把自己的改一个序号，再汇集一次。"
        if there is not None and is_altered(there):
            how = "改编请写在同处的 city/ 里；要用该地的新稿，删去这个文件再汇集"
            return f"没有覆盖：{there.path} 在汇集之后改过。{how}。"
        return ""

    def _copy(self, member: Member, case: Case) -> Case:
        """Return a case as it is kept here, with what was decided here: whether it is selected, for which section."""
        copy, there = handed_up(case, member.code), self._here.get((case.place, case.number))
        if there is None or there.origin is None:
            return copy
        section = copy.section if there.section == there.origin.section else there.section
        return replace(copy, selected=there.selected, section=section)

    def _to_see(self, case: Case, copy: Case) -> Iterator[str]:
        if left := len(case.pictures) - len(copy.pictures):
            yield f"有 {left} 幅图片没有写明 consent（图中的人是否同意），图片没有随来。"
        if copy.section not in self._sections:
            listed = "、".join(self._sections)
            yield f"写的是“{copy.section}”一节，本提纲没有留出它的位置。选用前请把 section 改成其中一节：{listed}。"

    def _left(self, member: Member, chosen: set[tuple[str, int]]) -> Iterator[str]:
        """Remove the copies of what a member no longer chooses; one that is selected here stays, and is told of."""
        for key, case in self._here.items():
            if case.origin is None or case.origin.from_ != member.code or key in chosen:
                continue
            if case.selected or is_altered(case):
                yield f"{_named(member, case)}该地已不再选用，{case.path} 没有动。请核对。"
                continue
            for name in case_files(case):
                (self._folder.cases / case.place / name).unlink(missing_ok=True)


def _named(member: Member, case: Case) -> str:
    return f"{member.name}：案例“{case.title}”（{case.place}/{case.number}）"


def _put(folder: Path, case: Case) -> bool:
    """Write a case, its pictures first, each file whole; say whether anything is other than it was."""
    folder.mkdir(parents=True, exist_ok=True)
    files, changed = case_files(case), False
    for name, content in files.items():
        file = folder / name
        if not file.is_file() or file.read_bytes() != content:
            draft = file.with_name(f".{name}.{os.getpid()}.tmp")
            draft.write_bytes(content)
            draft.replace(file)
            changed = True
    for picture in folder.glob(f"{case.number}-*.png"):
        if picture.name not in files:
            picture.unlink()
    return changed
