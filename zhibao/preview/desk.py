"""编辑台: the report of a folder and what stands beside it, made again after each change from what still holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhibao.catalog.outline import open_remarks, used_fields, used_indicators
from zhibao.collect.difference import State
from zhibao.collect.feedback import place_of
from zhibao.collect.folder import Book, Collected
from zhibao.compile.case import Case, read_cases
from zhibao.compile.dressing import look_of
from zhibao.compile.gate import in_conflict, obstacles
from zhibao.compile.report import as_printed
from zhibao.compile.selection import edited, selected
from zhibao.document.nodes import Document, Number, Table, inlines, plain, walk
from zhibao.document.readers.read import read_bytes
from zhibao.document.render import DOCX
from zhibao.document.writers.docx import write_docx
from zhibao.document.writers.html import write_html
from zhibao.preview.aside import Aside, Group, Spot, of_finding, told_file
from zhibao.preview.places import Places, split_where
from zhibao.preview.shadow import Shadow
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace, TextPlace
from zhibao.terms.value import Meaning
from zhibao.workshop import Workshop

Held = tuple[tuple[str, int], ...]
"""What keeps the report from being released, by name, with how many places each."""


class Desk:
    """编辑台: keeps tables, values and findings as long as only chapters and cases change."""

    def __init__(self, path: Path, home: Path, *, reads_workbooks: bool = True) -> None:
        """Sit down at a folder; what is frozen on the way goes into `home`.

        Without reading workbooks the report rests on what is in force in the folder's store.
        """
        self._path, self._home, self._reads = path, home, reads_workbooks
        self._work: Workshop | None = None
        self._collected = Collected((), (), ())
        self._findings: tuple[Finding, ...] | None = None
        self._conflict: Held = ()
        self._printed: tuple[Case, ...] = ()
        self.places: Places | None = None

    @property
    def is_locked_out(self) -> bool:
        """Say whether a workbook could not be opened, as one that another program holds; it may be free in a moment."""
        return any(one.rule == "collect.cannot_read" for one in self._collected.findings)

    def page(self, *, only_text: bool) -> str:
        """Return the page of the report as it would be released; raises ZhibaoError for what keeps it from being made.

        `only_text` says that nothing but chapters and cases changed since the page before.
        """
        kept, self._work = self._work, None
        work = Workshop(self._path)
        work.folder = shadow = Shadow(work.folder, self._home)
        if only_text and kept is not None and _same_ground(kept, work):
            self._keep(kept, work)
        else:
            self._findings = None
            shadow.follow()
            if self._reads:
                self._collected = work.collect()
        document = work.clean
        self._printed = as_printed(work.material(), read_cases(work.folder.cases))[1]
        self.places = Places(document, work.outline, work.catalog, self._printed)
        page = write_html(document, look_of(work.catalog, work.folder.edition.look))
        self._work = work
        return page

    def asides(self) -> Iterator[tuple[Group, tuple[Aside, ...], Held]]:
        """Yield what stands beside the page, kind by kind, what is quickly known first; the last of a kind counts.

        With each kind comes what is known to keep the report from being released.
        """
        work, places = self._work, self.places
        if work is None or places is None:
            return
        stale = tuple(_stale(self._collected.books, work.folder.path))
        yield Group.BOOKS, tuple(self._of_books(work)), ()
        held = self._held(work, self._findings or (), stale)
        gate = (*_of_remarks(work, places), *_of_missing(work, places), *_of_behind(self._printed, work))
        yield Group.GATE, gate, held
        yield Group.CASES, tuple(self._of_cases(work, places)), held
        if self._findings is None:
            self._findings = work.findings
        held = self._held(work, self._findings, stale)
        yield Group.DATA, tuple(self._of_data(work, places, self._findings)), held
        written = write_docx(work.clean, {})
        proof = work.proofread(written)
        lines = (
            {one.number: one.text for one in read_bytes(written, DOCX).lines}
            if proof.unexplained or proof.explained
            else {}
        )
        lost = [(one.text, one.printed, str(one)) for one in proof.lost]
        texts = [_of_text(one, lines, places, work) for one in (*proof.unexplained, *proof.explained)]
        texts += [_of_lost(*one, places, work) for one in lost]
        self._conflict = tuple((one.name, one.count) for one in in_conflict(proof.lines()))
        yield Group.TEXT, tuple(texts), self._held(work, self._findings, stale)

    def _keep(self, kept: Workshop, work: Workshop) -> None:
        """Hand on what does not follow from the text; values and findings, where the text asks for the same ones."""
        work.snapshots, work.tables = kept.snapshots, kept.tables
        if _asks(kept) == _asks(work):
            work.values = kept.values
        else:
            self._findings = None

    def _held(self, work: Workshop, findings: Sequence[Finding], stale: Sequence[str]) -> Held:
        """Return what the gate says, and what the audit of the text before said as long as there is no newer one."""
        cases = read_cases(work.folder.cases)
        found = obstacles(work.clean, work.outline, work.catalog.indicators, findings, stale, cases)
        return (*((one.name, one.count) for one in found), *self._conflict)

    def _of_books(self, work: Workshop) -> Iterator[Aside]:
        """Yield what reading the workbooks found, and which of them the folder's own store does not hold yet."""
        for one in self._collected.findings:
            if one.severity is not Severity.NOTE and isinstance(one.where, CellPlace):
                yield of_finding(one, str(one.where), work.folder.path / one.where.file, Spot())
        fresh = [one for one in self._collected.books if one.state in (State.NEW, State.CHANGED)]
        for book in fresh:
            said = "这本工作簿还没有读入封存。预览已按它现在的数编出，发布前请运行 zhibao collect read。"
            file = book.path.relative_to(work.folder.path).as_posix()
            yield Aside(Severity.WARNING, said, (), file, str(book.path.resolve()))

    def _of_data(self, work: Workshop, places: Places, findings: Sequence[Finding]) -> Iterator[Aside]:
        books = {(one.place.code, one.year): one for one in self._collected.books}
        for one in findings:
            if isinstance(one.where, CellPlace):
                book = books.get((one.where.place, one.where.year))
                file = _cell(book, one, work.folder.path) if book else str(one.where)
                yield of_finding(one, file, book.path if book else None, places.of_cell(one.where))

    def _of_cases(self, work: Workshop, places: Places) -> Iterator[Aside]:
        edition = work.folder.edition
        schools = {one.code: one.name for one in work.tables.schools(edition.this)}
        chosen = selected(read_cases(work.folder.cases), edition.code)
        for one in edited(chosen, schools, work.catalog)[1]:
            if isinstance(one.where, TextPlace):
                path, line = Path(one.where.file), one.where.line
                spot = places.of_source(str(path), line, one.where.quote)
                yield of_finding(one, told_file(path, line, work.folder.path), path, spot)


def _same_ground(kept: Workshop, work: Workshop) -> bool:
    """Say whether settings and definitions are those of before."""
    return (kept.folder.edition, kept.catalog.digest) == (work.folder.edition, work.catalog.digest)


def _asks(work: Workshop) -> tuple[object, ...]:
    """Return what a text asks of the data."""
    return used_indicators(work.outline), used_fields(work.outline)


def _stale(books: Sequence[Book], folder: Path) -> Iterator[str]:
    """Yield the workbooks that say something else than the folder's own store, as the gate names them."""
    for one in books:
        if one.state is not State.UNCHANGED:
            yield f"{one.path.relative_to(folder).as_posix()}：{one.state.label}"


def _cell(book: Book, one: Finding, folder: Path) -> str:
    """Return file, sheet, cell and label of what a check found."""
    sheet, cell = place_of(book, one)
    label = one.where.label if isinstance(one.where, CellPlace) else ""
    file = book.path.relative_to(folder).as_posix()
    return str(CellPlace(file, sheet, cell, label))


def _of_remarks(work: Workshop, places: Places) -> Iterator[Aside]:
    for one in open_remarks(work.outline):
        path, line = split_where(one.where)
        more = ("改过这一段，或删去上面的标记。",) if one.kind == "kept" else ("答复后写成“批注（已答复）…”，或删去。",)
        said = one.text if one.kind == "kept" else f"批注　{one.text}"
        file = told_file(path, line, work.folder.path)
        yield Aside(Severity.WARNING, said, more, file, str(path.resolve()), spot=places.of_remark(str(path), line))


def _of_missing(work: Workshop, places: Places) -> Iterator[Aside]:
    """Yield what is printed with the sign of data that nobody handed in, as the gate counts it."""
    sign, document, catalog = Meaning.NOT_SUBMITTED.sign, work.clean, work.catalog
    seen = dict.fromkeys(
        (one.indicator, one.period) for one in inlines(document.blocks) if isinstance(one, Number) and one.text == sign
    )
    for name, period in seen:
        label = catalog.indicators[name].label if name in catalog.indicators else name
        said = f"{label}（{period}）没有报，印成“{sign}”。"
        yield Aside(
            Severity.ERROR, said, ("请在工作簿中填上；确实没有的，写明为什么。",), spot=places.of_number(name, sign)
        )
    yield from _of_empty_cells(document, sign)


def _of_empty_cells(document: Document, sign: str) -> Iterator[Aside]:
    for table in walk(document.blocks):
        if isinstance(table, Table):
            cells = [cell for row in table.body for cell in row]
            count = sum(plain(one.content) == sign and not isinstance(one.content[0], Number) for one in cells)
            if count:
                caption = f"{table.caption.name} {table.caption.text}" if table.caption else table.name
                yield Aside(Severity.ERROR, f"{caption}：有 {count} 格没有报，印成“{sign}”。", spot=Spot(table.anchor))


def _of_behind(cases: Sequence[Case], work: Workshop) -> Iterator[Aside]:
    """Yield the cases that a school handed in anew after the city had edited them."""
    for one in cases:
        if one.conflict:
            _, _, said = one.conflict.partition("：")
            yield Aside(Severity.ERROR, said, (), told_file(one.path, 0, work.folder.path), str(one.path.resolve()))


def _of_text(one: Finding, lines: dict[int, str], places: Places, work: Workshop) -> Aside:
    where = one.where
    if not isinstance(where, TextPlace):
        return of_finding(one, str(where), None, Spot())
    spot = places.of_text(lines.get(where.line, ""), where.quote)
    file, path = _source(spot.text or where.quote, places, work)
    return of_finding(one, file or "报告正文", path, spot)


def _of_lost(text: str, printed: str, said: str, places: Places, work: Workshop) -> Aside:
    spot = places.of_text(text, printed)
    file, path = _source(text, places, work)
    return Aside(Severity.ERROR, said, (), file or "报告正文", str(path.resolve()) if path else "", spot=spot)


def _source(text: str, places: Places, work: Workshop) -> tuple[str, Path | None]:
    """Return the passage that a text was made from, as people say it, and its file."""
    found = places.source_of(text)
    return (told_file(*found, work.folder.path), found[0]) if found else ("", None)
