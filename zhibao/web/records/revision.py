"""订正: everything that was ever written into a register, one row per saving; what stands there now follows from it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db import models
from django.db.models.functions import Coalesce

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission

Part = Literal["cells", "why"]
WHOLE_AFTER = 50
"""After so many savings of cells the whole register is written down, so that reading stays short."""


@dataclass
class Line:
    """行: a row of a register as it was typed: texts by field, and the reasons for changes by field."""

    id: str
    cells: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def text(self, part: Part, name: str) -> str:
        """Return what stands in a cell, or the reason given for it."""
        return (self.cells if part == "cells" else self.why).get(name, "")


@dataclass(frozen=True)
class Change:
    """改动: one cell (or reason), one row more, or one row less; `was` is what its writer saw there."""

    line: str
    field: str = ""
    was: str = ""
    now: str = ""
    part: Part = "cells"
    what: Literal["set", "add", "drop"] = "set"


@dataclass(frozen=True)
class Content:
    """现状: the rows of a register after its last revision."""

    number: int
    lines: tuple[Line, ...]
    savings: int = 0

    def line(self, wanted: str) -> Line | None:
        """Return a row, None when it is not there."""
        return next((one for one in self.lines if one.id == wanted), None)

    @property
    def digest(self) -> str:
        """Return the fingerprint of what is said, whatever the rows are called here."""
        return digest(self.lines)


class Revision(WrittenOnce):
    """订正: `lines` is the whole register, or None where `changes` alone say what became different."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=20)
    lines = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        """Two people who save at once cannot write the same revision."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="revision_is_numbered_once")]

    def __str__(self) -> str:
        """Return which one it is."""
        return f"{self.submission} 第 {self.number} 版"


def content_of(submission: Submission, until: int | None = None) -> Content:
    """Return what stands in a register now, or stood there after an earlier revision."""
    return contents_of([submission], until)[submission.pk]


def contents_of(submissions: Collection[Submission], until: int | None = None) -> dict[int, Content]:
    """Return what stands in registers, by the key of each; asked of the database at once."""
    found = Revision.objects.filter(submission__in=submissions)
    whole = Revision.objects.filter(submission=models.OuterRef("submission"), lines__isnull=False)
    if until is not None:
        found, whole = found.filter(number__lte=until), whole.filter(number__lte=until)
    begun = whole.order_by("-number").values("number")[:1]
    standing = {one.pk: Content(0, ()) for one in submissions}
    for one in found.filter(number__gte=Coalesce(models.Subquery(begun), 0)).order_by("number"):
        before = standing[one.submission_id]
        if one.lines is not None:
            standing[one.submission_id] = Content(one.number, tuple(Line(**line) for line in one.lines))
        else:
            lines = applied(before.lines, [Change(**change) for change in one.changes])
            standing[one.submission_id] = Content(one.number, tuple(lines), before.savings + 1)
    return standing


def digests_of(school: School) -> dict[str, str]:
    """Return register → the fingerprint that its last revision recorded; of an empty one that of nothing."""
    last = Revision.objects.filter(submission=models.OuterRef("pk")).order_by("-number").values("digest")[:1]
    found = Submission.objects.filter(school=school).annotate(last=models.Subquery(last))
    return {one: said or digest(()) for one, said in found.values_list("register", "last")}


def applied(lines: Iterable[Line], changes: Iterable[Change]) -> list[Line]:
    """Return rows after changes; a cell of a row that is gone is passed over."""
    rows, own = {one.id: one for one in lines}, set()
    for one in changes:
        if one.what == "add":
            rows.setdefault(one.line, Line(one.line))
        elif one.what == "drop":
            rows.pop(one.line, None)
        elif one.line in rows:
            if one.line not in own:  # rows that nobody changed are the same ones before and after
                own.add(one.line)
                rows[one.line] = Line(one.line, dict(rows[one.line].cells), dict(rows[one.line].why))
            part = rows[one.line].cells if one.part == "cells" else rows[one.line].why
            part[one.field] = one.now
            if not one.now:
                del part[one.field]
    return list(rows.values())


def digest(lines: Iterable[Line]) -> str:
    """Return the SHA-256 of the texts of rows, in their order; empty cells say nothing."""
    said: list[list[Mapping[str, str]]] = [[_filled(one.cells), _filled(one.why)] for one in lines]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _filled(cells: Mapping[str, str]) -> Mapping[str, str]:
    return {name: text for name, text in cells.items() if text}


def digest_of_all(digests: Mapping[str, str]) -> str:
    """Return the fingerprint of several registers from those of each."""
    text = json.dumps(sorted(digests.items()), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
