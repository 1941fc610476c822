"""数据的路: the way of the data from workbooks to a published report, in one place. Read this first.

collect → check → compute → compile → publish. Every step takes the working folder; each is a function of what the
step before left there, so that any of them can be repeated alone and gives the same again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from zhibao.audit.ties.written import Proof, proofread
from zhibao.catalog.asked import REASONS, ROSTER, Asked, asked_for, asked_for_history
from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.files import CatalogError, locate
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.outline import Outline, used_indicators
from zhibao.catalog.outline_faults import outline_faults
from zhibao.catalog.rulebook import load_rulebook
from zhibao.check.context import Context, Handed
from zhibao.check.public import holds_personal, public, public_notes
from zhibao.check.run import check
from zhibao.collect.feedback import Given, give_feedback
from zhibao.collect.folder import Collected, read_folder, schools_of
from zhibao.compile.case import read_cases
from zhibao.compile.report import compile_report
from zhibao.compute import compute
from zhibao.document.fonts import faces, system_directories
from zhibao.document.nodes import Document
from zhibao.document.readers.read import read_bytes
from zhibao.document.readers.word_pictures import descriptions
from zhibao.document.render import DOCX, render
from zhibao.publish.release import (
    FINDINGS,
    MANIFEST,
    Draft,
    altered_files,
    altered_settings,
    contents,
    publish,
    read_manifest,
)
from zhibao.publish.values import records
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, damage, read_rows, read_snapshot
from zhibao.snapshot.offers import last_reasons
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Action, Rows
from zhibao.snapshot.tables import Tables
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Values


@dataclass(frozen=True)
class Run:
    """一次全程: what was collected, what was found, what came out."""

    collected: Collected
    findings: tuple[Finding, ...]
    document: Document | None
    files: tuple[Path, ...]


def run(path: Path, to: Path, progress: Progress = silent) -> Run:
    """Take a folder of workbooks all the way to a published report.

    A workbook that cannot be read stops the way before anything is computed; findings travel with the release.
    """
    work = Workshop(path, progress)
    collected = work.collect()
    if collected.refused:
        return Run(collected, collected.findings, None, ())
    findings = collected.findings + work.findings
    files = publish(work.draft(collected.findings), work.folder, work.catalog, to)
    return Run(collected, findings, work.document, files)


class Workshop:
    """工作目录上的一次工作: every step, made when it is first asked for and kept."""

    def __init__(self, path: Path, progress: Progress = silent, *, release: bool = False) -> None:
        """Open a working folder; `release` opens a published one, with the definitions of its own time."""
        self.folder = WorkingFolder(path)
        self.progress = progress
        self._release = release
        self._asked_for: dict[Level, tuple[Asked, ...]] = {}
        own = self.folder.catalog
        if release:
            self.catalog: Catalog = load_catalog(chapters=self._chapters(), base=own)
        else:
            self.catalog = load_catalog((own,) if own.is_dir() else (), chapters=self._chapters())
        self._check_names()

    @property
    def outline(self) -> Outline:
        """Return the outline of the report."""
        return self.catalog.outlines[self.folder.edition.outline]

    def collect(self, *, dry_run: bool = False) -> Collected:
        """Read the workbooks and freeze the good ones; a dry run only says what would change."""
        return read_folder(self.folder, self.catalog, self.progress, dry_run=dry_run)

    def feedback(self, to: Path | None = None) -> Given:
        """Read the workbooks, check what was frozen, and give every workbook with findings back as a painted copy.

        Without the city's roster of both years nothing can be checked, and only the reading is told.
        """
        collected, store, edition = self.collect(), Store(self.folder.store), self.folder.edition
        has_rosters = all(store.typed_id(edition.code, year) for year in edition.data_years)
        checked = self.findings if collected.snapshots and has_rosters else ()
        is_open = (one for one in (*collected.findings, *checked) if one.is_open)
        offered = last_reasons(is_open, store, self.catalog.registers)
        city = (edition.code, edition.this)
        return give_feedback(collected.books, checked, offered, city, to or self.folder.feedback)

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return the snapshots that the report rests on: the city's own, and those of schools on its roster."""
        edition, stored = self.folder.edition, self._stored
        members = {(one.year, school.code) for one in stored for school in self._schools(one)}
        snapshots = tuple(
            one for one in stored if one.place.code == edition.code or (one.year, one.place.code) in members
        )
        if not snapshots:
            raise SnapshotError(f"{self.folder.path}：还没有读入任何工作簿。请先运行 zhibao collect read。")
        return snapshots

    @cached_property
    def history(self) -> tuple[Snapshot, ...]:
        """Return what this year's schools handed in for the history years; only checks look at it."""
        edition = self.folder.edition
        codes = {school.code for one in self._stored if one.year == edition.this for school in self._schools(one)}
        earlier = (one for one in self._stored if one.year in edition.history_years and one not in self.snapshots)
        return tuple(one for one in earlier if one.place.code in codes)

    @cached_property
    def _stored(self) -> tuple[Snapshot, ...]:
        if self._release:
            found = map(read_snapshot, sorted((self.folder.path / "snapshots").iterdir()))
            return tuple(sorted(found, key=lambda one: (one.year, one.place.code)))
        return Store(self.folder.store).current(self.folder.edition.years)

    @cached_property
    def tables(self) -> Tables:
        """Return the snapshots as tables."""
        return Tables(self.snapshots, self.catalog.registers, self.folder.edition.city)

    @cached_property
    def values(self) -> Values:
        """Return every value that the outline prints."""
        self.progress("计算指标", 0, 1)
        values = compute(self.tables, self.catalog, used_indicators(self.outline))
        self.progress("计算指标", 1, 1)
        return values

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return what the checks say."""
        return self._checked(self._context)

    @cached_property
    def public_findings(self) -> tuple[Finding, ...]:
        """Return what the checks say without what a release does not hold."""
        return self._checked(public(self._context)) if holds_personal(self._context) else self.findings

    def _checked(self, context: Context) -> tuple[Finding, ...]:
        self.progress("校验", 0, 1)
        found = check(context)
        self.progress("校验", 1, 1)
        return found

    @cached_property
    def _context(self) -> Context:
        edition = self.folder.edition
        return Context(
            catalog=self.catalog,
            handed=tuple(self._handed(one, self._rows(one)) for one in self.snapshots),
            history=tuple(self._handed(one, read_rows(one, self.catalog.registers)) for one in self.history),
            expected={year: self.tables.schools(year) for year in edition.data_years},
            values=self.values,
            printed=used_indicators(self.outline),
            years=edition.data_years,
            city=edition.city,
        )

    @cached_property
    def document(self) -> Document:
        """Return the finished report as a tree."""
        edition = self.folder.edition
        self.progress("编制", 0, 1)
        report = compile_report(
            outline=self.outline,
            edition=edition,
            values=self.values,
            catalog=self.catalog,
            rows=self.tables.rows,
            cases=read_cases(self.folder.cases),
            reasons=self._reasons(),
        )
        self.progress("编制", 1, 1)
        return report

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Return the report's three files, after the written one was read back and audited.

        A published release was audited when it was made. Raises: SelfAuditError, when a number was lost on the way
        or a finding has no answer.
        """
        files = render(self.document, progress=self.progress, system_fonts=self.folder.edition.system_fonts)
        if not self._release:
            self.progress("核验成稿", 0, 1)
            self.proofread(files[DOCX]).require()
            self.progress("核验成稿", 1, 1)
        return files

    def proofread(self, written: bytes) -> Proof:
        """Return what the audit of a written report says, the values at hand."""
        reading, pictures = read_bytes(written, DOCX), descriptions(written, DOCX)
        return proofread(reading, pictures, self.document, load_rulebook(), self.should_be())

    def should_be(self) -> tuple[Mapping[str, object], ...]:
        """Return the values as the audit takes them: with the year that names them, and which place is the whole."""
        rows = records(self.values, self.catalog, self.names, self.folder.edition.rounding)
        lags = {name: one.lag for name, one in self.catalog.indicators.items()}
        return tuple(
            {**one, "printed_year": int(one["year"]) - lags[str(one["indicator"])],
             "whole": one["place"] == self.values.city}
            for one in rows
        )  # fmt: skip

    def draft(self, noted: tuple[Finding, ...] = ()) -> Draft:
        """Return everything that a release holds; `noted` was found on reading the workbooks."""
        findings = (*public_notes(noted, self.catalog.registers), *self.public_findings)
        return Draft(
            document=self.document,
            files=self.files,
            values=self.values,
            findings=tuple(one.record() for one in findings),
            snapshots=(*self.snapshots, *self.history),
            names=self.names,
            fonts=self._fonts(),
        )

    def draft_again(self) -> Draft:
        """Return what a release holds, made again from it; what was noted on reading workbooks is taken as it says."""
        recorded = json.loads((self.folder.path / FINDINGS).read_text(encoding="utf-8"))
        noted = tuple(one for one in recorded if str(one["rule"]).startswith("collect."))
        draft = self.draft()
        return replace(draft, findings=(*noted, *draft.findings))

    @property
    def names(self) -> Mapping[str, str]:
        """Return place code → name."""
        edition = self.folder.edition
        schools = {one.code: one.name for year in edition.data_years for one in self.tables.schools(year)}
        return schools | {edition.code: edition.place}

    def _fonts(self) -> tuple[str, ...]:
        """Return the families that the PDF asks for, in their order."""
        named = faces(system_directories() if self.folder.edition.system_fonts else ())
        return tuple(dict.fromkeys((*named.body, *named.heading, *named.emphasis)))

    def _check_names(self) -> None:
        """Raise CatalogError for the first name in the settings or chapters that the definitions do not have."""
        edition, file = self.folder.edition, self.folder.path / FILE
        if edition.outline not in self.catalog.outlines:
            line, column = locate(file, ("outline",))
            known = "、".join(self.catalog.outlines)
            raise CatalogError(f"{file}:{line}:{column}：没有名为“{edition.outline}”的提纲。可选：{known}。")
        named = [("history_years", name) for names in edition.history_years.values() for name in names]
        for key, name in (*named, *(("registers", name) for name in edition.registers)):
            if name not in self.catalog.registers:
                line, column = locate(file, (key,))
                raise CatalogError(f"{file}:{line}:{column}：没有名为“{name}”的数据表。")
        for fault in outline_faults(self.outline, self.catalog.indicators, self.catalog.registers):
            raise CatalogError(fault)

    def _schools(self, snapshot: Snapshot) -> tuple[Place, ...]:
        """Return the schools in scope on the roster in a snapshot; only the city's own has one."""
        if ROSTER not in snapshot.registers or snapshot.place.code != self.folder.edition.code:
            return ()
        return schools_of(read_rows(snapshot, self.catalog.registers)[ROSTER])

    def _chapters(self) -> Mapping[str, Path]:
        folder = self.folder
        return {folder.edition.outline: folder.outline} if folder.outline.is_dir() else {}

    def _rows(self, snapshot: Snapshot) -> Rows:
        return self.tables.rows[snapshot.year][snapshot.place.code]

    def _handed(self, snapshot: Snapshot, rows: Rows) -> Handed:
        edition = self.folder.edition
        if snapshot.year in edition.history_years and snapshot.place.code == edition.code:
            asked = asked_for_history(self.catalog, edition, snapshot.year)
        else:
            level = Level.CITY if snapshot.place.code == edition.code else Level.SCHOOL
            asked = self._asked(level)
        store = Store(self.folder.store)
        return Handed(
            snapshot.place,
            snapshot.year,
            store.unopened(snapshot, rows),
            snapshot.reasons,
            asked,
            snapshot.workbook,
            snapshot.answers,
            snapshot.others,
            store.look_ups(snapshot, self.catalog.registers, rows),
        )

    def _asked(self, level: Level) -> tuple[Asked, ...]:
        """Return what places of a level are asked for; worked out once."""
        if level not in self._asked_for:
            edition = self.folder.edition
            self._asked_for[level] = asked_for(self.catalog, edition.outline, level, edition.registers)
        return self._asked_for[level]

    def _reasons(self) -> Mapping[str, str]:
        """Return indicator label → the reason that the city gives for its change."""
        edition = self.folder.edition
        rows = self.tables.rows[edition.this].get(edition.code, {}).get(REASONS, ())
        return self._answered_reasons() | {str(row["indicator"]): str(row["reason"]) for row in rows}

    def _answered_reasons(self) -> dict[str, str]:
        """Return indicator label → the reason that the city gave in 反馈, where it was asked for one."""
        edition = self.folder.edition
        own = next((one for one in self.snapshots if (one.place.code, one.year) == (edition.code, edition.this)), None)
        explained = {one.thread for one in own.answers if one.action is Action.EXPLAINED} if own else set()
        asked = self.public_findings if explained else ()
        return {
            one.where.key: one.reason
            for one in asked
            if isinstance(one.where, CellPlace) and one.where.register == REASONS and one.thread in explained
        }


def known_values(path: Path) -> tuple[Mapping[str, object], ...]:
    """Return the values of a release or a working folder, one record each, as what a report's numbers should be."""
    return Workshop(path, release=(path / MANIFEST).is_file()).should_be()


def verify(release: Path, progress: Progress = silent) -> tuple[Finding, ...]:
    """Return what in a release folder does not match its manifest, its snapshots or a new computation.

    Needs nothing but the folder: definitions, outline, cases and snapshots are in it. Everything in it is made again
    and compared, so that a manifest made to fit an altered file does not help.
    """
    manifest = read_manifest(release)
    faults = {name: _fault("verify.file", name, wrong) for name, wrong in altered_files(release, manifest)}
    try:
        work = Workshop(release, progress, release=True)
        for snapshot in (*work.snapshots, *work.history):
            for one in damage(snapshot, work.catalog.registers):
                faults.setdefault(one, _fault("verify.snapshot", "snapshots", one))
        again = contents(work.draft_again(), work.folder, work.catalog)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  whatever a tampered release makes it stumble over is the release's fault
        why = str(error).rstrip("。") if isinstance(error, ZhibaoError) else f"{type(error).__name__} {error}"[:200]
        return (*faults.values(), _fault("verify.recompute", "发布件", f"无法重新计算：{why}"))
    listed = manifest["files"] if isinstance(manifest["files"], dict) else {}
    for name in sorted(set(listed) - set(again)):
        faults.setdefault(name, _fault("verify.recompute", name, "不是由封存数据、定义、提纲与案例得出的文件"))
    made = json.loads(again.pop(MANIFEST))
    for name, content in again.items():
        if not (release / name).is_file() or (release / name).read_bytes() != content:
            faults.setdefault(name, _fault("verify.recompute", name, "与按封存数据重新计算的结果不符"))
    for key, wrong in altered_settings(manifest, made):
        faults.setdefault(f"{MANIFEST} {key}", _fault("verify.manifest", MANIFEST, f"“{key}”{wrong}"))
    if manifest.get("zhibao") != made["zhibao"]:
        other = f"由质报 {manifest.get('zhibao')} 生成，现用 {made['zhibao']} 核验；版本不同，排版可能不同"
        faults[""] = _fault("verify.version", MANIFEST, other, Severity.NOTE)
    return tuple(faults.values())


def _fault(rule: str, name: str, wrong: str, severity: Severity = Severity.ERROR) -> Finding:
    fix = "这份发布件不再可信，请从原发布处重新取得。" if severity is Severity.ERROR else ""
    return Finding(rule, severity, CellPlace(name), f"{wrong}。", fix=fix)
