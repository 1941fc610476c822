"""收回改稿: an edited Word report goes back into the outline: words as the editor's, numbers as the data's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.catalog.chapter import parse_chapter
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import Outline
from zhibao.catalog.passages import as_line, escaped, source_of
from zhibao.compile.compiled_lines import Printer, compiled, without_contents
from zhibao.compile.edited_report import KINDS, NUMERAL, Changes, Item, New, bare
from zhibao.compile.rewording import Atom, Refused, Reworded, reword
from zhibao.compile.taken_chapters import Edits, Insert, Rewritten, rewritten
from zhibao.document.nodes import Number
from zhibao.document.readers.word_edited import EditedLine, edited_lines

_ATTEMPTS = 12


@dataclass(frozen=True)
class TakenBack:
    """收回的结果: the chapters that change, by the file of the working folder, and everything that is to be told."""

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


def take_back(
    content: bytes, name: str, folder: WorkingFolder, outline: Outline, catalog: Catalog, printer: Printer
) -> TakenBack:
    """Return what an edited Word report changes in the chapters of a folder; nothing is written yet.

    The changed chapters are compiled before they are returned: each passage prints the editor's words with the right
    numbers. Raises: ReadError, for what is no Word file; CatalogError, when it is not this report.
    """
    edited = without_contents(edited_lines(content, name))
    return _TakeBack(edited, name, folder, outline, catalog, printer).result()


@dataclass
class _TakeBack:
    """One edited report."""

    edited: tuple[EditedLine, ...]
    name: str
    folder: WorkingFolder
    outline: Outline
    catalog: Catalog
    printer: Printer

    def result(self) -> TakenBack:
        """Return what changes, proved by compiling it."""
        self.texts = {one.name: source_of(one).read_text(encoding="utf-8") for one in self.outline.chapters}
        self.now = compiled(self.outline, self.texts, self.printer)
        found = self.found = Changes(self.now, self.edited, self.name, self.texts, self.catalog)
        found.run()
        if not found.changed and not found.removed and not found.fresh:
            return TakenBack({}, self._told([]))
        chapters, told = self._proved()
        files = {
            self.folder.outline / f"{name}.md": one.text
            for name, one in chapters.items()
            if one.text != self.texts[name]
        }
        return TakenBack(files, self._told(told))

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

    def _wrong(self, chapters: Mapping[str, Rewritten]) -> set[int]:
        """Return the changed passages that print otherwise than they should; all of them where lines do not fit."""
        changed = [one.base for one in self.found.changed] + [-2 - at for at, one in enumerate(self.found.fresh)]
        texts = {**self.texts, **{name: one.text for name, one in chapters.items()}}
        try:
            parsed = tuple(
                parse_chapter(texts[one.name], source_of(one)) if one.name in chapters else one
                for one in self.outline.chapters
            )
            after = compiled(replace(self.outline, chapters=parsed), texts, self.printer, lines=False).printed()
        except CatalogError:
            return set(changed)
        wrong: set[int] = set()
        for name, one in chapters.items():
            if len(after[name]) != len(one.prints):
                return set(changed)
            for printed, (due, at) in zip(after[name], one.prints, strict=True):
                if bare(printed) != bare(due):
                    wrong |= {at} if at is not None and at in changed else set(changed)
        return wrong

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
            if lost and results[key].typed and not levels.get(key, 0):
                results[key] = reword(atoms, said, lost, 0, self._slot)
                for guest in results[key].guests:
                    lost.remove(guest)
                    found.append(guest)
        edits = Edits(dict.fromkeys(self.found.removed))
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
            yield from (Item("typed", where, numeral, _around(one.text, numeral)) for numeral in one.typed)
        for at in self.found.removed:
            yield Item("removed", self.found.where(at), "", self.found.printed[at])
            numbers = [
                Refused("", numeral, number.indicator)
                for atom in self.now.atoms[at] or () for number in atom.numbers
                for numeral in NUMERAL.findall(number.text)
            ]  # fmt: skip
            yield from self._deleted(numbers, self.found.where(at), moved)

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
        edition = self.folder.edition
        return {edition.this: "this", edition.last: "last"}.get(year, str(year))


def _written(new: New, result: Reworded) -> Insert:
    source = new.prefix + (result.source.strip() if new.prefix else as_line(result.source))
    return replace(new.insert, source=source or escaped(new.said), prints=result.text.strip())


def _indicators(atom: Atom) -> set[str]:
    return {one.indicator for one in atom.numbers} or {atom.source}


def _around(text: str, numeral: str) -> str:
    at = text.find(numeral)
    return text[max(0, at - 10) : at + len(numeral) + 10]
