"""发现的问题: what a check or an audit says, in one shape."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from zhibao.terms.source import CellPlace, Location, Source

_DIGITS = 10


class Severity(StrEnum):
    """程度: error 强制, warning 提示, note 注."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        return {"error": "强制", "warning": "提示", "note": "注"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """发现: rule, where, what was said, what was expected, what to do, on what ground.

    `said` and `expected` are texts as a person reads them; `reason` is the 说明 given for it, if any; `waived` when
    somebody asked to be excused, with that reason.
    """

    rule: str
    severity: Severity
    where: Location
    message: str
    said: str = ""
    expected: str = ""
    fix: str = ""
    source: tuple[Source, ...] = ()
    computation: str = ""
    suggestions: tuple[str, ...] = ()
    related: tuple[Location, ...] = ()
    confidence: float = 1.0
    reason: str = ""
    waived: bool = False

    @property
    def topic(self) -> str:
        """Return ten hex digits that stay the same for the same rule in the same cell, whatever year and value."""
        return _digest(self.rule, *_spot(self.where))

    @property
    def thread(self) -> str:
        """Return the number that the finding is answered under: its topic in its year."""
        return self.thread_in(self.where.year if isinstance(self.where, CellPlace) else 0)

    def thread_in(self, year: int) -> str:
        """Return the thread of the same topic in another year."""
        return _digest(self.topic, str(year))

    @property
    def is_open(self) -> bool:
        """Say whether somebody must still act: an error always, a warning until a reason is given."""
        return self.severity is Severity.ERROR or (self.severity is Severity.WARNING and not self.reason)

    def record(self) -> dict[str, object]:
        """Return the finding as plain data, the form in which files and programs take it."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "confidence": self.confidence,
            "where": str(self.where),
            "message": self.message,
            "said": self.said,
            "expected": self.expected,
            "fix": self.fix,
            "computation": self.computation,
            "suggestions": list(self.suggestions),
            "reason": self.reason,
            "waived": self.waived,
            "thread": self.thread,
            "source": [str(one) for one in self.source],
        }

    def __str__(self) -> str:
        """Return the finding as sentences: where and what, what to do, the ground."""
        ground = "；".join(map(str, self.source))
        return "".join(
            part
            for part in (
                f"{self.where}：" if str(self.where) else "",
                self.message,
                self.fix,
                f"依据：{ground}。" if ground else "",
                f"{'申请免予' if self.waived else '说明'}：{self.reason.rstrip('。')}。" if self.reason else "",
            )
            if part
        )


def _spot(where: Location) -> tuple[str, ...]:
    """Return what tells one place from another; what no field names is told by where it stands."""
    if not isinstance(where, CellPlace):
        return (where.file, str(where.line), where.quote, where.cell)
    spot = (where.place or where.file, where.register, where.key)
    return (*spot, where.field) if where.field else (*spot, "", where.sheet, where.cell, where.label)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:_DIGITS]
