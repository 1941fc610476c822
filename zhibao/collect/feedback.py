"""反馈的写出: every workbook in which something was found is given back as a painted copy, for its clerk to answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhibao.collect import errors
from zhibao.collect.difference import State
from zhibao.collect.errors import CollectError
from zhibao.collect.folder import Book
from zhibao.collect.paint.marks import Line, Mark
from zhibao.collect.paint.paint import paint
from zhibao.collect.read_feedback import OFFERED, Written, written_in
from zhibao.collect.untrusted import read_bytes
from zhibao.snapshot.answered import Office, office_of
from zhibao.terms.errors import reason_of
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level
from zhibao.terms.source import CellPlace

_ORDER = tuple(Severity)
_WAITING = "（先前的答复，工作簿读入后照算。）"


@dataclass(frozen=True)
class Given:
    """写出的反馈: what was written, and what was not.

    `kept` are copies with answers that are not handed in yet, `unpainted` workbooks that cannot be opened, `homeless`
    counts the findings whose workbook is not there.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    unpainted: tuple[Path, ...]
    homeless: int


def give_feedback(
    books: Sequence[Book], checked: Iterable[Finding], offered: Mapping[str, str], city: Office, to: Path
) -> Given:
    """Write TO/<year>/<code>.xlsx, for the city's TO/<year>/city.xlsx, for every workbook with something to act on.

    `offered` are last year's reasons by thread. The workbooks themselves stay as they are; a copy of one in which
    nothing is left to do is taken away. Of a workbook that was refused only the reading is told, since the checks
    speak of the one before.
    Raises: CollectError, when the disk does not take a copy.
    """
    offices = {(one.place.code, one.year): one for one in books}
    of_book: dict[Office, list[Finding]] = {office: list(one.findings) for office, one in offices.items()}
    homeless = 0
    for finding in checked:
        office = office_of(finding.where, of_book, city)
        if office not in of_book:
            homeless += 1
        elif offices[office].state is not State.REFUSED:
            of_book[office].append(finding)
    written, kept, unpainted = [], [], []
    for office, book in offices.items():
        path = copy_of(book, to)
        lines = lines_of(book, of_book[office], offered)
        if path.is_file() and _has_answers(path, book):
            kept.append(path)
        elif not any(one.is_open or one.severity is Severity.NOTE for one in of_book[office]):
            path.unlink(missing_ok=True)
        elif _write(path, book, of_book[office], lines):
            written.append(path)
        else:
            unpainted.append(book.path)
    return Given(tuple(written), tuple(kept), tuple(unpainted), homeless)


def copy_of(book: Book, to: Path) -> Path:
    """Return the place of a workbook's painted copy."""
    name = book.place.code if book.place.level is Level.SCHOOL else "city"
    return to / str(book.year) / f"{name}.xlsx"


def lines_of(book: Book, findings: Sequence[Finding], offered: Mapping[str, str]) -> tuple[Line, ...]:
    """Return what the 反馈 sheet lists: a line per thread, open ones first, then by severity and place.

    What was answered stays in its line as it was written; what is wrong with it is said there and has no line. Where a
    workbook was refused nothing is checked, and all that was answered is kept for the next time.
    """
    by_thread: dict[str, list[Finding]] = {}
    for one in findings:
        if not _is_on_feedback(one):
            by_thread.setdefault(one.thread, []).append(one)
    lines = [(these[0], _line(book, thread, these, offered)) for thread, these in by_thread.items()]
    lines.sort(key=lambda pair: (not pair[0].is_open, _ORDER.index(pair[0].severity), str(pair[0].where)))
    waiting = [one for one in book.written.items() if one[0] not in by_thread] if book.state is State.REFUSED else []
    return (*(line for _, line in lines), *(_waiting(thread, written) for thread, written in waiting))


def marks_of(book: Book, findings: Sequence[Finding]) -> tuple[Mark, ...]:
    """Return what is painted in place: everything open, and the notes."""
    return tuple(
        Mark(*place_of(book, one), one.severity, f"{one.message}{one.fix}")
        for one in findings
        if (one.is_open or one.severity is Severity.NOTE) and not _is_on_feedback(one)
    )


def place_of(book: Book, finding: Finding) -> tuple[str, str]:
    """Return sheet and cell of a finding in a workbook; '' for what is not there."""
    where = finding.where
    if not isinstance(where, CellPlace):
        return "", ""
    if where.cell:
        return where.sheet, where.cell
    spots = book.spots.get(where.register)
    return book.sheets.get(where.register, ""), spots.cell(where.key, where.field) if spots and where.field else ""


def _line(book: Book, thread: str, findings: Sequence[Finding], offered: Mapping[str, str]) -> Line:
    first = findings[0]
    sheet, cell = place_of(book, first)
    written = book.written.get(thread, Written("", "", ""))
    if not (written.action or written.reason) and first.is_open and thread in offered:
        written = replace(written, reason=f"{OFFERED}{offered[thread]}")
    message = "\n".join(dict.fromkeys(one.message for one in findings))
    if first.reason and not written.action:
        message += f"（表中已说明：{first.reason.rstrip('。')}。）"
    where = f"{sheet} {cell}".strip()
    label = first.where.label if isinstance(first.where, CellPlace) else ""
    return Line(
        id=thread,
        where=f"{where}（{label}）" if where and label else where or label or str(first.where),
        severity=first.severity,
        message=message + "".join(_wrong_answers(book, thread)),
        fix=first.fix,
        answer=written.action,
        reason=written.reason,
        by=written.by,
        sheet=sheet,
        cell=cell,
    )


def _waiting(thread: str, written: Written) -> Line:
    """Return the line of an answer to what was found before, which nobody could look at again so far."""
    said = f"{written.message}{'' if written.message.endswith(_WAITING) else _WAITING}"
    return Line(thread, written.where, Severity.NOTE, said, "", written.action, written.reason, written.by)


def _wrong_answers(book: Book, thread: str) -> Iterator[str]:
    """Yield what is wrong with the answer that was given to a thread."""
    for one in book.findings:
        if _is_on_feedback(one) and isinstance(one.where, CellPlace) and one.where.key == thread:
            yield f"\n上次的答复：{one.message}"


def _is_on_feedback(finding: Finding) -> bool:
    return finding.rule.startswith("collect.feedback_")


def _has_answers(path: Path, book: Book) -> bool:
    """Say whether a copy holds answers that its workbook does not: somebody has not handed them in yet."""
    return any(book.written.get(thread) != one for thread, one in written_in(path).items() if one.action)


def _write(path: Path, book: Book, findings: Sequence[Finding], lines: Sequence[Line]) -> bool:
    """Write a painted copy, unless the same is there; say whether the workbook can be painted."""
    found = read_bytes(book.path)
    if isinstance(found, Finding):
        return False
    try:
        content = paint(found, marks_of(book, findings), lines)
    except CollectError:
        return False
    try:
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise errors.cannot_write(path, reason_of(error)) from error
    return True
