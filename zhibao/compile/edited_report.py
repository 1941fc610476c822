"""改动: what an editor changed in a report, line by line: passages reworded, moved, new or gone, and comments."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.compile.alignment import aligned, likeness
from zhibao.compile.compiled_lines import Compiled, CompiledLine
from zhibao.compile.cut_sections import gone_sections
from zhibao.compile.taken_chapters import Cut, Insert
from zhibao.document.readers.word_edited import Comment, EditedLine

ItemKind = Literal["reworded", "moved", "added", "removed", "refused", "deleted", "typed", "comment", "untaken"]
KINDS: Mapping[ItemKind, str] = {
    "refused": "改动了的数，没有采纳",
    "deleted": "删去了的数",
    "typed": "新写的数，没有绑定数据",
    "untaken": "不能从 Word 收回的改动",
    "reworded": "改写的段落",
    "moved": "移动的段落",
    "added": "新增的段落",
    "removed": "删去的段落",
    "comment": "批注",
}
"""What is told, in the order in which an editor must look at it."""

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOVED, _MOST_SAID, _DEEPEST = 0.8, 40, 4
_LABEL = re.compile(r"^(?:[表图]\s*[\dA-Z附]+(?:[-—–.]\d+)?|\d+(?:\.\d+)*[.．、]?|案例\s*\d+\s*[：:]?|【[^】]*】)\s*")
_WHY = {
    "row": "表格由数据给出，请改工作簿或提纲里的表",
    "caption": "图表写在提纲里，请在那里增删",
    "footnote": "脚注由数据和提纲给出",
    "box": "文本框里的字不进提纲；请写成正文的段落",
    "heading": "章和编号由提纲给出",
    "text": "这一行由数据给出",
}
_NUMBERED = "编号由系统按次序给出"


@dataclass(frozen=True, slots=True)
class Item:
    """一条: what became of a change: where, what the editor wrote, what is due, whose number it is, why not taken."""

    kind: ItemKind
    where: str
    said: str
    due: str = ""
    indicator: str = ""
    why: str = ""

    def record(self) -> dict[str, str]:
        """Return the item for a machine."""
        return {"kind": self.kind, "where": self.where, "said": self.said, "due": self.due,
                "indicator": self.indicator, "why": self.why}  # fmt: skip


@dataclass(slots=True)
class Said:
    """改过的一段: the passage it comes from, its new words, and whether it stands elsewhere now."""

    base: int
    said: str
    where: str


@dataclass(slots=True)
class New:
    """新的一段: where it goes; `base` is the passage that was moved here."""

    insert: Insert
    said: str
    prefix: str
    where: str
    base: int | None = None


@dataclass
class Changes:
    """全部改动 of one edited report; `run` finds them."""

    now: Compiled
    edited: tuple[EditedLine, ...]
    name: str
    texts: Mapping[str, str]
    catalog: Catalog
    items: list[Item] = field(default_factory=list)
    changed: list[Said] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    fresh: list[New | Insert] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know what every passage prints now."""
        atoms = self.now.atoms
        self.printed = {at: "".join(one.text for one in atoms.get(at) or ()) for at in range(len(self.now.passages))}
        self._last: int | None = None
        self._caption = ""
        self._depth = 1

    def run(self) -> None:
        """Compare all lines, and know what was moved. Raises: CatalogError, when this is another report."""
        old, new = [one.text for one in self.now.lines], [one.text.strip() for one in self.edited]
        pairs = list(aligned(old, new))
        if sum(None not in pair for pair in pairs) * 3 < len(old):
            raise CatalogError(
                f"{self.name}：与这个工作目录现在编出的报告大半不同，没有收回。请确认文件是由这个目录编出、再修改的。"
            )
        gone = {i for i, j in pairs if i is not None and j is None}
        self._cut(gone)
        for step, (i, j) in enumerate(pairs):
            line = self.now.lines[i] if i is not None else None
            if line is not None:
                self._stand_at(line, is_kept=j is not None)
            match line, self.edited[j] if j is not None else None:
                case CompiledLine(), EditedLine() as said:
                    if bare(line.text) != bare(said.text):
                        self._differs(line, said.text.strip())
                    self._comments(said.comments, said.text)
                case CompiledLine(), None:
                    if i in gone:
                        self._is_gone(line)
                case None, EditedLine() as said:
                    self._is_new(said, pairs, step)
        self._find_moved()

    def where(self, passage: int) -> str:
        """Return the line of a chapter at which a passage stands now, or which case it is in."""
        one = self.now.passages[passage]
        case = self.now.cases.get(one.chapter)
        return f"案例“{case.title}”" if case else f"{one.chapter}.md:{one.first + 1}"

    def in_case(self, passage: int) -> bool:
        """Say whether a passage is one of a case."""
        return self.now.passages[passage].chapter in self.now.cases

    def _stand_at(self, line: CompiledLine, *, is_kept: bool) -> None:
        """Know the last caption, and the last passage of the outline and heading that are still there."""
        if line.kind == "caption":
            self._caption = line.text[:_MOST_SAID]
        if is_kept and line.passage is not None and not self.in_case(line.passage):
            self._last = line.passage
        if is_kept and line.level:
            self._depth = line.level

    def _cut(self, gone: set[int]) -> None:
        """Cut out the sections and cases that are gone as a whole, and take exhibits without a line left as one."""
        for one in gone_sections(self.now, gone, self.texts):
            title = self.printed[one.passage]
            if one.why_not:
                self.items.append(Item("untaken", self.where(one.passage), "", title, why=one.why_not))
            else:
                self.cuts.append(one.cut)
                self.items.append(Item("removed", self.where(one.passage), "", f"整节：{title}"))
            kept = range(one.line, one.end)
            prose = [at for each in kept if (at := self.now.lines[each].passage) is not None]
            if not one.why_not:
                self.removed += [at for at in prose if not self.now.passages[at].fixed]
            gone -= set(kept)
        for at in sorted(gone):
            number = self.now.lines[at].passage
            if number is None or not self.now.passages[number].fixed or at not in gone:
                continue
            own = self.now.passages[number]
            if self.in_case(number) and own.heading:
                why = "整篇不用的案例，请在案例文件开头写 selected: false"
                self.items.append(Item("untaken", self.where(number), "", self.now.lines[at].text, why=why))
                gone -= {each for each in gone if self._of(each) == own.chapter}
            elif own.form == "yaml":
                self.items.append(Item("untaken", self.where(number), "", self.now.lines[at].text, why=_WHY["caption"]))
                gone -= {at, *self._rows_below(at)}

    def _of(self, line: int) -> str:
        one = self.now.lines[line]
        number = one.cells[0] if one.cells else one.passage
        return self.now.passages[number].chapter if number is not None else ""

    def _rows_below(self, line: int) -> Iterator[int]:
        for each in range(line + 1, len(self.now.lines)):
            if self.now.lines[each].passage is not None:
                return
            yield each

    def _differs(self, line: CompiledLine, said: str) -> None:
        at = line.passage
        if at is None or self.now.atoms.get(at) is None:
            self._untaken(line, said)
            return
        if not said.startswith(line.head) and line.head and self.now.passages[at].fixed:
            # An editor who types numbers anew: they are counted, the words behind them are taken.
            self.items.append(Item("untaken", self.where(at), said[:_MOST_SAID], line.text[:_MOST_SAID], why=_NUMBERED))
            said = line.head + _LABEL.sub("", said)
        if said.startswith(line.head) and said.endswith(line.tail):
            inner = said[len(line.head) : len(said) - len(line.tail)].strip()
            if bare(inner) != bare(self.printed[at]):
                self.changed.append(Said(at, inner, self.where(at)))
        else:
            why = "单位由提纲里图表的 unit 给出" if line.kind == "caption" else ""
            self.items.append(Item("untaken", self.where(at), said[:_MOST_SAID], line.text[:_MOST_SAID], why=why))

    def _untaken(self, line: CompiledLine, said: str) -> None:
        """Tell a change of what the outline does not say in words: cells, notes, the cover."""
        why = _WHY.get(line.kind, "")
        if line.kind != "row":
            self.items.append(Item("untaken", self._caption_or_text(line), said, line.text, why=why))
            return
        olds, news = line.text.split("\t"), said.split("\t")
        indicators = self.now.rows.get(line.text, ())
        if len(olds) != len(news):
            self.items.append(Item("untaken", self._caption, said, line.text, why=why))
            return
        for column, (due, typed) in enumerate(zip(olds, news, strict=True)):
            if bare(due) == bare(typed):
                continue
            if len(line.cells) == len(olds) and typed.strip():
                self.changed.append(Said(line.cells[column], typed.strip(), self.where(line.cells[column])))
                continue
            where = f"{self._caption}，“{olds[0].strip()}”行第 {column + 1} 列"
            whose = indicators[column] if column < len(indicators) else ""
            is_number = bool(NUMERAL.search(due)) and NUMERAL.sub("", due) == NUMERAL.sub("", typed)
            gone = bool(NUMERAL.search(due)) and not typed.strip()
            kind: ItemKind = "deleted" if gone else "refused" if is_number or whose else "untaken"
            told = why if kind == "untaken" else ""
            self.items.append(Item(kind, where, typed.strip(), due.strip(), self.label(whose), told))

    def _caption_or_text(self, line: CompiledLine) -> str:
        return {"caption": "题注", "footnote": "脚注"}.get(line.kind, f"“{line.text[:12]}”")

    def _is_gone(self, line: CompiledLine) -> None:
        at = line.passage
        if at is not None and self.now.atoms.get(at) is not None and not self.now.passages[at].fixed:
            self.removed.append(at)
        elif not line.text.startswith("〔"):
            why = "这一节还有内容，标题不能单独删去" if at is not None and line.level else _WHY.get(line.kind, "")
            self.items.append(Item("untaken", self._caption_or_text(line), "", line.text, why=why))

    def _is_new(self, said: EditedLine, pairs: list[tuple[int | None, int | None]], step: int) -> None:
        text = said.text.strip()
        if text.startswith(("草稿，不得公开", "〔")):
            return
        kept = [(at, i) for at, (i, j) in enumerate(pairs) if i is not None and j is not None]
        before = self._at([i for at, i in kept if at < step][::-1])
        after = next((self.now.lines[i].passage for at, i in kept if at > step), None)
        if said.kind in ("row", "caption", "footnote", "box") or said.level == 1 or said.level > _DEEPEST:
            why = _WHY.get("heading" if said.level else said.kind, "")
            self.items.append(Item("untaken", self._caption if said.kind == "row" else "新增", text, why=why))
        elif before is not None:
            self._insert(said, text, Insert(before, "", ""))
        elif after is not None and after in self.now.atoms and not self.now.passages[after].prefix.strip():
            self._insert(said, text, Insert(after, "", "", before=True))
        else:
            self.items.append(Item("untaken", "封面、目录", text, why="这里的文字由提纲给出"))
        self._comments(said.comments, text)

    def _insert(self, said: EditedLine, text: str, insert: Insert) -> None:
        prefix = ""
        if said.level and self.in_case(insert.at):
            self.items.append(Item("untaken", self.where(insert.at), text, why="案例里不能有小标题"))
            return
        if said.level:
            self._depth = min(said.level, self._depth + 1)
            prefix, text = "#" * self._depth + " ", _LABEL.sub("", text)
        self.fresh.append(New(insert, text, prefix, self.where(insert.at)))

    def _at(self, lines: list[int]) -> int | None:
        """Return the nearest of the passages that lines print, that of its caption for a row; None before the first."""
        at = next((at for each in lines if (at := self.now.lines[each].passage) in self.now.atoms), None)
        while at is not None and self.in_case(at) and self.now.passages[at].form == "plain" and at > 0:
            if self.now.passages[at].heading:
                break
            at -= 1  # behind a picture is behind the words of the case
        return at

    def _comments(self, comments: tuple[Comment, ...], text: str) -> None:
        """Keep comments behind the passage that they stand at, those on exhibits and cases behind the last one."""
        for one in comments:
            author = re.sub(r"[：:\n<>-]", "", one.author)[:20] or "审阅者"
            said = one.text.replace("--", "—").replace("<!", "＜！")
            if self._last is None:
                self.items.append(Item("untaken", "封面或目录上的批注", f"{author}：{said}", why="请批在正文上"))
                continue
            mark = f"批注 {author}：{said}"
            chapter = self.texts[self.now.passages[self._last].chapter]
            if (
                f"<!-- {mark} -->" not in chapter
                and f"<!-- {mark.replace('批注 ', '批注（已答复）')} -->" not in chapter
            ):
                self.fresh.append(Insert(self._last, f"<!-- {mark} -->", None))
                self.items.append(Item("comment", self.where(self._last), f"{author}：{said}", text[:_MOST_SAID]))

    def _find_moved(self) -> None:
        """Know a passage that was cut out and put elsewhere."""
        for new in self.fresh:
            if isinstance(new, New):
                like = [(likeness(self.printed[at], new.said), at) for at in self.removed]
                best = max(like, default=(0.0, 0))
                if best[0] >= _MOVED:
                    new.base = best[1]
                    self.removed.remove(best[1])
                    self.items.append(Item("moved", new.where, new.said[:_MOST_SAID]))

    def label(self, indicator: str) -> str:
        """Return what an indicator is called; what is none stays as it is."""
        one = self.catalog.indicators.get(indicator)
        return one.label if one else indicator


def bare(text: str) -> str:
    """Return a text without blanks, as lines are compared."""
    return "".join(text.split())
