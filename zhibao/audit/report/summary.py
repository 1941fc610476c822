"""汇总: many reports at a glance: one row per report, one column per rule, and what they copied from each other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from zhibao.audit.report.copied import Passage
from zhibao.audit.report.lists import rule_label
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.writers.findings_words import CLASSES, line_word
from zhibao.document.writers.lists import Column, ListRow, ListSheet
from zhibao.terms.audited import Audited
from zhibao.terms.finding import Severity

_PASSAGES = (
    Column("字数", 8),
    Column("份数", 8),
    Column("段落", 80, wraps=True),
    Column("首见于", 34, wraps=True),
    Column("又见于", 44, wraps=True),
    Column("数字是否也相同", 16),
)


def summary_sheets(
    documents: Sequence[Audited],
    passages: Sequence[Passage],
    rules: Mapping[str, AuditRule],
    links: Mapping[str, str] | None = None,
) -> list[ListSheet]:
    """Return the sheets of a summary; `links` maps a document's file to what its name leads to."""
    found = Counter((one.file, finding.rule) for one in documents for finding in one.findings)
    used = sorted({rule for _, rule in found}, key=lambda name: (-_total(found, name), name))
    rows = [_row(one, used, found, (links or {}).get(one.file, "")) for one in documents]
    read = [one for one in documents if not one.error]
    counts = [one.counts() for one in read]
    heads = ("total", *(one.value for one in CLASSES))
    totals = [
        *(sum(one[name] for one in counts) for name in heads),
        *(sum(one.severity is severity for each in read for one in each.findings) for severity in Severity),
        *(_total(found, rule) for rule in used),
    ]
    read_count = f"合计（读入 {len(read)} 份，未读 {len(documents) - len(read)} 份）"
    rows.append(ListRow((read_count, "", *totals, ""), closing=True))
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
        ListSheet("照搬的段落", _PASSAGES, [_passage_row(one) for one in passages], frozen=2),
    ]


def _total(found: Mapping[tuple[str, str], int], rule: str) -> int:
    return sum(count for (_, name), count in found.items() if name == rule)


def _row(audited: Audited, used: Sequence[str], found: Mapping[tuple[str, str], int], link: str) -> ListRow:
    name = PurePath(audited.file).name
    if audited.error:
        empty = ("",) * (1 + len(CLASSES) + len(Severity) + len(used))
        return ListRow((name, "", *empty, audited.error), {len(empty) + 2: "error"}, {0: link} if link else {})
    counts = audited.counts()
    severities = [sum(one.severity is severity for one in audited.findings) for severity in Severity]
    cells = (
        name,
        audited.title,
        counts["total"],
        *(counts[one.value] for one in CLASSES),
        *severities,
        *(found.get((audited.file, rule), 0) or "" for rule in used),
        "",
    )
    return ListRow(cells, {3 + len(CLASSES): "error"} if severities[0] else {}, {0: link} if link else {})


def _passage_row(passage: Passage) -> ListRow:
    first, *others = (f"{PurePath(one.file).name} 第 {one.line} {line_word(one.file)}" for one in passage.standings)
    same = "是" if all(one.same_numbers for one in passage.standings) else "否"
    files = len({one.file for one in passage.standings})
    return ListRow((len(passage.text), files, passage.text, first, "\n".join(others), same))
