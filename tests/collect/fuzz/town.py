"""A small town whose one school has handed in before, to which any file at all is handed in; what must hold then."""

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tests.collect import sample
from zhibao.catalog.edition import WorkingFolder
from zhibao.collect.blank import Blank
from zhibao.collect.feedback import give_feedback
from zhibao.collect.folder import Collected, city_blank, read_folder, school_blank
from zhibao.collect.read import read_workbook
from zhibao.collect.write import workbook_bytes
from zhibao.snapshot.frozen import Snapshot, damage
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Submission
from zhibao.terms.finding import Finding, Severity

YEAR = 2021
SETTINGS = """place: 示例市
code: example
outline: city_ten_chapters
round: 2021年度
label_year: 2021
data_years: [2020, 2021]
issuer: 示例市教育局
issued: 2021-12
registers: [report_publication, majors, students_by_grade, course_groups]
"""
_ROSTER = {"code": "S01", "name": sample.SCHOOL.name, "county": "甲县", "ownership": "公办", "grade": "其他"}
_CHINESE = re.compile("[一-龥]")


@dataclass
class Outcome:
    """What came of a file: everything that is wrong with how it was taken, and what was said of it."""

    wrong: list[str] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    is_refused: bool = False


@dataclass(frozen=True)
class Town:
    """A working folder in which S01 has handed in 2020 and 2021, and lies with no file now."""

    folder: WorkingFolder
    blank: Blank = field(repr=False)

    @property
    def store(self) -> Store:
        return Store(self.folder.store)

    def in_force(self) -> Snapshot:
        found = self.store.current_of("S01", YEAR)
        assert found is not None
        return found

    def place(self, ending: str = ".xlsx") -> Path:
        return self.folder.path / "workbooks" / str(YEAR) / f"S01{ending}"

    def read(self) -> Collected:
        return read_folder(self.folder, sample.catalog())

    def hand_in(self, path: Path) -> Outcome:
        """Hand in what lies at a path and return everything that is not as it must be."""
        outcome = Outcome()
        try:
            outcome.wrong += self._handed_in(path, outcome)
        except Exception:  # noqa: BLE001  whatever is raised is what is wrong
            outcome.wrong.append(traceback.format_exc())
        return outcome

    def _handed_in(self, path: Path, outcome: Outcome) -> Iterator[str]:
        before, heads = self.in_force(), self._heads()
        dry = read_folder(self.folder, sample.catalog(), dry_run=True)
        if self._heads() != heads:
            yield "a dry run has frozen something"
        collected = self.read()
        outcome.is_refused = bool(collected.refused)
        outcome.rules = {one.rule.removeprefix("collect.") for one in collected.findings}
        yield from self._of_findings(collected.findings, path)
        if collected.refused != dry.refused or collected.findings != dry.findings:
            yield "a dry run says otherwise"
        yield from self._of_store(collected, before, heads, path)
        yield from self._of_feedback(collected, path)

    def _of_findings(self, findings: tuple[Finding, ...], path: Path) -> Iterator[str]:
        file = path.relative_to(self.folder.path).as_posix()
        for one in findings:
            if not str(one.where).startswith(file) or one.message not in str(one):
                yield f"the finding does not say which file: {one}"
            if not _CHINESE.search(one.message) or (one.severity is Severity.ERROR and not _CHINESE.search(one.fix)):
                yield f"the finding is not Chinese or says not what to do: {one}"
            if re.search(r"Traceback|Error\b|Exception|panick|0x[0-9a-f]{6}", f"{one.message}{one.fix}"):
                yield f"the finding speaks of the program: {one}"

    def _of_store(
        self, collected: Collected, before: Snapshot, heads: Mapping[Path, bytes], path: Path
    ) -> Iterator[str]:
        if collected.refused:
            errors = [one for one in collected.findings if one.severity is Severity.ERROR]
            if collected.refused != (path,) or not errors or collected.snapshots:
                yield "a refused file is not told as refused"
            if self._heads() != heads or self.in_force() != before:
                yield "a refused file has changed what is in force"
        elif any(one.severity is Severity.ERROR for one in collected.findings):
            yield "an error does not keep the file out"
        elif [one.id for one in self.read().snapshots] != [one.id for one in collected.snapshots]:
            yield "read again, the same file is another snapshot"
        yield from damage(self.in_force(), sample.catalog().registers)
        yield from left_over(self.folder.store)

    def _of_feedback(self, collected: Collected, path: Path) -> Iterator[str]:
        """Paint what was handed in, and read the copy."""
        to = self.folder.path / "feedback"
        given = give_feedback(collected.books, (), {}, ("example", YEAR), to)
        if given.unpainted and not collected.refused:
            yield "a file that can be read cannot be painted"
        for copy in given.written:
            content = copy.read_bytes()
            again = read_workbook(copy, self.blank)
            first = None if collected.refused else read_workbook(path, self.blank).submission
            if _said(again.submission) != _said(first):
                yield f"the painted copy says otherwise: {again.findings}"
            if give_feedback(collected.books, (), {}, ("example", YEAR), to).kept or copy.read_bytes() != content:
                yield "painted again, the copy is another one"
            copy.unlink()

    def _heads(self) -> Mapping[Path, bytes]:
        return {path: path.read_bytes() for path in (self.folder.store / "heads").rglob("*") if path.is_file()}


def whole(store: Path) -> Iterator[str]:
    """Yield what is half written in a store, or is not what its manifest says."""
    for snapshot in Store(store).current():
        yield from damage(snapshot, sample.catalog().registers)
    yield from left_over(store)


def left_over(store: Path) -> Iterator[str]:
    for path in store.rglob("*"):
        if path.name.startswith(".draft-") or path.suffix == ".tmp":
            yield f"{path.name} is left over"


def town(path: Path) -> Town:
    """Return a town that has just been made in an empty folder."""
    (path / "zhibao.yaml").write_text(SETTINGS, encoding="utf-8")
    folder = WorkingFolder(path)
    catalog, store = sample.catalog(), Store(folder.store)
    for year in folder.edition.data_years:
        blank = city_blank(folder, catalog, year)
        city = dict(sample.rows(blank.asked, seed=0))
        city["schools"] = ({**city["schools"][0], **_ROSTER, "in_scope": "是"},)
        store.hand_in(Submission(folder.edition.city, year, city), catalog)
        school = school_blank(folder, catalog, sample.SCHOOL, year)
        store.hand_in(Submission(sample.SCHOOL, year, sample.rows(school.asked, seed=year - YEAR + 1)), catalog)
    (path / "workbooks" / str(YEAR)).mkdir(parents=True)
    return Town(folder, school_blank(folder, catalog, sample.SCHOOL, YEAR))


@cache
def filled(folder: Path) -> bytes:
    """Return the school's workbook of this year, filled in in full."""
    blank = school_blank(WorkingFolder(folder), sample.catalog(), sample.SCHOOL, YEAR)
    return workbook_bytes(replace(blank, now=sample.rows(blank.asked, seed=7)))


def _said(submission: Submission | None) -> object:
    return (submission.registers, submission.reasons) if submission else None
