"""变动: a value that two releases tell otherwise, and everything that made it so."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibao.terms.value import Known, Value, ValueKey


class Kind(StrEnum):
    """原因: why a value changed."""

    DEFINITION = "definition"
    ROSTER = "roster"
    RESUBMISSION = "resubmission"
    IMPORT = "import"
    PRINTING = "printing"
    OUTLINE = "outline"
    UNEXPLAINED = "unexplained"

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return {
            "definition": "定义变化",
            "roster": "名单变化",
            "resubmission": "重新报送",
            "import": "导入数据",
            "printing": "仅写法变化",
            "outline": "提纲取舍",
            "unexplained": "未能说明",
        }[self.value]


@dataclass(frozen=True, slots=True)
class CellChange:
    """一格的变动: `key` names the row ('' in a form); old and new as people write them."""

    kind: Kind
    place: str
    register: str
    key: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Share:
    """一家的份额: by how much one place moved numerator and denominator; they add up to the move of the whole."""

    place: str
    numerator: Fraction
    denominator: Fraction | None


@dataclass(frozen=True, slots=True)
class Moved:
    """所到之数: the value at a point between the two releases, with its parts."""

    value: Value
    numerator: Value
    denominator: Value | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """一步: what one sort of reason did: the value before and after it, in words, by place, cell by cell.

    Missing: None before or after where there was no such value. `shares` is None where the formula is no sum, or a
    part of it has no number: then places have no share of their own.
    """

    kinds: tuple[Kind, ...]
    before: Moved | None
    after: Moved | None
    lines: tuple[str, ...] = ()
    shares: tuple[Share, ...] | None = None
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """印出的样子: what a release says of a value."""

    text: str
    exact: str
    state: str
    unit: str
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """一项变动: a value, what both releases print of it, and the steps from one to the other, in their order."""

    key: ValueKey
    label: str
    place: str
    before: Printed | None
    after: Printed | None
    steps: tuple[Step, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return all reasons, in the order of the steps."""
        return tuple(dict.fromkeys(kind for step in self.steps for kind in step.kinds))


def difference(before: Value | None, after: Value | None) -> Fraction | None:
    """Return by how much a value moved; None where there is no number before or after."""
    if isinstance(before, Known) and isinstance(after, Known):
        return after.number - before.number
    return None
