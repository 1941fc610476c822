"""终端: progress bars, findings and tables as people see them; the only place that draws."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.table import Table

from zhibao.terms.finding import Finding, Severity
from zhibao.terms.progress import Progress

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
SHOWN = 40


def fail(message: str) -> None:
    """Print what stopped the command."""
    err.print(f"[red]✗[/red] {escape(message)}")


@contextmanager
def progress(*, threaded: bool = True) -> Iterator[Progress]:
    """Yield a progress callback that draws one bar per step; only on a terminal.

    Without threads it draws only when it is called, so that processes can be forked meanwhile.
    """
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    drawn = Bars(*columns, console=err, transient=True, disable=not err.is_terminal, auto_refresh=threaded)
    with drawn as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total, refresh=not threaded)

        yield report


def show_findings(findings: Sequence[Finding]) -> None:
    """Print the findings that somebody must still act on, and the notes; long lists are cut, and say so.

    A warning that has been explained is only counted, so that nobody reads past the open ones.
    """
    shown = [one for one in findings if one.is_open or one.severity is Severity.NOTE]
    for one in shown[:SHOWN]:
        colour = _COLOURS[one.severity]
        out.print(f"[{colour}]{one.severity.label}[/{colour}] {escape(str(one))}")
    if len(shown) > SHOWN:
        out.print(f"……另有 {len(shown) - SHOWN} 条，加 --format json 可看全部。")


def finding_counts(findings: Sequence[Finding]) -> str:
    """Return one line that counts the findings."""
    errors = sum(one.severity is Severity.ERROR for one in findings)
    warnings = [one for one in findings if one.severity is Severity.WARNING]
    notes = sum(one.severity is Severity.NOTE for one in findings)
    explained = sum(bool(one.reason) for one in warnings)
    return f"强制 {errors} 条，提示 {len(warnings)} 条（其中已说明 {explained} 条），注 {notes} 条。"


def show_feedback_hint(findings: Sequence[Finding], folder: Path) -> None:
    """Print how findings get back into the workbooks, if there is something to answer."""
    if any(one.is_open for one in findings):
        out.print(f"要逐格标出、并在工作簿中答复：zhibao collect feedback {escape(str(folder))}")


def show_held(held: Sequence[str]) -> None:
    """Print why a report may not be released, a reason with its first places each."""
    for one in held:
        head, *places = one.splitlines()
        out.print(f"[yellow]○[/yellow] {escape(head)}")
        for place in places:
            out.print(escape(place))


def findings_json(findings: Sequence[Finding]) -> str:
    """Return the findings as JSON."""
    return json.dumps([one.record() for one in findings], ensure_ascii=False, indent=1)


def has_errors(findings: Sequence[Finding]) -> bool:
    """Say whether an error is among the findings."""
    return any(one.severity is Severity.ERROR for one in findings)


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", *, words: bool = False) -> None:
    """Print a plain table; numbers (every column but the first, unless they hold words) to the right."""
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(head):
        table.add_column(name, justify="left" if index == 0 or words else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    out.print(table)
