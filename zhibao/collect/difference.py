"""与上次的差别: what a workbook says otherwise than the last one that was handed in, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhibao.catalog.model import CodeList
from zhibao.catalog.register import Register, RegisterField
from zhibao.collect.cells import digits_of
from zhibao.collect.codes import shown
from zhibao.collect.layout import FEEDBACK, Sheet
from zhibao.collect.spots import Spots
from zhibao.snapshot.submission import Answer, Cell, Row, Submission, row_key
from zhibao.terms.value import Known, Meaning, Missing

PERSONAL = "（个人信息）"
EMPTY = "（空）"
_ABSENT = Missing(Meaning.NOT_SUBMITTED)


class State(StrEnum):
    """与上次相比."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        return {"new": "新报", "unchanged": "未变", "changed": "有变", "refused": "没有读入"}[self.value]


class What(StrEnum):
    """变的是什么."""

    CELL = "cell"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"
    ORDER = "order"
    REASON = "reason"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Change:
    """一处差别: which sheet and cell, what it is called, what it said before and says now."""

    what: What
    sheet: str
    cell: str
    label: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        """Return the change as a person reads it."""
        where = " ".join(part for part in (self.sheet, self.cell, self.label) if part)
        match self.what:
            case What.ROW_ADDED:
                return f"{where}：新增一行"
            case What.ROW_REMOVED:
                return f"{where}：删去一行"
            case What.ORDER:
                return f"{where}：行的次序变了"
            case _ if PERSONAL in (self.old, self.new):
                return f"{where}：{PERSONAL}已变"
            case _:
                return f"{where}：{self.old or EMPTY} → {self.new or EMPTY}"

    def record(self) -> dict[str, str]:
        """Return the change as plain data."""
        return {
            "what": self.what.value,
            "sheet": self.sheet,
            "cell": self.cell,
            "label": self.label,
            "old": self.old,
            "new": self.new,
        }


def differences(
    old: Submission,
    new: Submission,
    sheets: Sequence[Sheet],
    lists: Mapping[str, CodeList],
    spots: Mapping[str, Spots],
) -> tuple[Change, ...]:
    """Return what the new submission says otherwise than the old one, in the order of the workbook.

    Shape: a row is told by its key; one that came or went is one change. Personal cells are only said to differ.
    """
    changes: list[Change] = []
    for sheet in sheets:
        name = sheet.register.name
        of_sheet = _OfSheet(sheet, lists, spots.get(name, Spots()))
        changes += of_sheet.rows(old.registers.get(name, ()), new.registers.get(name, ()))
        changes += of_sheet.reasons(_reasons(old, name), _reasons(new, name))
    return (*changes, *_answers(old.answers, new.answers))


def _reasons(submission: Submission, register: str) -> Mapping[tuple[str, str], str]:
    return {(one.key, one.field): one.text for one in submission.reasons if one.register == register}


def _answers(old: Sequence[Answer], new: Sequence[Answer]) -> Iterator[Change]:
    before, now = ({one.thread: _in_words(one) for one in these} for these in (old, new))
    for thread in dict.fromkeys((*before, *now)):
        if before.get(thread) != now.get(thread):
            label = f"编号 {thread}"
            yield Change(What.ANSWER, FEEDBACK, "", label, before.get(thread, ""), now.get(thread, ""))


def _in_words(answer: Answer) -> str:
    by = f"（{answer.by}）" if answer.by else ""
    return "：".join(part for part in (answer.action.label, answer.reason) if part) + by


@dataclass(frozen=True)
class _OfSheet:
    """The comparison of one sheet."""

    sheet: Sheet
    lists: Mapping[str, CodeList]
    spots: Spots

    @property
    def register(self) -> Register:
        return self.sheet.register

    def rows(self, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Change]:
        before, now = ({row_key(self.register, row): row for row in rows} for rows in (old, new))
        for key, row in now.items():
            if key not in before:
                yield self._change(What.ROW_ADDED, key, self.sheet.typed[0], self._key(row))
            else:
                yield from self._cells(key, before[key], row)
        for key, row in before.items():
            if key not in now:
                yield Change(What.ROW_REMOVED, self.sheet.name, "", self._key(row))
        if [key for key in before if key in now] != [key for key in now if key in before]:
            yield Change(What.ORDER, self.sheet.name, "", "")

    def reasons(self, old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str]) -> Iterator[Change]:
        for key, field in dict.fromkeys((*old, *new)):
            if old.get((key, field)) != new.get((key, field)):
                is_hidden = any(self.register.fields[name].personal for name in self.register.key)
                named = self.register.fields[field].label if field else ""
                label = " ".join(part for part in ("" if is_hidden else key, named, "说明") if part)
                texts = old.get((key, field), ""), new.get((key, field), "")
                yield self._change(What.REASON, key, field or self.sheet.typed[0], label, *texts)

    def _cells(self, key: str, old: Row, new: Row) -> Iterator[Change]:
        for name in self.sheet.typed:
            before, now = old.get(name, _ABSENT), new.get(name, _ABSENT)
            if before == now:
                continue
            definition = self.register.fields[name]
            label = " ".join(part for part in (self._key(new), definition.label) if part)
            texts = [PERSONAL if definition.personal else self._said(one, definition) for one in (before, now)]
            yield self._change(What.CELL, key, name, label, *texts)

    def _change(self, what: What, key: str, field: str, label: str, old: str = "", new: str = "") -> Change:
        return Change(what, self.sheet.name, self.spots.cell(key, field), label, old, new)

    def _key(self, row: Row) -> str:
        """Return a row's key as a person reads it."""
        fields = [(name, self.register.fields[name]) for name in self.register.key]
        return "，".join(PERSONAL if one.personal else self._said(row[name], one) for name, one in fields)

    def _said(self, cell: Cell, definition: RegisterField) -> str:
        codes = self.lists.get(definition.list)
        match cell:
            case Missing(Meaning.NOT_SUBMITTED):
                return EMPTY
            case Missing(meaning):
                return meaning.sign
            case Known(number, estimated):
                return f"{'约' if estimated else ''}{digits_of(number, definition.type)}"
            case str() if codes is not None:
                return shown(codes, cell)
            case _:
                return str(cell)
