"""一校的报告: outline, values and reasons of one school become its report, written and read back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from zhibao.audit.ties.written import Proof, proofread
from zhibao.catalog.diagnosed import printed_indicators
from zhibao.catalog.files import CatalogError, locate
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import FILE, Outline, load_outline, used_indicators
from zhibao.catalog.outline_faults import outline_faults
from zhibao.catalog.rulebook import load_rulebook
from zhibao.collect.stale import stale_workbooks
from zhibao.compile.case import read_cases
from zhibao.compile.dressing import dressed
from zhibao.compile.gate import Obstacle, as_draft, obstacles
from zhibao.compile.material import Material
from zhibao.compile.report import as_printed, set_report
from zhibao.diagnose.exhibits import report_tables
from zhibao.diagnose.ground import ground_of
from zhibao.document.nodes import Document
from zhibao.document.readers.read import read_bytes
from zhibao.document.readers.word_pictures import descriptions
from zhibao.document.render import DOCX, render
from zhibao.publish.values import as_printed_records
from zhibao.snapshot.frozen import Snapshot
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.period import Period
from zhibao.terms.place import Level, Place
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Values
from zhibao.workshop import Workshop


@dataclass(frozen=True)
class Written:
    """写成的报告: its files, what the audit of the written one says, and why it is a draft if it is one."""

    files: Mapping[str, bytes]
    proof: Proof
    held: tuple[str, ...]


class Schools:
    """各校的报告: what they have in common, worked out once."""

    def __init__(self, work: Workshop) -> None:
        """Take the working folder; raises CatalogError when no outline for schools is named, or none of that name."""
        self.work = work
        self.places = work.tables.schools(work.folder.edition.this)
        self.outline = _outline(work)
        self._own: dict[str, Outline | ZhibaoError] = {place.code: self._outline_of(place) for place in self.places}

    @cached_property
    def values(self) -> Values:
        """Return every value that some school's outline prints."""
        own = [one for one in self._own.values() if isinstance(one, Outline)]
        catalog = self.work.catalog
        names = dict.fromkeys(name for outline in (self.outline, *own) for name in printed_indicators(outline, catalog))
        return self.work.computed(names)

    def document(self, place: Place) -> Document:
        """Return a school's report as a tree; raises CatalogError or CaseError for what the school handed in."""
        return set_report(*as_printed(self.material(place), read_cases(self.work.folder.cases, place.code)))

    def material(self, place: Place) -> Material:
        """Return what a school's report is compiled from, cases aside; raises CatalogError for its own chapters."""
        work, outline = self.work, self._own[place.code]
        if isinstance(outline, ZhibaoError):
            raise outline
        edition, rows = work.folder.edition, work.tables.rows
        tables = report_tables(ground_of(work.catalog, edition, work.tables), self.values, outline, place)
        return Material(outline, edition, self.values, work.catalog, rows, self.reasons(place, outline), place, tables)

    def written(self, place: Place) -> Written:
        """Return a school's three files, and the audit of the written one, the values of school and city at hand."""
        document, edition = self.document(place), self.work.folder.edition
        held = tuple(one.name for one in self._obstacles(place, document))
        document = as_draft(document, held) if held else document
        dress = dressed(self.material(place), self.work.folder.path)
        files = render(document, dress=dress, system_fonts=edition.system_fonts, pages=edition.page_numbers).files
        reading, pictures = read_bytes(files[DOCX], DOCX), descriptions(files[DOCX], DOCX)
        proof = proofread(reading, pictures, document, load_rulebook(), self._should_be(place))
        return Written(files, proof, held)

    def _obstacles(self, place: Place, document: Document) -> tuple[Obstacle, ...]:
        """Return what keeps a school's report from being released, of its own data and text."""
        own = (one for one in self.work.findings if isinstance(one.where, CellPlace) and one.where.place == place.code)
        stale = (line for line in self.stale if f"/{place.code}." in line)
        outline = self._own[place.code]
        assert isinstance(outline, Outline)
        return obstacles(document, outline, self.work.catalog.indicators, own, stale)

    @cached_property
    def stale(self) -> tuple[str, ...]:
        """Return the workbooks that say something else than what was frozen."""
        frozen = {one.workbook_sha256 for one in (*self.work.snapshots, *self.work.history)}
        return stale_workbooks(self.work.folder, self.work.catalog, frozen)

    def reasons(self, place: Place, outline: Outline) -> Mapping[str, str]:
        """Return the reasons that a school gave in its workbooks, by indicator label; last year's with the period."""
        this, last = self.work.folder.edition.this, self.work.folder.edition.last
        handed = {one.year: one for one in self.work.snapshots if one.place.code == place.code}
        found: dict[str, str] = {}
        fields = _fields(self.work.catalog, used_indicators(outline))
        for year in (last, this):
            given = _given(handed.get(year))
            for name, field in fields.items():
                if field in given:
                    indicator = self.work.catalog.indicators[name]
                    period = f"（{Period(year - indicator.lag, indicator.period).label}）" if year == last else ""
                    found[indicator.label + period] = given[field]
        return found

    def _should_be(self, place: Place) -> tuple[Mapping[str, object], ...]:
        """Return the values of a school and of its city, as the audit takes them."""
        catalog, city = self.work.catalog, self.values.city
        chosen = {key: one for key, one in self.values.items() if key.place in (place.code, city)}
        names = {place.code: place.name, city: self.work.folder.edition.place}
        rounding = self.work.folder.edition.rounding
        return as_printed_records(Values(chosen, city), catalog, names, rounding, place.code)

    def _outline_of(self, place: Place) -> Outline | ZhibaoError:
        """Return the outline with the chapters that a school wrote itself, or what is wrong with them."""
        own = self.work.folder.chapters_of(place.code)
        if not own.is_dir():
            return self.outline
        catalog = self.work.catalog
        homes = [folder / "outlines" / self.outline.name for folder in catalog.folders]
        try:
            outline = load_outline([home for home in homes if (home / FILE).is_file()][-1], own)
            for fault in outline_faults(outline, catalog.indicators, catalog.registers):
                return CatalogError(fault)
        except ZhibaoError as error:
            return error
        return outline


def _outline(work: Workshop) -> Outline:
    named = work.folder.edition.school_outline or work.outline.schools
    schools = {name: one for name, one in work.catalog.outlines.items() if one.level is Level.SCHOOL}
    if named in schools:
        return schools[named]
    file = work.folder.path / "zhibao.yaml"
    line, column = locate(file, ("school_outline",))
    wrong = f"没有名为“{named}”的学校提纲" if named else "没有写明学校年报的提纲（school_outline）"
    raise CatalogError(f"{file}:{line}:{column}：{wrong}。可选：{'、'.join(schools)}。")


def _given(snapshot: Snapshot | None) -> dict[tuple[str, str], str]:
    """Return the reasons that a submission gives for the fields of its forms."""
    return {(one.register, one.field): one.text for one in snapshot.reasons if not one.key} if snapshot else {}


def _fields(catalog: Catalog, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return indicator → the one field that it sums, or else divides; a field's reason stands with one indicator."""
    found: dict[str, tuple[str, str]] = {}
    for key in ("value", "numerator"):
        for name in names:
            text = getattr(catalog.indicators[name], key)
            parts = catalog.formula(text).aggregates if text else ()
            if len(parts) == 1 and parts[0].function == "SUM" and not parts[0].where:
                field = (parts[0].register, parts[0].field)
                if field not in found.values():
                    found[name] = field
    return found
