"""一张表的全部: what the pages of one register have in common: its content, findings and comments."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext

from zhibao.web.actions.held import contents
from zhibao.web.bridge.checking import Remark, counted, remarks
from zhibao.web.bridge.forms import Form, form, last_texts, past_texts
from zhibao.web.parts.sheet import Sheet, sheet
from zhibao.web.records.comment import Comment
from zhibao.web.records.evidence import Evidence, evidence_of
from zhibao.web.records.revision import Content, content_of
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@dataclass
class Said:
    """一条发现在页上: the finding, and how its cell is called there."""

    remark: Remark
    ref: str


@dataclass
class Talk:
    """一格的批注: all that was said of a cell, and how the cell is called."""

    ref: str
    label: str
    line: str
    field: str
    comments: list[Comment]


@dataclass
class Proof:
    """一份佐证: the file, and how its cell is called; '' for the whole register."""

    file: Evidence
    ref: str


@dataclass
class Desk:
    """一张表的全部; `years` are those before last year of which something is known."""

    submission: Submission
    form: Form
    content: Content
    sheet: Sheet
    said: list[Said]
    talks: list[Talk]
    proofs: list[Proof]
    years: list[int]

    @property
    def errors(self) -> int:
        """Return how many errors there are."""
        return sum(one.remark.is_error for one in self.said)

    @property
    def warnings(self) -> int:
        """Return how many warnings wait for a reason."""
        return sum(one.remark.is_open and not one.remark.is_error for one in self.said)

    @property
    def is_list(self) -> bool:
        """Say whether the register has many rows."""
        return self.form.is_list


def found(school: School) -> tuple[Remark, ...]:
    """Return everything found in what a school has typed."""
    texts = {name: one.lines for name, one in contents(list(school.submissions.all())).items()}
    return remarks(school, texts)


def desk(submission: Submission, *, before: int | None = None) -> Desk:
    """Return a register as its pages show it, compared with an earlier revision when one is named."""
    school, name = submission.school, submission.register
    asked, texts = form(school.campaign.path, school, name), contents(list(school.submissions.all()))
    content, mine = texts[name], list(remarks(school, {one: said.lines for one, said in texts.items()}, name))
    comments = list(Comment.objects.filter(submission=submission).select_related("by"))
    earlier = content_of(submission, before) if before is not None else None
    folder, files = school.campaign.path, list(evidence_of(submission))
    past = past_texts(folder, school, name)
    shown = sheet(asked, content, last_texts(folder, school, name), mine, comments, earlier, past)
    proved = Counter((one.line, one.field) for one in files)
    for cell in shown.cells() if proved else ():
        cell.evidence = proved[cell.line, cell.column.name]
    said = [Said(one, shown.ref(one.line, one.field)) for one in mine]
    proofs = [Proof(one, shown.ref(one.line, one.field)) for one in files]
    return Desk(submission, asked, content, shown, said, _talks(shown, comments), proofs, list(past)[1:])


def counts(submission: Submission, all_remarks: tuple[Remark, ...]) -> tuple[int, int]:
    """Return (errors, open warnings) of a register."""
    return counted(all_remarks).get(submission.register, (0, 0))


def _talks(shown: Sheet, comments: list[Comment]) -> list[Talk]:
    talks: dict[tuple[str, str], Talk] = {}
    labels = {(one.line, one.column.name): one.label for one in shown.cells()}
    for one in comments:
        key = (one.line, one.field)
        label = labels.get(key, gettext("整张表") if not one.line else gettext("已删去的行"))
        talks.setdefault(key, Talk(shown.ref(*key), label, *key, [])).comments.append(one)
    return list(talks.values())
