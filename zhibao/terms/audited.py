"""核验结果: what an audit says of one document: its findings, and what became of every numeral."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace


class NumeralClass(StrEnum):
    """数字的归类: each numeral ends in exactly one; the first that applies."""

    CONTRADICTED = "contradicted"
    VERIFIED = "verified"
    CONSISTENT = "consistent"
    NOT_CHECKABLE = "not_checkable"
    NOT_UNDERSTOOD = "not_understood"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        return {
            "contradicted": "有矛盾",
            "verified": "已核实",
            "consistent": "仅内部一致",
            "not_checkable": "无从核对",
            "not_understood": "未读懂",
            "excluded": "不作数据",
        }[self.value]


@dataclass(frozen=True, slots=True)
class AccountedNumeral:
    """交代过的数字: where it stands, what it was taken for, what it was checked against.

    `places` has one entry per source line (two for a number that a page cut in two); `reading` says what it is, in
    Chinese; `reason` why it is excluded or cannot be checked; `checked` the computations it takes part in;
    `findings` the indices of the findings about it.
    """

    places: tuple[TextPlace, ...]
    printed: str
    outcome: NumeralClass
    reading: str = ""
    reason: str = ""
    checked: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Audited:
    """一份文件的核验结果; `error` is the Chinese message of a file that could not be read, findings are then empty.

    `numerals` stand in reading order and are as many as the accounting's total.
    """

    file: str
    title: str = ""
    findings: tuple[Finding, ...] = ()
    numerals: tuple[AccountedNumeral, ...] = ()
    error: str = ""

    def counts(self) -> dict[str, int]:
        """Return total and the number of numerals in each class, as the JSON form names them."""
        names = ("verified", "contradicted", "consistent", "not_checkable", "not_understood", "excluded")
        found = {name: sum(one.outcome.value == name for one in self.numerals) for name in names}
        return {"total": len(self.numerals), **found}

    def loud(self) -> Iterator[Finding]:
        """Yield the findings of severity error or warning."""
        return (one for one in self.findings if one.severity is not Severity.NOTE)
