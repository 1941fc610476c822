"""问题清单与数字交代: what an audit found, as lists that people sort, filter and hand on."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from zhibao.audit.report.baseline import Comparison, Record, Status
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.writers.findings_words import CLASSES, MEANINGS, place_words, related_words
from zhibao.document.writers.lists import Column, ListRow, ListSheet, Tint, Value
from zhibao.terms.audited import AccountedNumeral, Audited, NumeralClass
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

_SEVERITIES: Mapping[Severity, Tint] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_CLASSES: Mapping[NumeralClass, Tint] = {
    NumeralClass.VERIFIED: "ok",
    NumeralClass.CONTRADICTED: "error",
    NumeralClass.CONSISTENT: "note",
    NumeralClass.NOT_CHECKABLE: "plain",
    NumeralClass.NOT_UNDERSTOOD: "warning",
    NumeralClass.EXCLUDED: "faint",
}
_FINDINGS = (
    Column("程度", 7),
    Column("规则", 20, wraps=True),
    Column("位置", 16, wraps=True),
    Column("原文", 24, wraps=True),
    Column("问题", 46, wraps=True),
    Column("文中为", 14, wraps=True),
    Column("应为", 14, wraps=True),
    Column("计算", 34, wraps=True),
    Column("最小的改法", 24, wraps=True),
    Column("牵连的地方", 26, wraps=True),
    Column("把握", 7),
    Column("与上一稿比", 10),
    Column("说明", 22, wraps=True),
)
_NUMERALS = (
    Column("归类", 11),
    Column("数字", 14),
    Column("位置", 16, wraps=True),
    Column("是什么", 32, wraps=True),
    Column("核对", 50, wraps=True),
    Column("原因", 32, wraps=True),
    Column("有关的问题", 11),
)


def finding_sheets(
    documents: Sequence[Audited], rules: Mapping[str, AuditRule], comparisons: Sequence[Comparison] = ()
) -> list[ListSheet]:
    """Return the list of findings and the account of numerals; the file stands first where there are several."""
    compared: Sequence[Comparison | None] = comparisons or [None] * len(documents)
    several = len(documents) > 1
    findings: list[ListRow] = []
    numerals: list[ListRow] = []
    counts: list[ListRow] = []
    for audited, one in zip(documents, compared, strict=True):
        name = PurePath(audited.file).name
        lead = (name,) if several else ()
        counts.append(_count_row(audited))
        if audited.error:
            findings.append(_unread(audited, lead))
            continue
        statuses = one.statuses if one is not None else [None] * len(audited.findings)
        for number, (finding, status) in enumerate(zip(audited.findings, statuses, strict=True)):
            findings.append(_finding_row(finding, status, lead, rules, number))
        findings += [_fixed_row(record, lead, rules) for record in (one.fixed if one is not None else ())]
        numerals += [_numeral_row(numeral, lead) for numeral in audited.numerals]
    first = (Column("文件", 26, wraps=True),) if several else ()
    return [
        ListSheet("问题清单", (*first, Column("序号", 6), *_FINDINGS), findings, frozen=len(first) + 2),
        ListSheet("数字交代", (*first, *_NUMERALS), numerals, frozen=len(first) + 2),
        ListSheet("各类合计", _count_columns(), counts, _legend(), frozen=1),
    ]


def rule_label(name: str, rules: Mapping[str, AuditRule]) -> str:
    """Return the Chinese name of a rule."""
    return rules[name].label if name in rules else name


def _finding_row(
    finding: Finding, status: Status | None, lead: tuple[str, ...], rules: Mapping[str, AuditRule], number: int
) -> ListRow:
    where = finding.where
    cells: tuple[Value, ...] = (
        *lead,
        number + 1,
        finding.severity.label,
        rule_label(finding.rule, rules),
        place_words(where),
        where.quote if isinstance(where, TextPlace) else "",
        finding.message,
        finding.said,
        finding.expected,
        finding.computation,
        "；或 ".join(finding.suggestions) or finding.fix,
        related_words(finding.related),
        round(finding.confidence, 2),
        status.label if status else "",
        finding.reason,
    )
    return ListRow(cells, {len(lead) + 1: "faint" if finding.reason else _SEVERITIES[finding.severity]})


def _fixed_row(record: Record, lead: tuple[str, ...], rules: Mapping[str, AuditRule]) -> ListRow:
    severity = str(record.get("severity", ""))
    label = Severity(severity).label if severity in set(Severity) else severity
    told = (label, rule_label(str(record["rule"]), rules), "", str(record["quote"]), str(record.get("message", "")))
    cells = (*lead, "", *told, *("",) * 5, "", "已改", "")
    return ListRow(cells, dict.fromkeys(range(len(lead), len(cells)), "faint"))


def _unread(audited: Audited, lead: tuple[str, ...]) -> ListRow:
    cells = (*lead, "", "未读", *("",) * 3, audited.error, *("",) * 8)
    return ListRow(cells, {len(lead) + 1: "error"})


def _numeral_row(numeral: AccountedNumeral, lead: tuple[str, ...]) -> ListRow:
    where = "；".join(dict.fromkeys(place_words(one) for one in numeral.places))
    about = "、".join(str(number + 1) for number in numeral.findings)
    cells = (
        *lead,
        numeral.outcome.label,
        numeral.printed,
        where,
        numeral.reading,
        "\n".join(numeral.checked),
        numeral.reason,
        about,
    )
    return ListRow(cells, {len(lead): _CLASSES[numeral.outcome]})


def _count_columns() -> tuple[Column, ...]:
    labels = (one.label for one in CLASSES)
    severities = (one.label for one in Severity)
    return (
        Column("文件", 30, wraps=True),
        Column("标题", 40, wraps=True),
        Column("数字", 8),
        *(Column(label, 10) for label in labels),
        *(Column(label, 7) for label in severities),
        Column("未读原因", 40, wraps=True),
    )


def _count_row(audited: Audited) -> ListRow:
    counts = audited.counts()
    severities = (sum(one.severity is severity for one in audited.findings) for severity in Severity)
    numbers = ("",) * 10 if audited.error else (counts["total"], *(counts[one.value] for one in CLASSES), *severities)
    return ListRow((PurePath(audited.file).name, audited.title, *numbers, audited.error), {12: "error"})


def _legend() -> str:
    return "；".join(f"{one.label}：{MEANINGS[one]}" for one in CLASSES) + "。"
