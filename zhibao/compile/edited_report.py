"""改动: what an editor changed in a report, line by line: passages reworded, moved, new or gone, and comments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.compile.alignment import aligned, likeness
from zhibao.compile.compiled_lines import Compiled, CompiledLine
from zhibao.compile.taken_chapters import Insert
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


@dataclass(frozen=True, slots=True)
class Item:
    """一条: what became of a change: where, what the editor wrote, what is due, and whose number it is."""

    kind: ItemKind
    where: str
    said: str
    due: str = ""
    indicator: str = ""

    def record(self) -> dict[str, str]:
        """Return the item for a machine."""
        return {"kind": self.kind, "where": self.where, "said": self.said, "due": self.due,
                "indicator": self.indicator}  # fmt: skip


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

    def __post_init__(self) -> None:
        """Know what every passage prints now."""
        atoms = self.now.atoms
        self.printed = {at: "".join(one.text for one in atoms.get(at) or ()) for at in range(len(self.now.passages))}

    def run(self) -> None:
        """Compare all lines, and know what was moved. Raises: CatalogError, when this is another report."""
        old, new = [one.text for one in self.now.lines], [one.text.strip() for one in self.edited]
        pairs = list(aligned(old, new))
        if sum(None not in pair for pair in pairs) * 3 < len(old):
            raise CatalogError(
                f"{self.name}：与这个工作目录现在编出的报告大半不同，没有收回。请确认文件是由这个目录编出、再修改的。"
            )
        self._last: int | None = None
        self._caption = ""
        for step, (i, j) in enumerate(pairs):
            line = self.now.lines[i] if i is not None else None
            if line is not None and line.passage is not None:
                self._last = line.passage
            if line is not None and line.kind == "caption":
                self._caption = line.text[:_MOST_SAID]
            match line, self.edited[j] if j is not None else None:
                case CompiledLine(), EditedLine() as said:
                    if bare(line.text) != bare(said.text):
                        self._differs(line, said.text.strip())
                    self._comments(said.comments, said.text)
                case CompiledLine(), None:
                    self._is_gone(line)
                case None, EditedLine() as said:
                    self._is_new(said, pairs, step)
        self._find_moved()

    def where(self, passage: int) -> str:
        """Return the line of a chapter at which a passage stands now."""
        one = self.now.passages[passage]
        return f"{one.chapter}.md:{one.first + 1}"

    def _differs(self, line: CompiledLine, said: str) -> None:
        at = line.passage
        if at is None or self.now.atoms.get(at) is None:
            self._untaken(line, said)
        elif said.startswith(line.head) and said.endswith(line.tail):
            inner = said[len(line.head) : len(said) - len(line.tail)]
            self.changed.append(Said(at, inner.strip(), self.where(at)))
        else:
            self.items.append(Item("untaken", self.where(at), said[:_MOST_SAID], line.text[:_MOST_SAID]))

    def _untaken(self, line: CompiledLine, said: str) -> None:
        """Tell a change of what the outline does not say in words: cells, captions, cases, notes."""
        if line.kind != "row":
            self.items.append(Item("untaken", self._caption_or_text(line), said, line.text))
            return
        olds, news = line.text.split("\t"), said.split("\t")
        indicators = self.now.rows.get(line.text, ())
        if len(olds) != len(news):
            self.items.append(Item("untaken", self._caption, said, line.text))
            return
        for column, (due, typed) in enumerate(zip(olds, news, strict=True)):
            if bare(due) == bare(typed):
                continue
            where = f"{self._caption}，“{olds[0].strip()}”行第 {column + 1} 列"
            whose = indicators[column] if column < len(indicators) else ""
            is_number = bool(NUMERAL.search(due)) and NUMERAL.sub("", due) == NUMERAL.sub("", typed)
            gone = bool(NUMERAL.search(due)) and not typed.strip()
            kind: ItemKind = "deleted" if gone else "refused" if is_number or whose else "untaken"
            self.items.append(Item(kind, where, typed.strip(), due.strip(), self.label(whose)))

    def _caption_or_text(self, line: CompiledLine) -> str:
        return {"caption": "题注", "footnote": "脚注"}.get(line.kind, f"“{line.text[:12]}”")

    def _is_gone(self, line: CompiledLine) -> None:
        at = line.passage
        if at is not None and self.now.atoms.get(at) is not None and not self.now.passages[at].heading:
            self.removed.append(at)
        elif not line.text.startswith("〔"):
            self.items.append(Item("untaken", self._caption_or_text(line), "", line.text))

    def _is_new(self, said: EditedLine, pairs: list[tuple[int | None, int | None]], step: int) -> None:
        text = said.text.strip()
        before = next((i for i, _ in reversed(pairs[:step]) if i is not None), None)
        after = next((i for i, _ in pairs[step + 1 :] if i is not None), None)
        near = [self._at(one) for one in (before, after)]
        if text.startswith(("草稿，不得公开", "〔")):
            return
        prefix = "#" * said.level + " " if said.level else ""
        if said.kind in ("row", "caption", "footnote", "box") or said.level == 1 or said.level > _DEEPEST:
            self.items.append(Item("untaken", self._caption or "新增", text))
        elif near[0] is not None:
            self.fresh.append(New(Insert(near[0], "", ""), text, prefix, self.where(near[0])))
        elif near[1] is not None and not self.now.passages[near[1]].prefix.strip():
            self.fresh.append(New(Insert(near[1], "", "", before=True), text, prefix, self.where(near[1])))
        else:
            self.items.append(Item("untaken", "案例、图表之间的新段落", text))
        self._comments(said.comments, text)

    def _at(self, line: int | None) -> int | None:
        """Return the passage that a line prints, None for what no passage prints."""
        if line is None:
            return None
        at = self.now.lines[line].passage
        return at if at is not None and at in self.now.atoms else None

    def _comments(self, comments: tuple[Comment, ...], text: str) -> None:
        """Keep comments behind the passage that they stand at, those on exhibits and cases behind the last one."""
        for one in comments:
            author = re.sub(r"[：:\n<>-]", "", one.author)[:20] or "审阅者"
            said = one.text.replace("--", "—").replace("<!", "＜！")
            if self._last is None:
                self.items.append(Item("untaken", "封面或目录上的批注", f"{author}：{said}"))
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
