"""编号: headings, exhibits and cases get their numbers and anchors before anything is printed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhibao.catalog.chapter import CasesHere, Chapter, Exhibit, Section
from zhibao.catalog.exhibit import ChartSpec
from zhibao.catalog.outline import Outline
from zhibao.compile.case import Case, CaseError
from zhibao.terms.numeral import chinese_number

TABLE, FIGURE = "表", "图"
ANNEX = "附"


@dataclass(frozen=True, slots=True)
class Label:
    """编号: the number as printed (may be empty) and the anchor that references lead to."""

    number: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ExhibitLabel:
    """图表编号: 表 or 图, the number by chapter, the anchor."""

    word: str
    number: str
    anchor: str

    @property
    def name(self) -> str:
        """Return the label as references print it: 表1-1."""
        return f"{self.word}{self.number}"


@dataclass(frozen=True, slots=True)
class NumberedCase:
    """编了号的案例: `label.number` is what is printed before the title, as 【案例一】."""

    case: Case
    label: Label
    level: int


@dataclass(frozen=True)
class Numbering:
    """全文编号: headings and places of cases by file:line, exhibits by name."""

    headings: Mapping[str, Label]
    exhibits: Mapping[str, ExhibitLabel]
    cases: Mapping[str, tuple[NumberedCase, ...]]


def number_report(outline: Outline, cases: Iterable[Case]) -> Numbering:
    """Return all numbers of a report; cases stand in the order given within their section.

    Raises: CaseError, for a case whose section has no place for cases.
    """
    counter = _Counter(outline, tuple(cases))
    for chapter in outline.chapters:
        counter.chapter(chapter)
    counter.check_all_placed()
    return Numbering(counter.headings, counter.exhibits, counter.placed)


def case_sections(outline: Outline) -> Iterator[str]:
    """Yield the names of the chapters and sections that have a place for cases."""
    for chapter in outline.chapters:
        slugs = [chapter.slug]
        for part in chapter.parts:
            match part:
                case Section(level, _, slug):
                    above = slugs[: level - 1]
                    slugs = [*above, slug or above[-1]]
                case CasesHere():
                    yield slugs[-1]
                case _:
                    continue


class _Counter:
    """Walks the outline once and counts."""

    def __init__(self, outline: Outline, cases: tuple[Case, ...]) -> None:
        self.headings: dict[str, Label] = {}
        self.exhibits: dict[str, ExhibitLabel] = {}
        self.placed: dict[str, tuple[NumberedCase, ...]] = {}
        self._outline = outline
        self._waiting = list(cases)
        self._chapters = 0
        self._cases = 0

    def chapter(self, chapter: Chapter) -> None:
        """Count a chapter and what is in it."""
        if chapter.annex:
            prefix, printed = ANNEX, ""
        elif chapter.unnumbered:
            prefix, printed = "", ""
        else:
            self._chapters += 1
            prefix = str(self._chapters)
            printed = prefix + self._outline.heading_style.removeprefix("1")
        self.headings[chapter.where] = Label(printed, f"chapter_{chapter.slug or chapter.name}")
        levels: list[int] = []
        slugs = [chapter.slug]
        running = {TABLE: 0, FIGURE: 0}
        for part in chapter.parts:
            match part:
                case Section():
                    levels = _counted(levels, part.level)
                    above = slugs[: part.level - 1]
                    slugs = [*above, part.slug or above[-1]]
                    number = ".".join([prefix, *map(str, levels)]) if prefix and not chapter.annex else ""
                    place = "_".join(map(str, levels))
                    anchor = f"section_{part.slug}" if part.slug else f"section_{chapter.name}_{place}"
                    self.headings[part.where] = Label(number, anchor)
                case Exhibit():
                    self._exhibit(part, prefix, running)
                case CasesHere(where):
                    self.placed[where] = tuple(self._take(slugs[-1], 1 + len(levels)))
                case _:
                    continue

    def check_all_placed(self) -> None:
        """Raise CaseError for a case that found no place."""
        for case in self._waiting:
            known = {chapter.slug for chapter in self._outline.chapters}
            known |= {
                part.slug for chapter in self._outline.chapters for part in chapter.parts if isinstance(part, Section)
            }
            if case.section in known:
                raise CaseError(f"{case.where}：“{case.section}”一节没有留出案例的位置。请在该节写一行 {{cases}}。")
            listed = "、".join(sorted(known - {""}))
            raise CaseError(f"{case.where}：报告里没有“{case.section}”这一节。section 可用 {listed}。")

    def _exhibit(self, part: Exhibit, prefix: str, running: dict[str, int]) -> None:
        word, kind = (FIGURE, "figure") if isinstance(part.spec, ChartSpec) else (TABLE, "table")
        number = ""
        if part.spec.numbered:
            running[word] += 1
            number = f"{prefix}-{running[word]}"
        self.exhibits[part.name] = ExhibitLabel(word if number else "", number, f"{kind}_{part.name}")

    def _take(self, section: str, level: int) -> Iterable[NumberedCase]:
        """Yield the waiting cases of a section with their numbers, and take them off the list."""
        chosen = [case for case in self._waiting if section and case.section == section]
        self._waiting = [case for case in self._waiting if case not in chosen]
        for case in chosen:
            self._cases += 1
            pattern = self._outline.case_heading.removesuffix("{title}")
            chinese = chinese_number(self._cases) if "{chinese}" in pattern else ""
            printed = pattern.replace("{chinese}", chinese).replace("{number}", str(self._cases))
            yield NumberedCase(case, Label(printed, f"case_{self._cases}"), level + 1)


def _counted(levels: list[int], level: int) -> list[int]:
    """Return the running numbers of sections after one more of a level; level 2 is the first below a chapter."""
    depth = level - 1
    return [*levels[: depth - 1], (levels[depth - 1] if len(levels) >= depth else 0) + 1]
