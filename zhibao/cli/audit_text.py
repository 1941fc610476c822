"""核验结果在终端上: findings in their sentences, the digits marked, and what became of every number."""

import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from zhibao.audit.report.annotated import comparison_words
from zhibao.audit.report.baseline import Comparison, Status
from zhibao.audit.report.lists import rule_label
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.writers.findings_words import CLASSES, MEANINGS, numeral_words, place_words, related_words
from zhibao.terms.audited import Audited, NumeralClass
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "△", Severity.NOTE: "·"}
_TINTS = {
    NumeralClass.VERIFIED: "green",
    NumeralClass.CONTRADICTED: "red",
    NumeralClass.CONSISTENT: "cyan",
    NumeralClass.NOT_UNDERSTOOD: "yellow",
}
_AROUND = 24
_SHOWN = 200
_WIDTH = 100


@dataclass(frozen=True)
class Shown:
    """一份文件: its audit, the lines in which something was found, and how it compares with the former audit."""

    audited: Audited
    lines: Mapping[int, str] = field(default_factory=dict)
    compared: Comparison | None = None


def show_documents(
    documents: Sequence[Shown], rules: Mapping[str, AuditRule], *, verbose: bool, to_file: bool = False
) -> str:
    """Print the documents one after the other; with `to_file` return the text instead."""
    target = io.StringIO() if to_file else None
    is_seen = target is None and sys.stdout.isatty()
    out = Console(file=target, highlight=False, width=None if is_seen else _WIDTH)
    for place, one in enumerate(documents):
        if place:
            out.print()
        _Page(out, one, rules).show(verbose=verbose)
    if len(documents) > 1:
        out.print()
        out.print(Text(_total([one.audited for one in documents]), "bold"))
    return target.getvalue() if target else ""


class _Page:
    """One document on the terminal."""

    def __init__(self, out: Console, shown: Shown, rules: Mapping[str, AuditRule]) -> None:
        self._out = out
        self._audited = shown.audited
        self._compared = shown.compared
        self._lines = shown.lines
        self._rules = rules

    def show(self, *, verbose: bool) -> None:
        audited = self._audited
        self._out.print(Text(audited.title or Path(audited.file).name, "bold"))
        if audited.title:
            self._out.print(Text(audited.file, "dim"))
        if audited.error:
            self._out.print(Text.assemble(("✗ 没有核验 ", "red"), audited.error))
            return
        self._out.print()
        for severity in Severity:
            self._group(severity)
        if self._compared:
            self._out.print(f"与上一稿比：{comparison_words(self._compared)}。")
        self._account()
        if verbose:
            for outcome in CLASSES:
                self._list(outcome)

    def _group(self, severity: Severity) -> None:
        statuses = self._compared.statuses if self._compared else [None] * len(self._audited.findings)
        found = [pair for pair in zip(self._audited.findings, statuses, strict=True) if pair[0].severity is severity]
        for finding, status in found[:_SHOWN]:
            self._finding(finding, status)
        if len(found) > _SHOWN:
            self._out.print(f"……另有 {len(found) - _SHOWN} 处{severity.label}，用 --format xlsx 或 html 可看全部。\n")

    def _finding(self, finding: Finding, status: Status | None) -> None:
        colour = "dim" if status is Status.SUPPRESSED else _COLOURS[finding.severity]
        head = Text.assemble((f"{_SIGNS[finding.severity]} {finding.severity.label}", colour), "  ")
        head.append(place_words(finding.where), "bold")
        head.append(f"  {rule_label(finding.rule, self._rules)}", "dim")
        if status is not None:
            head.append(f"  {status.label}", "dim")
        self._out.print(head)
        rows = [self._sentence(finding), Text(finding.message)]
        if finding.computation and finding.computation not in finding.message:
            rows.append(Text.assemble(("计算  ", "dim"), finding.computation))
        if finding.suggestions:
            rows.append(Text.assemble(("改法  ", "dim"), ("；或 ".join(finding.suggestions), "bold")))
        elif finding.fix:
            rows.append(Text.assemble(("怎么办  ", "dim"), finding.fix))
        if finding.related:
            rows.append(Text.assemble(("牵连  ", "dim"), related_words(finding.related)))
        if finding.reason:
            rows.append(Text.assemble(("说明  ", "dim"), finding.reason))
        for row in rows:
            if row.plain:
                self._out.print(Padding(row, (0, 0, 0, 2), expand=False))
        self._out.print()

    def _sentence(self, finding: Finding) -> Text:
        """Return the quote among the words around it, marked; where the text is not at hand, the quote alone."""
        where = finding.where
        if not isinstance(where, TextPlace) or not where.quote:
            return Text("")
        line = self._lines.get(where.line, "").replace("\t", " ")
        start = where.column - 1
        marked = (where.quote, f"bold {_COLOURS[finding.severity]} underline")
        if line[start : start + len(where.quote)] != where.quote:
            return Text.assemble("“", marked, "”")
        end = start + len(where.quote)
        before, after = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
        lead, tail = "…" if start > _AROUND else "", "…" if end + _AROUND < len(line) else ""
        return Text.assemble((lead + before.lstrip(), "dim"), marked, (after.rstrip() + tail, "dim"))

    def _account(self) -> None:
        counts = self._audited.counts()
        self._out.print(Text(f"{counts['total']} 个数字，逐个有交代", "bold"))
        for outcome in CLASSES:
            count = counts[outcome.value]
            label = f"{outcome.label}{'　' * (5 - len(outcome.label))}"
            row = Text.assemble("  ", (f"{count:>6}  ", "bold" if count else "dim"), (label, _TINTS.get(outcome, "")))
            row.append(f"  {MEANINGS[outcome]}", "dim")
            self._out.print(row)

    def _list(self, outcome: NumeralClass) -> None:
        found = [one for one in self._audited.numerals if one.outcome is outcome]
        if not found:
            return
        self._out.print()
        self._out.print(Text(f"{outcome.label} {len(found)} 个", f"bold {_TINTS.get(outcome, '')}".strip()))
        for one in found:
            where = place_words(one.places[0]) if one.places else ""
            self._out.print(Text.assemble("  ", (one.printed, "bold"), f"  {where}  ", (numeral_words(one), "dim")))


def _total(documents: Sequence[Audited]) -> str:
    unread = sum(bool(one.error) for one in documents)
    told = "，".join(
        f"{severity.label} {sum(finding.severity is severity for one in documents for finding in one.findings)} 处"
        for severity in Severity
    )
    return f"共 {len(documents)} 份：{told}；读不了 {unread} 份。"
