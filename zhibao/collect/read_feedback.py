"""读反馈: the answers that stand on the 反馈 sheet of a workbook that was handed back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zhibao.collect import feedback_errors as errors
from zhibao.collect.cells import Content, plain_text
from zhibao.collect.layout import FEEDBACK, cell_name
from zhibao.collect.untrusted import open_bytes, read_bytes
from zhibao.snapshot.submission import Action, Answer
from zhibao.terms.finding import Finding
from zhibao.terms.source import CellPlace

NUMBER, WHERE, MESSAGE, ACTION, REASON, BY = "编号", "位置", "发现", "处理", "理由", "填写人"
OFFERED = "上年说明："
_THREAD = re.compile(r"[0-9a-f]{10}")
_HEAD_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Written:
    """一行答复: what stands in the last three columns, as it was written; `where` and `message` are what it answers."""

    action: str
    reason: str
    by: str
    where: str = field(default="", compare=False)
    message: str = field(default="", compare=False)


@dataclass(frozen=True)
class Answered:
    """读出的反馈: the answers that count, every row as it was written by thread, and what is wrong with them."""

    answers: tuple[Answer, ...] = ()
    written: Mapping[str, Written] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_feedback(file: str, grid: Sequence[Sequence[Content]]) -> Answered:
    """Return what the sheet answers; of two answers to one thread the first counts.

    A reason that is only offered from last year is no answer until somebody chooses what it is.
    """
    head = _head(grid)
    missing = [name for name in (NUMBER, ACTION, REASON) if name not in head.columns]
    if missing:
        return Answered(findings=(errors.no_head(CellPlace(file, FEEDBACK), missing),))
    answers: dict[str, tuple[Answer, CellPlace]] = {}
    written: dict[str, Written] = {}
    findings: list[Finding] = []
    for row in range(head.row + 1, len(grid)):
        line = _Line(file, grid[row], row, head.columns)
        if not line.written.action and not line.written.reason:
            continue
        if line.thread is None:
            findings.append(errors.unknown_number(line.place(NUMBER), line.text(NUMBER)))
            continue
        written.setdefault(line.thread, line.written)
        findings += line.faults()
        answer = line.answer
        if answer is None:
            continue
        first, where = answers.setdefault(line.thread, (answer, line.place(ACTION)))
        if first != answer:
            findings.append(errors.repeated(line.place(ACTION), where))
    return Answered(tuple(answer for answer, _ in answers.values()), written, tuple(findings))


def written_in(path: Path) -> Mapping[str, Written]:
    """Return what stands on the 反馈 sheet of a file by thread; nothing when it cannot be read."""
    content = read_bytes(path)
    opened = content if isinstance(content, Finding) else open_bytes(path.name, content)
    if isinstance(opened, Finding) or FEEDBACK not in opened.names:
        return {}
    return read_feedback(path.name, opened.grid(FEEDBACK) or []).written


@dataclass(frozen=True)
class _Head:
    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class _Line:
    """A row of the sheet."""

    file: str
    cells: Sequence[Content]
    row: int
    columns: Mapping[str, int]

    def text(self, name: str) -> str:
        column = self.columns.get(name, len(self.cells))
        return plain_text(self.cells[column]) if column < len(self.cells) else ""

    def place(self, name: str) -> CellPlace:
        where = cell_name(self.row, self.columns[name])
        return CellPlace(self.file, FEEDBACK, where, name, key=self.thread or "")

    @property
    def written(self) -> Written:
        return Written(*(self.text(name) for name in (ACTION, REASON, BY, WHERE, MESSAGE)))

    @property
    def thread(self) -> str | None:
        """Return the thread; digits alone may have become a number and lost the zeros before them."""
        said = self.text(NUMBER).lower()
        said = said.zfill(10) if said.isdecimal() else said
        return said if _THREAD.fullmatch(said) else None

    @property
    def action(self) -> Action | None:
        return next((one for one in Action if one.label == self.text(ACTION)), None)

    @property
    def reason(self) -> str:
        said = self.text(REASON)
        return "" if said.startswith(OFFERED) and self.action is Action.FIXED else said.removeprefix(OFFERED).strip()

    @property
    def answer(self) -> Answer | None:
        """Return the answer, or None for one that does not count."""
        if self.action is None or self.thread is None or (self.action is not Action.FIXED and not self.reason):
            return None
        return Answer(self.thread, self.action, self.reason, self.text(BY))

    def faults(self) -> Iterator[Finding]:
        said, reason = self.text(ACTION), self.text(REASON)
        if said and self.action is None:
            yield errors.unknown_action(self.place(ACTION), said)
        elif not said and not reason.startswith(OFFERED):
            yield errors.no_action(self.place(ACTION))
        elif self.action not in (None, Action.FIXED) and not self.reason:
            yield errors.no_reason(self.place(REASON), said)


def _head(grid: Sequence[Sequence[Content]]) -> _Head:
    """Return the row of the sheet that names most of the columns."""
    wanted = (NUMBER, WHERE, MESSAGE, ACTION, REASON, BY)
    best = _Head(0, {})
    for row, cells in enumerate(grid[:_HEAD_WITHIN]):
        texts = [plain_text(cell) for cell in cells]
        columns = {name: texts.index(name) for name in wanted if name in texts}
        if len(columns) > len(best.columns):
            best = _Head(row, columns)
    return best
