"""Hand-made audits and findings of an invented report."""

from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.audited import AccountedNumeral, Audited, NumeralClass
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import Source, TextPlace

TEXT = "毕业生就业率由81.20%上升到84.65%，提高4.45个百分点。"
FILE = "云岭.txt"


def at(quote: str, line: int = 1, text: str = TEXT, file: str = FILE) -> TextPlace:
    return TextPlace(file, line, text.index(quote) + 1, None, quote)


def finding(quote: str = "4.45", line: int = 1, severity: Severity = Severity.ERROR, **other: object) -> Finding:
    given: dict[str, object] = {
        "message": f"“{quote}个百分点”应为“3.45”个百分点。",
        "said": quote,
        "expected": "3.45",
        "fix": "请核对三个数。",
        "computation": "84.65 − 81.20 = 3.45",
        "suggestions": ("4.45 → 3.45", "81.20 → 80.20"),
        "related": (at("81.20", line), at("84.65", line)),
        "confidence": 0.97,
        **other,
    }
    return Finding("points_agree", severity, at(quote, line), **given)  # type: ignore[arg-type]  # given by name


def numeral(printed: str, outcome: NumeralClass, line: int = 1, findings: tuple[int, ...] = ()) -> AccountedNumeral:
    return AccountedNumeral((at(printed, line),), printed, outcome, "就业率", checked=("算过",), findings=findings)


def audited(*findings: Finding) -> Audited:
    found = findings or (finding(), finding("84.65", severity=Severity.NOTE, suggestions=()))
    numerals = (
        numeral("81.20", NumeralClass.CONSISTENT),
        numeral("84.65", NumeralClass.CONSISTENT, findings=(1,) if len(found) > 1 else ()),
        numeral("4.45", NumeralClass.CONTRADICTED, findings=(0,)),
    )
    return Audited(FILE, "2022年云岭市质量报告", found, numerals)


RULES = {
    "points_agree": AuditRule(
        "points_agree",
        "百分点之差与两个比率一致",
        "difference",
        frozenset({"paragraph"}),
        Severity.ERROR,
        0.95,
        "{said}",
        "两个比率之差就是百分点数。",
        "请核对三个数。",
        (Source("统计工作指南"),),
        {},
        {},
    )
}
