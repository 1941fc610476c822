"""收回改稿: an edited Word report goes back into the outline: words as the editor's, numbers as the data's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from zhibao.catalog.chapter import parse_chapter
from zhibao.catalog.files import CatalogError
from zhibao.catalog.passages import as_line, escaped, source_of
from zhibao.compile.case import Case, CaseError
from zhibao.compile.compiled_lines import Compiled, compiled, without_contents
from zhibao.compile.edited_report import KINDS, NUMERAL, Changes, Item, New, bare
from zhibao.compile.marked_cases import case_key, in_new_words, with_file
from zhibao.compile.material import Material
from zhibao.compile.rewording import Atom, Refused, Reworded, reword
from zhibao.compile.taken_chapters import Edits, Insert, Rewritten, rewritten
from zhibao.document.dress import Dress
from zhibao.document.nodes import Number
from zhibao.document.readers.word_edited import EditedLine, edited_lines

_ATTEMPTS = 12


@dataclass(frozen=True)
class TakenBack:
    """收回的结果: the chapters and cases that change, by their files, and everything that is to be told."""

    chapters: Mapping[Path, str]
    items: tuple[Item, ...]

    def write(self) -> tuple[Path, ...]:
        """Write all chapters, or none: drafts first, which then take the place of the files."""
        drafts = {path: path.with_name(f".{path.name}.part") for path in self.chapters}
        try:
            for path, draft in drafts.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                draft.write_text(self.chapters[path], encoding="utf-8")
            for path, draft in drafts.items():
                draft.replace(path)
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)
        return tuple(self.chapters)


@dataclass(frozen=True)
class Taken:
    """被收回的报告: what it is compiled from, every case that was handed in, and where the place's own chapters lie."""

    material: Material
    cases: tuple[Case, ...]
    chapters: Path
    dress: Dress | None = None

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Return the sources of the chapters by their names."""
        return {one.name: source_of(one).read_text(encoding="utf-8") for one in self.material.outline.chapters}

    @cached_property
    def now(self) -> Compiled:
        """Return the report as it is compiled now, line by line."""
        return compiled(self.material, self.cases, self.texts, self.dress)


def take_back(content: bytes, name: str, report: Taken) -> TakenBack:
    """Return what an edited Word report changes in the chapters and cases of a folder; nothing is written yet.

    The changed chapters are compiled before they are returned: each passage prints the editor's words with the right
    numbers. Raises: ReadError, for what is no Word file; CatalogError, when it is not this report.
    """
    return _TakeBack(without_contents(edited_lines(content, name)), name, report).result()


@dataclass
class _TakeBack:
    """One edited report."""

    edited: tuple[EditedLine, ...]
    name: str
    report: Taken

    def result(self) -> TakenBack:
        """Return what changes, proved by compiling it."""
        self.now, material = self.report.now, self.report.material
        self.catalog, self.outline = material.catalog, material.outline
        self.texts = {**self.report.texts, **self.now.words}
        self.raw = {case_key(one): one for one in self.report.cases}
        found = self.found = Changes(self.now, self.edited, self.name, self.texts, self.catalog)
        found.run()
        if not found.changed and not found.removed and not found.fresh and not found.cuts:
            return TakenBack({}, self._told([]))
        texts, told = self._proved()
        files = dict(self._file(name, one.text) for name, one in texts.items() if one.text != self.texts[name])
        return TakenBack(files, self._told(told))

    def _file(self, name: str, text: str) -> tuple[Path, str]:
        if name in self.now.cases:
            return in_new_words(self.raw[name], self.now.cases[name], text, self.report.material.place.code)
        return self.report.chapters / f"{name}.md", text

    def _told(self, told: list[Item]) -> tuple[Item, ...]:
        order = list(KINDS)
        return tuple(sorted((*self.found.items, *told), key=lambda one: order.index(one.kind)))

    def _proved(self) -> tuple[dict[str, Rewritten], list[Item]]:
        """Return the new chapters after they were compiled and print what they should; what fails is bound less."""
        levels: dict[int, int] = {}
        for _ in range(_ATTEMPTS):
            edits, told = self._edits(levels)
            chapters = {
                name: rewritten(name, self.texts[name], edits, self.now.passages, self.found.printed)
                for name in edits.chapters(self.now.passages)
            }
            wrong = self._wrong(chapters)
            if not wrong:
                return chapters, told
            for at in wrong:
                levels[at] = levels.get(at, 0) + 1
        raise CatalogError(
            f"{self.name}：改动收回后编不出同样的文字，什么也没有写入。请把改动分几次收回，或直接改提纲。"
        )

    def _wrong(self, changed_texts: Mapping[str, Rewritten]) -> set[int]:
        """Return the changed passages that print otherwise than they should; all of them where lines do not fit."""
        changed = [one.base for one in self.found.changed] + [-2 - at for at, one in enumerate(self.found.fresh)]
        files = {name: self._file(name, changed_texts[name].text) for name in changed_texts.keys() & self.raw.keys()}
        try:
            after = self._after(changed_texts, files).printed()
        except (CatalogError, CaseError):
            return set(changed)
        wrong: set[int] = set()
        for name, one in changed_texts.items():
            if len(after.get(name, ())) != len(one.prints):
                return set(changed)
            for printed, (due, at) in zip(after[name], one.prints, strict=True):
                if bare(printed) != bare(due):
                    wrong |= {at} if at is not None and at in changed else set(changed)
        return wrong

    def _after(self, changed: Mapping[str, Rewritten], files: Mapping[str, tuple[Path, str]]) -> Compiled:
        """Return the report as it is compiled from the changed chapters and cases."""
        texts = {**self.report.texts, **{name: one.text for name, one in changed.items() if name in self.report.texts}}
        parsed = tuple(
            parse_chapter(texts[one.name], source_of(one)) if one.name in changed else one
            for one in self.outline.chapters
        )
        cases = self.raw | {name: with_file(self.raw[name], *file) for name, file in files.items()}
        material = replace(self.report.material, outline=replace(self.outline, chapters=parsed))
        return compiled(material, tuple(cases.values()), texts, lines=False)

    def _edits(self, levels: Mapping[int, int]) -> tuple[Edits, list[Item]]:
        """Return the changes with every number bound that can be, first within passages, then across them."""
        jobs: list[tuple[int, tuple[Atom, ...], str, str]] = []
        for one in self.found.changed:
            jobs.append((one.base, self.now.atoms[one.base] or (), one.said, one.where))
        for place, new in enumerate(self.found.fresh):
            if isinstance(new, New):
                base = self.now.atoms.get(new.base) if new.base is not None else None
                jobs.append((-2 - place, base or (), new.said, new.where))
        results = {key: reword(atoms, said, (), levels.get(key, 0), self._slot) for key, atoms, said, _ in jobs}
        gone = [atom for at in self.found.removed for atom in self.now.atoms[at] or () if atom.numbers]
        lost = [*gone, *(atom for one in results.values() for atom in one.lost)]
        found: list[Atom] = []
        for key, atoms, said, _ in jobs:
            if lost and results[key].typed and not levels.get(key, 0) and not self._in_case(key):
                results[key] = reword(atoms, said, lost, 0, self._slot)
                for guest in results[key].guests:
                    lost.remove(guest)
                    found.append(guest)
        edits = Edits(dict.fromkeys(self.found.removed), cuts=tuple(self.found.cuts))
        # A passage in which only numbers were changed prints what it printed: its source stays as it was typed.
        edits.reworded |= {
            key: one for key, one in results.items() if key >= 0 and bare(one.text) != bare(self.found.printed[key])
        }
        for place, new in enumerate(self.found.fresh):
            edits.inserts.append(_written(new, results[-2 - place]) if isinstance(new, New) else new)
        return edits, list(self._lists(jobs, results, found))

    def _lists(
        self, jobs: list[tuple[int, tuple[Atom, ...], str, str]], results: Mapping[int, Reworded], found: list[Atom]
    ) -> Iterator[Item]:
        """Yield what is to be told of the changes; a number that was found elsewhere is not deleted."""
        moved = [
            (one, numeral) for atom in found for one in _indicators(atom) for numeral in NUMERAL.findall(atom.text)
        ]
        for key, _, said, where in jobs:
            one = results[key]
            base = self.found.fresh[-2 - key] if key < 0 else None
            is_moved = isinstance(base, New) and base.base is not None
            if not is_moved and (key < 0 or bare(one.text) != bare(self.found.printed[key])):
                due = self.found.printed[key] if key >= 0 else ""
                yield Item("reworded" if key >= 0 else "added", where, said, due)
            for refused in one.refused:
                yield Item("refused", where, refused.said, refused.due, self.found.label(refused.indicator))
            yield from self._deleted(one.deleted, where, moved)
            typed = () if self._in_case(key) else one.typed
            yield from (Item("typed", where, numeral, _around(one.text, numeral)) for numeral in typed)
        for at in self.found.removed:
            yield Item("removed", self.found.where(at), "", self.found.printed[at])
            numbers = [
                Refused("", numeral, number.indicator)
                for atom in self.now.atoms[at] or () for number in atom.numbers
                for numeral in NUMERAL.findall(number.text)
            ]  # fmt: skip
            yield from self._deleted(numbers, self.found.where(at), moved)

    def _in_case(self, key: int) -> bool:
        """Say whether a changed passage, or a new one, is of a case: there the numbers are the editor's too."""
        if key >= 0:
            return self.found.in_case(key)
        new = self.found.fresh[-2 - key]
        return isinstance(new, New) and self.found.in_case(new.insert.at)

    def _deleted(self, gone: list[Refused], where: str, moved: list[tuple[str, str]]) -> Iterator[Item]:
        for one in gone:
            if (one.indicator, one.due) in moved:
                moved.remove((one.indicator, one.due))
            else:
                yield Item("deleted", where, "", one.due, self.found.label(one.indicator))

    def _slot(self, number: Number) -> str | None:
        """Return a number's year as an outline writes it; None for a share, or one that speaks of two years."""
        years = re.findall(r"\d{4}", number.period)
        indicator = self.catalog.indicators.get(number.indicator)
        if not years or "比" in number.period or indicator is None or number.unit != indicator.term.label:
            return None
        year = int(years[-1]) + indicator.lag
        edition = self.report.material.edition
        return {edition.this: "this", edition.last: "last"}.get(year, str(year))


def _written(new: New, result: Reworded) -> Insert:
    source = new.prefix + (result.source.strip() if new.prefix else as_line(result.source))
    return replace(new.insert, source=source or escaped(new.said), prints=result.text.strip())


def _indicators(atom: Atom) -> set[str]:
    return {one.indicator for one in atom.numbers} or {atom.source}


def _around(text: str, numeral: str) -> str:
    at = text.find(numeral)
    return text[max(0, at - 10) : at + len(numeral) + 10]
