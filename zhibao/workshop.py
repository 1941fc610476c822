"""工作: every step of the way on one working folder, each made when it is first asked for and kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from zhibao.audit.ties.written import Proof, proofread
from zhibao.catalog.asked import REASONS, Asked, asked_for, asked_for_history
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.edition_faults import edition_faults
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.outline import Outline, used_indicators
from zhibao.catalog.rulebook import load_rulebook
from zhibao.check.context import CaseText, Context, Handed
from zhibao.check.handed_in import handed_in
from zhibao.check.public import holds_personal, public, public_notes
from zhibao.check.run import check
from zhibao.collect.feedback import Given, give_feedback
from zhibao.collect.folder import Collected, read_folder
from zhibao.collect.stale import stale_workbooks
from zhibao.compile.case import Case, read_cases
from zhibao.compile.dressing import dressed
from zhibao.compile.gate import Drafts, Obstacle, as_draft, obstacles
from zhibao.compile.material import Material
from zhibao.compile.provable import provable
from zhibao.compile.reasons import told_reasons
from zhibao.compile.report import as_printed, set_report
from zhibao.compute import compute, compute_kept
from zhibao.compute.kept_compute import FILE as KEPT
from zhibao.compute.work import Work
from zhibao.diagnose import Diagnosis, diagnose, needed_indicators
from zhibao.diagnose.comparison import Comparison, compare
from zhibao.diagnose.exhibits import indicators_of_report, report_tables
from zhibao.diagnose.ground import Ground, ground_of
from zhibao.document.dress import Dress
from zhibao.document.fonts import families
from zhibao.document.nodes import Document
from zhibao.document.readers.read import read_bytes
from zhibao.document.readers.word_pictures import descriptions
from zhibao.document.render import DOCX, Pages, Rendered, render
from zhibao.publish.release import (
    FINDINGS,
    Draft,
    drafted,
    pages_of,
    read_manifest,
)
from zhibao.publish.values import as_printed_records
from zhibao.snapshot.comparison import compared
from zhibao.snapshot.dataset.dataset import Dataset
from zhibao.snapshot.engine import HERE, Engine, engine_at
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.frozen import Snapshot, dataset_id, read_snapshot
from zhibao.snapshot.holdings import Holdings
from zhibao.snapshot.offers import last_reasons
from zhibao.snapshot.sets import in_order, sets_of
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Action, Rows
from zhibao.snapshot.tables import Elsewhere, Tables
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level
from zhibao.terms.progress import Progress, silent
from zhibao.terms.value import Values


class Workshop:
    """工作目录上的一次工作: every step, made when it is first asked for and kept."""

    def __init__(
        self,
        path: Path,
        progress: Progress = silent,
        *,
        release: bool = False,
        draft: Drafts = Drafts.NONE,
        engine: str = HERE,
        fresh: bool = False,
    ) -> None:
        """Open a working folder; `release` opens a published one, with the definitions of its own time.

        `engine` is the address of what aggregates. `fresh` computes everything from the rows, as a release always is.
        """
        self.folder = WorkingFolder(path)
        self.progress = progress
        self._release = release
        self._drafts = draft
        self._engine = engine
        self._fresh = fresh or release
        self.work: Work | None = None
        self.conflicts: tuple[str, ...] = ()
        self.proof: Proof | None = None
        self._asked_for: dict[Level, tuple[Asked, ...]] = {}
        own = self.folder.catalog
        if release:
            self.catalog: Catalog = load_catalog(chapters=self._chapters(), base=own)
        else:
            self.catalog = load_catalog((own,) if own.is_dir() else (), chapters=self._chapters())
        for fault in edition_faults(self.folder.edition, self.catalog, self.folder.path):
            raise CatalogError(fault)

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
        cities = edition.region.cities
        has_rosters = all(any(store.typed_id(one, year) for one in cities) for year in edition.data_years)
        checked = self.findings if collected.snapshots and has_rosters else ()
        is_open = (one for one in (*collected.findings, *checked) if one.is_open)
        offered = last_reasons(is_open, store, self.catalog.registers)
        city = (edition.code, edition.this)
        return give_feedback(collected.books, checked, offered, city, to or self.folder.feedback)

    @cached_property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return the snapshots that the report rests on: the cities' own, and those of schools on their rosters."""
        return self._holdings.snapshots

    @cached_property
    def history(self) -> tuple[Snapshot, ...]:
        """Return what this year's schools handed in for the history years; only checks look at it."""
        return self._holdings.history(self.folder.edition.this, self.folder.edition.history_years)

    @cached_property
    def _holdings(self) -> Holdings:
        edition = self.folder.edition
        dataset = Dataset(self.folder.path / edition.dataset) if edition.dataset and not self._release else None
        held = Holdings(self._stored, self.catalog.registers, edition.region, edition.years, dataset)
        if not held.snapshots and edition.members:
            how = f"zhibao dataset take-in {edition.dataset}" if edition.dataset else "zhibao gather"
            raise SnapshotError(f"{self.folder.path}：还没有汇集到任何数据。请先运行 {how}。")
        if not held.snapshots:
            raise SnapshotError(f"{self.folder.path}：还没有读入任何工作簿。请先运行 zhibao collect read。")
        return held

    @cached_property
    def _stored(self) -> tuple[Snapshot, ...]:
        if self._release:
            found = map(read_snapshot, sorted((self.folder.path / "snapshots").iterdir()))
            return tuple(sorted(found, key=lambda one: (one.year, one.place.code)))
        return Store(self.folder.store).current(self.folder.edition.years)

    @cached_property
    def tables(self) -> Tables:
        """Return the snapshots as tables."""
        elsewhere = Elsewhere(self._asked_engine, self.folder.layouts) if self._asked_engine else None
        region, held = self.folder.edition.region, self._holdings
        return Tables(held.loose, self.catalog.registers, region, elsewhere, held.packed)

    @cached_property
    def _asked_engine(self) -> Engine | None:
        return engine_at(self._engine)

    def computed(self, indicators: Iterable[str], catalog: Catalog | None = None) -> Values:
        """Return the values of indicators, of unchanged schools from what was kept; `work` says what was done.

        `catalog` holds more indicators than the folder's, over the same registers.
        """
        catalog = catalog or self.catalog
        if self._fresh or self._engine != HERE:
            return compute(self.tables, catalog, indicators)
        file, region = self.folder.store / KEPT, self.folder.edition.region
        values, self.work = compute_kept(
            self.snapshots, region, catalog, indicators, file, lambda: self.tables, self._holdings.packed
        )
        return values

    @cached_property
    def values(self) -> Values:
        """Return every value that the outline prints."""
        self.progress("计算指标", 0, 1)
        values = self.computed(indicators_of_report(self.outline, self._ground))
        self.progress("计算指标", 1, 1)
        return values

    @cached_property
    def _ground(self) -> Ground:
        return ground_of(self.catalog, self.folder.edition, self.tables)

    def diagnosis(self, in_force: int = 0) -> Diagnosis:
        """Return how schools and city stand against the standards in force in the data year, or in another."""
        ground = replace(self._ground, in_force=in_force or self._ground.in_force)
        return diagnose(ground, self.computed(needed_indicators(ground)))

    def comparisons(self, indicators: tuple[str, ...], level: Level, year: int = 0) -> tuple[Comparison, ...]:
        """Return how the places of a level stand by indicators, named or labelled; by those of the outline else.

        Raises: CatalogError, when there is no such indicator.
        """
        named = self._ground.indicator_named
        names = tuple(named.get(one, one) for one in indicators) or used_indicators(self.outline)
        if unknown := [one for one in names if one not in self.catalog.indicators]:
            raise CatalogError(f"没有指标“{unknown[0]}”。可用的指标见 zhibao catalog list indicators。")
        ground = replace(self._ground, values=self.computed(names))
        return tuple(compare(ground, name, level, year or self.folder.edition.this) for name in names)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return what the checks say."""
        return self._checked(self.context)

    @cached_property
    def public_findings(self) -> tuple[Finding, ...]:
        """Return what the checks say without what a release does not hold."""
        return self._checked(public(self.context)) if holds_personal(self.context) else self.findings

    def _checked(self, context: Context) -> tuple[Finding, ...]:
        self.progress("校验", 0, 1)
        found = check(context)
        self.progress("校验", 1, 1)
        return found

    @cached_property
    def context(self) -> Context:
        """Return what the checks look at."""
        snapshots = self.snapshots if self._release else in_order(self.snapshots)
        return Context(
            catalog=self.catalog,
            handed=tuple(self._handed(one, self._rows(one)) for one in snapshots),
            history=tuple(self._handed(one, self.tables.rows_of(one)) for one in self.history),
            expected={year: self.tables.schools(year) for year in self.folder.edition.data_years},
            values=self.values,
            printed=used_indicators(self.outline),
            years=self.folder.edition.data_years,
            city=self.folder.edition.city,
            region=self.folder.edition.region,
            cases=tuple(CaseText(one.place, f"cases/{one.place}/{one.number}.md", one.body) for one in self._cases),
            sets=None
            if self._release
            else sets_of(self.tables, snapshots, self._asked_engine, self.folder.layouts, self.progress),
        )

    @cached_property
    def document(self) -> Document:
        """Return the finished report as a tree; a draft is marked and shows the open remarks of the outline."""
        return self.clean if self.held is None else as_draft(self.compiled(remarks=True), self.held)

    @cached_property
    def clean(self) -> Document:
        """Return the finished report as it would be released."""
        self.progress("编制", 0, 1)
        edition = self.folder.edition
        data = dataset_id(tuple(one for one in self.snapshots if one.year == edition.this))
        report = provable(self.compiled(), edition.public_address, data)
        self.progress("编制", 1, 1)
        return report

    def compiled(self, outline: Outline | None = None, *, remarks: bool = False) -> Document:
        """Return the finished report, or what another text of its outline prints."""
        return set_report(*as_printed(self.material(outline), self._cases), remarks=remarks)

    def material(self, outline: Outline | None = None) -> Material:
        """Return what the report is compiled from, cases aside; or with another text of its outline."""
        outline, edition, rows = outline or self.outline, self.folder.edition, self.tables.rows
        tables = report_tables(self._ground, self.values, self.outline)
        return Material(outline, edition, self.values, self.catalog, rows, self._reasons(), diagnosed=tables)

    @cached_property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Return what keeps the report from being released."""
        frozen = {one.workbook_sha256 for one in self._stored}
        stale = stale_workbooks(self.folder, self.catalog, frozen)
        return obstacles(self.clean, self.outline, self.catalog.indicators, self.findings, stale, self._cases)

    @cached_property
    def _cases(self) -> tuple[Case, ...]:
        return read_cases(self.folder.cases)

    @cached_property
    def held(self) -> tuple[str, ...] | None:
        """Return the kinds of reasons that make this a draft, None when it is none; a release records its own."""
        if self._release:
            return drafted(read_manifest(self.folder.path))
        if self._drafts is Drafts.NONE or (self._drafts is Drafts.WHERE_HELD and not self.obstacles):
            return None
        return tuple(one.name for one in self.obstacles)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Return the report's three files, after the written one was read back and audited.

        A published release was audited when it was made. Raises: SelfAuditError, when a number was lost on the way
        or a finding has no answer; of a draft `conflicts` tells it instead.
        """
        if not self._release:
            self.progress("核验成稿", 0, 1)
            proof = self.proof = self.proofread(self._rendered.files[DOCX])
            if self.held is not None:
                self.conflicts = proof.lines()
            else:
                proof.require()
            self.progress("核验成稿", 1, 1)
        return self._rendered.files

    @cached_property
    def _rendered(self) -> Rendered:
        edition = self.folder.edition
        pages = self.recorded_pages or edition.page_numbers
        fonts, told = edition.system_fonts, self.progress
        return render(self.document, dress=self.dress, system_fonts=fonts, pages=pages, progress=told)

    @cached_property
    def dress(self) -> Dress:
        """Return how the report is dressed."""
        return dressed(self.material(), self.folder.path)

    @cached_property
    def recorded_pages(self) -> Pages | None:
        """Return the page numbers of LibreOffice that a release records: fonts of another machine give others."""
        is_recorded = self._release and self.folder.edition.page_numbers == "libreoffice"
        return pages_of(read_manifest(self.folder.path)) if is_recorded else None

    def proofread(self, written: bytes) -> Proof:
        """Return what the audit of a written report says, the values at hand."""
        reading, pictures = read_bytes(written, DOCX), descriptions(written, DOCX)
        return proofread(reading, pictures, self.document, load_rulebook(), self.should_be())

    def should_be(self) -> tuple[Mapping[str, object], ...]:
        """Return the values as the audit takes them: with the year that names them, and which place is the whole."""
        return as_printed_records(self.values, self.catalog, self.names, self.folder.edition.rounding, self.values.city)

    def draft(self, noted: tuple[Finding, ...] = ()) -> Draft:
        """Return everything that a release holds; `noted` was found on reading the workbooks."""
        findings = (*public_notes(noted, self.catalog.registers), *self.public_findings)
        return Draft(
            document=self.document,
            files=self.files,
            values=self.values,
            findings=tuple(one.record() for one in findings),
            snapshots=tuple(map(self._holdings.with_files, (*self.snapshots, *self.history))),
            names=self.names,
            fonts=families(self.dress.look, system=self.folder.edition.system_fonts),
            held=self.held,
            pages=self._rendered.pages,
        )

    def draft_again(self) -> Draft:
        """Return what a release holds, made again from it; what was noted on reading workbooks is taken as it says."""
        recorded = json.loads((self.folder.path / FINDINGS).read_text(encoding="utf-8"))
        noted = tuple(one for one in recorded if str(one["rule"]).startswith("collect."))
        draft = self.draft()
        return replace(draft, findings=(*noted, *draft.findings))

    @property
    def names(self) -> Mapping[str, str]:
        """Return place code → name; a county of a region of several cities is told with its city's name."""
        region, years = self.folder.edition.region, self.folder.edition.data_years
        schools = [one for year in years for one in self.tables.schools(year)]
        counties = {one.within: region.county_name(one.within) for one in schools}
        return {code: name for code, name in counties.items() if code != name} | {
            **{one.code: one.name for one in schools},
            **region.names,
        }

    def _chapters(self) -> Mapping[str, Path]:
        folder = self.folder
        return {folder.edition.outline: folder.outline} if folder.outline.is_dir() else {}

    def _rows(self, snapshot: Snapshot) -> Rows:
        return self.tables.rows[snapshot.year][snapshot.place.code]

    def _handed(self, snapshot: Snapshot, rows: Rows) -> Handed:
        edition = self.folder.edition
        if snapshot.year in edition.history_years and snapshot.place.code in edition.region.cities:
            asked = asked_for_history(self.catalog, edition, snapshot.year)
        else:
            asked = self._asked(snapshot.place.level)
        by = compared(snapshot, edition.region, self.tables.city_of(snapshot.place.code, snapshot.year))
        return handed_in(snapshot, rows, asked, Store(self.folder.store), self.catalog.registers, by)

    def _asked(self, level: Level) -> tuple[Asked, ...]:
        """Return what places of a level are asked for; worked out once."""
        if level not in self._asked_for:
            edition = self.folder.edition
            self._asked_for[level] = asked_for(self.catalog, edition.outline, level, edition.registers)
        return self._asked_for[level]

    def _reasons(self) -> Mapping[str, str]:
        """Return indicator label → the reason that the city gives for its change."""
        edition = self.folder.edition
        own = next((one for one in self.snapshots if (one.place.code, one.year) == (edition.code, edition.this)), None)
        explained = {one.thread for one in own.answers if one.action is Action.EXPLAINED} if own else set()
        rows = self.tables.rows[edition.this].get(edition.code, {}).get(REASONS, ())
        return told_reasons(rows, self.public_findings if explained else (), explained)
