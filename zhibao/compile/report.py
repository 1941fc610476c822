"""编制: outline, values and cases become the finished document; nothing is computed or printed after it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from zhibao.catalog.chapter import CasesHere, Chapter, Exhibit, Listed, Part, Prose, Quoted, Section, parse_parts
from zhibao.catalog.edition import Edition
from zhibao.catalog.exhibit import ChartSpec, DiagnosisTable, kept_labels
from zhibao.catalog.files import CatalogError
from zhibao.catalog.inline import Pieces, fill_words
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import Outline
from zhibao.catalog.outline_faults import outline_faults
from zhibao.catalog.remark import Remark
from zhibao.compile.breaks import notes_on_exhibit, notes_on_text
from zhibao.compile.case import Case, CaseError
from zhibao.compile.charts import build_chart, chart_kind
from zhibao.compile.contents import contents_lists
from zhibao.compile.fitted import fitted
from zhibao.compile.inlines import set_pieces
from zhibao.compile.lineage import lineage
from zhibao.compile.material import Material, PlaceRows, cell_text
from zhibao.compile.notes import Notes
from zhibao.compile.numbering import NumberedCase, Numbering, case_sections, number_report
from zhibao.compile.selection import edited, selected
from zhibao.compile.tables import build_table
from zhibao.document.nodes import (
    Block,
    BulletList,
    Caption,
    Cover,
    Document,
    Figure,
    Footnote,
    Heading,
    HeadingRole,
    Inlines,
    Note,
    Number,
    OrderedList,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    Text,
    inlines,
)
from zhibao.terms.numeral import chinese_year_month
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Values


def compile_report(
    outline: Outline,
    edition: Edition,
    values: Values,
    catalog: Catalog,
    rows: PlaceRows,
    cases: Iterable[Case] = (),
    reasons: Mapping[str, str] | None = None,
    about: Place | None = None,
    *,
    remarks: bool = False,
) -> Document:
    """Return the report: every number printed, every exhibit, heading and case numbered, every reference resolved.

    `rows` are the frozen rows by data year and place code, for listings and the scope sentence; `reasons` are the
    place's reasons for changes by indicator label; `about` is the school whose report it is, with its own cases only.
    `remarks` prints the open remarks of the outline above the passages that they stand at, as drafts do.
    Missing: a value that is missing prints its sign, and its change —.
    Raises: CatalogError with file:line, for an outline that names what the catalog does not have; CaseError, for a
    case without a place.
    """
    material = Material(outline, edition, values, catalog, rows, reasons or {}, about)
    return set_report(*as_printed(material, cases), remarks=remarks)


def as_printed(material: Material, cases: Iterable[Case]) -> tuple[Material, tuple[Case, ...]]:
    """Return the outline and the cases as they are to be set: chosen, in order, in the report's words, fitted.

    Raises: CatalogError and CaseError, as `compile_report` does.
    """
    outline, catalog = material.outline, material.catalog
    for fault in outline_faults(outline, catalog.indicators, catalog.registers):
        raise CatalogError(fault)
    edition = material.edition
    chosen = _in_order(cases, material)
    if material.about is None:
        names = {cell_text(one.get("code")): cell_text(one.get("name")) for one in material.roster(edition.this)}
        chosen = list(edited(selected(chosen, edition.code), names, catalog)[0])
    if outline.level is Level.SCHOOL:
        outline, chosen = _for_school(outline, chosen, material)
    return replace(material, outline=outline), tuple(chosen)


def set_report(material: Material, chosen: Iterable[Case], *, remarks: bool = False) -> Document:
    """Return the report of an outline and cases that are as they are to be set."""
    outline, edition = material.outline, material.edition
    numbering = number_report(outline, chosen)
    setter = _Setter(material, numbering, remarks=remarks)
    body = tuple(block for chapter in outline.chapters for block in setter.chapter(chapter))
    preface = () if not body or isinstance(body[0], Heading) else (PageBreak(),)
    title = tuple(fill_words(line, material.words) for line in outline.title)
    year, month = (int(part) for part in edition.issued.split("-"))
    declared = (edition.declaration,) if edition.declaration else ()
    properties = {
        "author": material.issuer,
        "subject": edition.round,
        "declaration": edition.declaration,
        "issued": f"{year}-{month:02}",
    }
    numbers = (one for one in inlines(body) if isinstance(one, Number))
    return Document(
        Cover(title, material.issuer, chinese_year_month(year, month), declared),
        (*contents_lists(outline, body), *preface, *body),
        properties,
        lineage(numbers, material),
    )


def _in_order(cases: Iterable[Case], material: Material) -> list[Case]:
    """Return the cases by the place itself, its members, the schools in the roster's order; then by their numbers.

    Raises: CaseError, for a folder that is named after no place.
    """
    codes = [cell_text(row.get("code")) for row in material.roster(material.edition.this)]
    own = [material.edition.code, *(one.code for one in material.edition.region.parts)]
    order = {code: place for place, code in enumerate([*own, *codes])}
    found = [case for case in cases if material.about is None or case.place == material.about.code]
    for case in found:
        if case.place not in order:
            whose = "本地或下级的" if material.edition.members else "本市"
            raise CaseError(f"{case.where}：文件夹“{case.place}”不是{whose}代码，也不在学校名册中。请改文件夹名。")
    return sorted(found, key=lambda case: (order[case.place], case.number))


def _for_school(outline: Outline, cases: list[Case], material: Material) -> tuple[Outline, list[Case]]:
    """Return a school's outline as far as there are values, and its cases where the outline has room for them."""
    rooms = set(case_sections(outline))
    own = [case if case.section in rooms else replace(case, section=outline.other_cases) for case in cases]
    return fitted(outline, material, {case.section for case in own}), own


class _Setter:
    """Sets the chapters of one report in their order."""

    def __init__(self, material: Material, numbering: Numbering, *, remarks: bool) -> None:
        self._material = material
        self._remarks = remarks
        self._numbering = numbering
        self._notes = Notes(material)

    def chapter(self, chapter: Chapter) -> Iterator[Block]:
        """Yield a chapter's blocks; a preface goes without its heading."""
        if not chapter.unnumbered:
            label = self._numbering.headings[chapter.where]
            role: HeadingRole = "annex" if chapter.annex else "section"
            if chapter.annex:
                yield PageBreak()
            yield Heading(1, label.number, self._inlines(chapter.title), label.anchor, role)
        for part in chapter.parts:
            yield from self._part(part)

    def _part(self, part: Part) -> Iterator[Block]:
        match part:
            case Section(level, content, _, where):
                label = self._numbering.headings[where]
                yield Heading(level, label.number, self._inlines(content), label.anchor)
                if notes := self._breaks(content):
                    yield Paragraph((Text(f"（注：{notes}）"),))
            case Prose(content):
                inlines = self._inlines(content)
                if inlines:
                    notes = self._breaks(content)
                    yield Paragraph((*inlines, Footnote((Text(notes),))) if notes else inlines)
            case Listed(items, ordered):
                blocks = tuple(tuple(block for inner in item for block in self._part(inner)) for item in items)
                yield OrderedList(blocks) if ordered else BulletList(blocks)
            case Quoted(parts):
                yield Note(tuple(block for inner in parts for block in self._part(inner)))
            case CasesHere(where):
                for case in self._numbering.cases[where]:
                    yield from self._case(case)
            case Exhibit():
                yield self._exhibit(part)
            case Remark(text=text, is_open=is_open):
                if is_open and self._remarks:
                    yield Note((Paragraph((Text(f"〔{text}〕。"),)),))
            case _:
                assert_never(part)

    def _inlines(self, pieces: Pieces) -> Inlines:
        return set_pieces(pieces, self._material, self._numbering)

    def _breaks(self, pieces: Pieces) -> str:
        """Return the remark on a text that compares years across a break in a series, '' for none."""
        notes = notes_on_text(pieces, self._material)
        return f"{'；'.join(notes)}。" if notes else ""

    def _exhibit(self, exhibit: Exhibit) -> Table | Figure:
        label = self._numbering.exhibits[exhibit.name]
        spec = exhibit.spec
        text = fill_words(spec.caption, self._material.words) + (f"（单位：{spec.unit}）" if spec.unit else "")
        caption = Caption(label.word, label.number, text)
        breaks = notes_on_exhibit(spec, self._material)
        try:
            if isinstance(spec, ChartSpec):
                chart = build_chart(spec, self._material, exhibit.where)
                alt = f"{chart_kind(spec)}：{text}"
                notes = self._notes.under(chart.body, breaks=breaks)
                return Figure(exhibit.name, label.anchor, caption, chart, alt, notes)
            if isinstance(spec, DiagnosisTable):
                return self._diagnosed(exhibit, caption, label.anchor)
            grid = build_table(spec, self._material)
        except CatalogError as error:
            if str(error).startswith(exhibit.where):
                raise
            raise CatalogError(f"{exhibit.where}：{error}") from error
        notes = self._notes.under(grid.body, kept_labels(spec), breaks)
        return Table(exhibit.name, label.anchor, caption, grid.head, grid.body, spec.widths, grid.total, notes)

    def _diagnosed(self, exhibit: Exhibit, caption: Caption, anchor: str) -> Table:
        """Return a table that the diagnosis has made, with its caption."""
        made = self._material.diagnosed.get(exhibit.name)
        if made is None:
            raise CatalogError("诊断表没有数据。诊断表不能改名；新加的诊断表请重新运行 zhibao compile。")
        return replace(made, anchor=anchor, caption=caption)

    def _case(self, numbered: NumberedCase) -> Iterator[Block]:
        case, label = numbered.case, numbered.label
        yield Heading(numbered.level, label.number, (Text(case.title),), label.anchor, "case")
        for part in case.parts or parse_parts(case.body, case.path, directives=False):
            yield from self._part(part)
        for place, (caption, png) in enumerate(case.pictures, 1):
            width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
            name = f"{label.anchor}_picture_{place}"
            alt = "".join(case.alts[place - 1 : place]) or caption
            yield Figure(name, name, Caption("", "", caption), Picture(png, width, height), alt)
