"""一份的账: what remains of one audit when many reports are looked at together; small enough to be kept for each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibao.audit.report.copied import Prose, prose_of
from zhibao.document.readers.lines import Reading
from zhibao.terms.audited import Audited, NumeralClass
from zhibao.terms.finding import Severity


@dataclass(frozen=True)
class Tally:
    """一份的账: counts of numerals by class, of findings by severity and by rule; its prose and its numbers in order.

    Missing: `prose` where nobody looks for what was copied; everything but file and error of what was not read.
    """

    file: str
    title: str = ""
    error: str = ""
    numerals: Mapping[str, int] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    prose: Prose | None = None
    numbers: tuple[tuple[int, str], ...] = ()

    def as_plain(self) -> dict[str, object]:
        """Return it as plain data."""
        paragraphs = [list(one) for one in self.prose.paragraphs] if self.prose else None
        return {
            "file": self.file, "title": self.title, "error": self.error, "numerals": dict(self.numerals),
            "severities": dict(self.severities), "rules": dict(self.rules), "prose": paragraphs,
            "numbers": [list(one) for one in self.numbers],
        }  # fmt: skip


def tally_of(audited: Audited, reading: Reading | None = None) -> Tally:
    """Return the account of an audit; with the reading also what it is compared with others by."""
    if audited.error:
        return Tally(audited.file, audited.title, audited.error)
    numbers = ((one.places[0].line, one.printed) for one in audited.numerals if one.outcome != NumeralClass.EXCLUDED)
    return Tally(
        file=audited.file,
        title=audited.title,
        numerals=audited.counts(),
        severities={one.value: sum(each.severity is one for each in audited.findings) for one in Severity},
        rules=Counter(one.rule for one in audited.findings),
        prose=prose_of(reading) if reading is not None else None,
        numbers=tuple(numbers) if reading is not None else (),
    )


def from_plain(said: Mapping[str, Any]) -> Tally:
    """Return the account that plain data tell of."""
    paragraphs, file = said["prose"], str(said["file"])
    prose = None if paragraphs is None else Prose(file, tuple((int(line), str(text)) for line, text in paragraphs))
    numbers = tuple((int(line), str(printed)) for line, printed in said["numbers"])
    return Tally(
        file=file,
        title=said["title"],
        error=said["error"],
        numerals=said["numerals"],
        severities=said["severities"],
        rules=said["rules"],
        prose=prose,
        numbers=numbers,
    )
