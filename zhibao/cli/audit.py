"""zhibao audit: any finished report, every number accounted for, and what is wrong, where and why."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from zhibao.audit.report.annotated import Noted, annotated, viewer
from zhibao.audit.report.baseline import Comparison, Record, compare, read_baseline
from zhibao.audit.report.plain import as_plain, narrowed
from zhibao.audit.report.tally import Tally, tally_of
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_document
from zhibao.inspection import Ask, Inspected, audit_files, reports_in, rulebook
from zhibao.terms.audited import Audited
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Severity
from zhibao.terms.progress import Progress, silent
from zhibao.terms.source import TextPlace


class Shape(StrEnum):
    """结果的形式."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    XLSX = "xlsx"
    HTML = "html"


class Revisions(StrEnum):
    """Word 修订按哪一种读法."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PENDING = "pending"


Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE", help="报告，或放报告的文件夹；可多个。", show_default=False),
]
Form = Annotated[Shape, typer.Option("--format", help="结果的形式。")]
Target = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="PATH", help="结果写到哪个文件；多份报告的网页写到这个文件夹。", show_default=False
    ),
]
Copies = Annotated[
    Path | None,
    typer.Option("--annotate", metavar="DIR", help="把带批注的副本写到这个文件夹，原件不动。", show_default=False),
]
Known = Annotated[
    Path | None,
    typer.Option("--data", metavar="PATH", help="工作目录或发布件：逐个数字与其中的数值核对。", show_default=False),
]
LastYear = Annotated[
    Path | None,
    typer.Option("--previous", metavar="FILE", help="上年的报告：核对引用的上年数和照搬的段落。", show_default=False),
]
Before = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help="上一稿的 JSON 结果：分出新增、已改、未改、不算错。", show_default=False
    ),
]
Least = Annotated[Severity, typer.Option("--min-severity", help="只列这一程度及以上的问题。")]
View = Annotated[Revisions, typer.Option("--revisions", help="Word 修订：全部接受、全部拒绝，或两样都读。")]
Overview = Annotated[
    Path | None,
    typer.Option(
        "--summary",
        metavar="FILE",
        help="多份报告的汇总表（xlsx）：每份一行，每条规则一列，另列照搬的段落。",
        show_default=False,
    ),
]
Every = Annotated[bool, typer.Option("--verbose", help="逐类列出每一个数字。")]
Score = Annotated[bool, typer.Option("--scorecard", help="给核验本身打分，不读报告。")]


@dataclass(frozen=True)
class Wanted:
    """要什么: what is made of each document in its own process."""

    shape: Shape
    annotate: Path | None
    revisions: Revisions
    least: Severity
    before: tuple[Record, ...] | None
    prose: bool
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Made:
    """做出了什么: the comparison with the former audit, the page, the annotated file or why there is none."""

    audited: Audited
    compared: Comparison | None
    page: str = ""
    written: Path | None = None
    fault: str = ""
    tally: Tally | None = None
    lines: Mapping[int, str] | None = None


def audit(
    files: Files = None,
    shape: Form = Shape.TEXT,
    output: Target = None,
    annotate: Copies = None,
    data: Known = None,
    previous: LastYear = None,
    baseline: Before = None,
    least: Least = Severity.NOTE,
    revisions: View = Revisions.ACCEPTED,
    summary: Overview = None,
    verbose: Every = False,
    scorecard: Score = False,
) -> None:
    """核验：读任何一份写好的报告，逐个数字给出交代，说出哪里不对、为什么、怎么改。

    读 txt、md、docx、pdf、html、xlsx。没有错误退出码为 0，有错误为 1，有文件读不了为 2。

    示例：zhibao audit 年度报告.docx --annotate 批注
    """
    if scorecard:
        _scorecard(output)
        return
    if not files:
        raise typer.BadParameter("缺少 FILE：要核验的报告，或放报告的文件夹。")
    if shape is Shape.XLSX and output is None:
        raise typer.BadParameter("--format xlsx 要用 --output 说明写到哪个文件。")
    before = read_baseline(baseline) if baseline else None
    paths = reports_in(files)
    facts = _facts(data, previous)
    wanted = Wanted(shape, annotate, revisions, least, before, summary is not None, facts)
    ask = Ask(revisions.value, _known(data) if data else None, _previous(previous, revisions))
    with _progress(len(paths)) as report:
        results = audit_files(paths, partial(_make, wanted=wanted), ask, report)
    _deliver(results, wanted, output, verbose=verbose)
    if summary is not None:
        _summarise(results, summary)
    raise typer.Exit(exit_code(results))


def exit_code(results: Sequence[Inspected[Made]]) -> int:
    """Return 2 when a file could not be read or annotated, 1 when an error is open, else 0."""
    if any(one.audited.error or (one.extra and one.extra.fault) for one in results):
        return 2
    made = [one.extra for one in results if one.extra]
    found = (
        finding for one in made for finding in (one.compared.open_findings() if one.compared else one.audited.findings)
    )
    return int(any(finding.severity is Severity.ERROR for finding in found))


def _make(path: Path, reading: Reading, audited: Audited, *, wanted: Wanted) -> Made:
    """Return what is wanted of one document; runs where the document was read, so that this too can stop no other."""
    narrow = narrowed(audited, wanted.least)
    compared = None
    if wanted.before is not None:
        compared = compare(narrow, wanted.before)
        narrow = compared.audited
    noted = Noted(reading, narrow, compared, rulebook().rules, wanted.facts)
    page = viewer(noted) if wanted.shape is Shape.HTML else ""
    written, fault = _annotated(path, noted, wanted) if wanted.annotate else (None, "")
    tally = tally_of(narrow, reading) if wanted.prose else None
    return Made(narrow, compared, page, written, fault, tally, _quoted_lines(reading, narrow))


def _quoted_lines(reading: Reading, audited: Audited) -> dict[int, str]:
    """Return the lines in which something was found, to show it in its sentence."""
    numbers = {one.where.line for one in audited.findings if isinstance(one.where, TextPlace)}
    return {line.number: line.text for line in reading.lines if line.number in numbers and line.kind != "comment"}


def _annotated(path: Path, noted: Noted, wanted: Wanted) -> tuple[Path | None, str]:
    folder = wanted.annotate or Path()
    try:
        name, content = annotated(path, noted, wanted.revisions.value, datetime.now(UTC))
        return _write(folder / name, content), ""
    except (ZhibaoError, OSError) as error:
        return None, f"“{path.name}”的批注没有写成：{error}"


def _write(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _deliver(results: Sequence[Inspected[Made]], wanted: Wanted, output: Path | None, *, verbose: bool) -> None:
    """Write or print the result in its form."""
    documents = [one.extra.audited if one.extra else one.audited for one in results]
    comparisons = _comparisons(results, wanted)
    match wanted.shape:
        case Shape.JSON:
            _plain(as_plain(documents, comparisons, accounting=verbose), output)
        case Shape.SARIF:
            from zhibao.audit.report.sarif import as_sarif  # noqa: PLC0415  one form of five

            _plain(as_sarif(documents, rulebook().rules, comparisons), output)
        case Shape.XLSX:
            from zhibao.audit.report.lists import finding_sheets  # noqa: PLC0415  one form of five
            from zhibao.document.writers.lists_xlsx import write_lists  # noqa: PLC0415  one form of five

            content = write_lists(finding_sheets(documents, rulebook().rules, comparisons), "核验：问题清单")
            _say(f"已写出 {_write(output or Path(), content)}")
        case Shape.HTML:
            _pages(results, output)
        case Shape.TEXT:
            _text(results, rulebook().rules, output, verbose=verbose)
    for one in results:
        if wanted.shape is not Shape.TEXT and one.audited.error:
            _say(one.audited.error)
        if one.extra and (one.extra.fault or one.extra.written):
            _say(one.extra.fault or f"已写出 {one.extra.written}")


def _comparisons(results: Sequence[Inspected[Made]], wanted: Wanted) -> list[Comparison]:
    if wanted.before is None:
        return []
    return [one.extra.compared if one.extra and one.extra.compared else Comparison(one.audited, ()) for one in results]


def _plain(content: Mapping[str, object], output: Path | None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        _say(f"已写出 {_write(output, text.encode())}")


def _pages(results: Sequence[Inspected[Made]], output: Path | None) -> None:
    """Write one page per document: into the file that is named, or into the folder."""
    read = [(one.path, one.extra.page) for one in results if one.extra]
    single = len(results) == 1 and (output is None or not output.is_dir())
    if single and output is None:
        sys.stdout.write("".join(page for _, page in read))
        return
    taken: set[str] = set()
    for path, page in read:
        name = f"{path.stem}.audit"
        free = next(one for one in (name, *(f"{name}.{n}" for n in range(2, len(read) + 2))) if one not in taken)
        taken.add(free)
        target = output if single and output else (output or Path()) / f"{free}.html"
        _say(f"已写出 {_write(target, page.encode())}")


def _text(
    results: Sequence[Inspected[Made]], rules: Mapping[str, AuditRule], output: Path | None, *, verbose: bool
) -> None:
    from zhibao.cli.audit_text import Shown, show_documents  # noqa: PLC0415  other forms draw nothing

    shown = [
        Shown(one.extra.audited, one.extra.lines or {}, one.extra.compared) if one.extra else Shown(one.audited)
        for one in results
    ]
    printed = show_documents(shown, rules, verbose=verbose, to_file=output is not None)
    if output is not None:
        _say(f"已写出 {_write(output, printed.encode())}")


def _summarise(results: Sequence[Inspected[Made]], summary: Path) -> None:
    from zhibao.audit.report.copied import copied_passages  # noqa: PLC0415  only when asked for
    from zhibao.audit.report.copied_numbers import copied_numbers  # noqa: PLC0415  only when asked for
    from zhibao.audit.report.summary import summary_sheets  # noqa: PLC0415  only when asked for
    from zhibao.document.writers.lists_xlsx import write_lists  # noqa: PLC0415  only when asked for

    tallies = [one.extra.tally if one.extra and one.extra.tally else tally_of(one.audited) for one in results]
    passages, runs = copied_passages([one.prose for one in tallies if one.prose]), copied_numbers(tallies)
    links = {one.audited.file: _link(one, summary) for one in results}
    content = write_lists(summary_sheets(tallies, passages, runs, rulebook().rules, links), "核验汇总")
    told = f"{len(tallies)} 份报告，照搬的段落 {len(passages)} 处，照搬的数 {len(runs)} 处。"
    _say(f"已写出 {_write(summary, content)}，{told}")


def _link(result: Inspected[Made], summary: Path) -> str:
    """Return what the name of a report leads to: its annotated copy, or itself."""
    target = result.extra.written if result.extra and result.extra.written else result.path
    try:
        return f"external:{os.path.relpath(target, summary.parent)}"
    except ValueError:  # another drive has no relative path
        return f"external:{target.resolve()}"


def _facts(data: Path | None, previous: Path | None) -> tuple[tuple[str, str], ...]:
    with_what = [f"数据 {data.name}"] if data else []
    with_what += [f"上年报告 {previous.name}"] if previous else []
    return (("对照", "，".join(with_what) or "只凭报告自身；没有提供数据与上年报告"),)


def _known(data: Path) -> tuple[Mapping[str, object], ...]:
    from zhibao.pipeline import known_values  # noqa: PLC0415  brings the libraries of the data, only when there are data

    return known_values(data)


def _previous(previous: Path | None, revisions: Revisions) -> Reading | None:
    return read_document(previous, revisions.value) if previous else None


def _scorecard(output: Path | None) -> None:
    from zhibao.audit.proof.scorecard import scorecard  # noqa: PLC0415  only when asked for

    text = scorecard()
    if output is None:
        sys.stdout.write(text)
    else:
        _say(f"已写出 {_write(output, text.encode())}")


def _say(message: str) -> None:
    """Tell on standard error what was done: standard output holds the result and nothing else."""
    typer.echo(message, err=True)


@contextmanager
def _progress(files: int) -> Iterator[Progress]:
    """Yield a progress callback; one file is done before a bar is drawn."""
    if files < 2 or not sys.stderr.isatty():
        yield silent
        return
    from zhibao.cli.console import progress  # noqa: PLC0415  drawn only where somebody looks

    with progress(threaded=False) as report:
        yield report
