"""汇总: many reports at a glance: each of them, how common each kind of error is, what they copied from each other."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from zhibao.audit.report.copied import Passage
from zhibao.audit.report.copied_numbers import NumberRun
from zhibao.audit.report.lists import rule_label
from zhibao.audit.report.prevalence import Prevalent, prevalence
from zhibao.audit.report.tally import Tally
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.writers.findings_words import CLASSES, line_word
from zhibao.document.writers.lists import Column, ListRow, ListSheet
from zhibao.terms.finding import Severity

_PASSAGES = (
    Column("字数", 8),
    Column("份数", 8),
    Column("段落", 80, wraps=True),
    Column("首见于", 34, wraps=True),
    Column("又见于", 44, wraps=True),
    Column("数字是否也相同", 16),
)
_RUNS = (
    Column("个数", 8),
    Column("份数", 8),
    Column("数", 80, wraps=True),
    Column("首见于", 34, wraps=True),
    Column("又见于", 44, wraps=True),
)
_PREVALENT = (
    Column("问题", 40, wraps=True),
    Column("程度", 7),
    Column("份数", 8),
    Column("占读入的", 10),
    Column("处数", 8),
    Column("最多的一份", 34, wraps=True),
    Column("其中处数", 10),
)


def summary_sheets(
    tallies: Sequence[Tally],
    passages: Sequence[Passage],
    runs: Sequence[NumberRun],
    rules: Mapping[str, AuditRule],
    links: Mapping[str, str] | None = None,
) -> list[ListSheet]:
    """Return the sheets of a summary; `links` maps a document's file to what its name leads to."""
    common = prevalence(tallies)
    used = [one.rule for one in sorted(common, key=lambda one: (-one.count, one.rule))]
    rows = [_row(one, used, (links or {}).get(one.file, "")) for one in tallies]
    rows.append(_total_row(tallies, used))
    columns = (
        Column("报告", 30, wraps=True),
        Column("标题", 38, wraps=True),
        Column("数字", 8),
        *(Column(one.label, 10) for one in CLASSES),
        *(Column(one.label, 7) for one in Severity),
        *(Column(rule_label(rule, rules), 5, upright=True) for rule in used),
        Column("未读原因", 40, wraps=True),
    )
    return [
        ListSheet("各份报告", columns, rows, frozen=1),
        ListSheet("各类问题", _PREVALENT, [_prevalent_row(one, rules) for one in common], frozen=1),
        ListSheet("照搬的段落", _PASSAGES, [_passage_row(one) for one in passages], frozen=2),
        ListSheet("照搬的数", _RUNS, [_run_row(one) for one in runs], frozen=2),
    ]


def _total_row(tallies: Sequence[Tally], used: Sequence[str]) -> ListRow:
    read = [one for one in tallies if not one.error]
    heads = ("total", *(one.value for one in CLASSES))
    totals = [
        *(sum(one.numerals[name] for one in read) for name in heads),
        *(sum(one.severities[severity.value] for one in read) for severity in Severity),
        *(sum(one.rules.get(rule, 0) for one in read) for rule in used),
    ]
    told = f"合计（读入 {len(read)} 份，未读 {len(tallies) - len(read)} 份）"
    return ListRow((told, "", *totals, ""), closing=True)


def _row(one: Tally, used: Sequence[str], link: str) -> ListRow:
    name = PurePath(one.file).name
    if one.error:
        empty = ("",) * (1 + len(CLASSES) + len(Severity) + len(used))
        return ListRow((name, "", *empty, one.error), {len(empty) + 2: "error"}, {0: link} if link else {})
    severities = [one.severities[severity.value] for severity in Severity]
    cells = (
        name,
        one.title,
        one.numerals["total"],
        *(one.numerals[each.value] for each in CLASSES),
        *severities,
        *(one.rules.get(rule, 0) or "" for rule in used),
        "",
    )
    return ListRow(cells, {3 + len(CLASSES): "error"} if severities[0] else {}, {0: link} if link else {})


def _prevalent_row(one: Prevalent, rules: Mapping[str, AuditRule]) -> ListRow:
    severity = rules[one.rule].severity.label if one.rule in rules else ""
    most = PurePath(one.most_file).name
    return ListRow((rule_label(one.rule, rules), severity, one.reports, one.share, one.count, most, one.most))


def _passage_row(passage: Passage) -> ListRow:
    first, *others = (_standing(one.file, one.line) for one in passage.standings)
    same = "是" if all(one.same_numbers for one in passage.standings) else "否"
    files = len({one.file for one in passage.standings})
    return ListRow((len(passage.text), files, passage.text, first, "\n".join(others), same))


def _run_row(run: NumberRun) -> ListRow:
    first, *others = (_standing(*one) for one in run.standings)
    files = len({file for file, _ in run.standings})
    return ListRow((len(run.numbers), files, "、".join(run.numbers), first, "\n".join(others)))


def _standing(file: str, line: int) -> str:
    return f"{PurePath(file).name} 第 {line} {line_word(file)}"
