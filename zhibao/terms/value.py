"""数值三态: Known, Missing, Undefined; zero is a Known value and nothing else is zero."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class OriginKind(StrEnum):
    """来源方式."""

    TYPED = "typed"
    DERIVED = "derived"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Origin:
    """数据来源: how a value came here; an imported one names its system."""

    kind: OriginKind = OriginKind.TYPED
    system: str = ""

    def __str__(self) -> str:
        """Return the origin as it is stored: typed, derived, imported:SYSTEM."""
        return f"{self.kind.value}:{self.system}" if self.system else self.kind.value

    @property
    def label(self) -> str:
        """Return the origin in words."""
        return {"typed": "填报", "derived": "由台账得出", "imported": self.system or "导入"}[self.kind.value]


def parse_origin(text: str) -> Origin:
    """Return the origin that a stored text says; raises ValueError when it says none."""
    kind, _, system = text.partition(":")
    return Origin(OriginKind(kind), system)


class Meaning(StrEnum):
    """缺失含义: why there is no number."""

    NOT_SUBMITTED = "not_submitted"
    NOT_APPLICABLE = "not_applicable"
    NIL = "nil"
    NOT_COLLECTED = "not_collected"
    SUPPRESSED = "suppressed"

    @property
    def sign(self) -> str:
        """Return the sign that stands where the number would."""
        return {"not_submitted": "缺", "not_applicable": "／", "nil": "无", "not_collected": "—", "suppressed": "＊"}[
            self.value
        ]

    @property
    def label(self) -> str:
        """Return the meaning in words."""
        return {
            "not_submitted": "未报送",
            "not_applicable": "不适用",
            "nil": "无此项",
            "not_collected": "未采集",
            "suppressed": "不予公布",
        }[self.value]

    @property
    def leaves_a_gap(self) -> bool:
        """Say whether a total over such a cell is incomplete."""
        return self not in (Meaning.NOT_APPLICABLE, Meaning.NIL)


@dataclass(frozen=True, slots=True)
class Known:
    """已知: an exact number; an estimate is known, and marked. Where it came from does not change what it says."""

    number: Fraction
    estimated: bool = False
    origin: Origin = field(default=Origin(), compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """缺失: no number, and why; `gaps` counts the cells or schools that lack it."""

    meaning: Meaning
    gaps: int = 1

    @property
    def sign(self) -> str:
        """Return the sign that stands where the number would."""
        return self.meaning.sign


@dataclass(frozen=True, slots=True)
class Undefined:
    """无意义: the parts are there but the formula has no result, as over a zero denominator."""

    reason: str = "分母为零"

    @property
    def sign(self) -> str:
        """Return the sign that stands where the number would."""
        return "÷"


Value = Known | Missing | Undefined


@dataclass(frozen=True, slots=True, order=True)
class ValueKey:
    """Which value: indicator, place code, data year, and the member of its breakdown ('' for the whole)."""

    indicator: str
    place: str
    year: int
    member: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """计算结果: a value with the parts it was computed from and the snapshots behind it.

    Unit: numerator and denominator in the registers' units, the value in the indicator's.
    `origin` names the systems that the parts were imported from, if any.
    """

    value: Value
    numerator: Value
    denominator: Value | None = None
    snapshots: tuple[str, ...] = ()
    origin: Origin = Origin(OriginKind.DERIVED)


@dataclass(frozen=True)
class Values(Mapping[ValueKey, Computed]):
    """指标值: every computed value of an edition, by indicator × place × year × member."""

    table: Mapping[ValueKey, Computed]
    city: str
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, key: ValueKey) -> Computed:
        """Return one computed value; raises KeyError when it was never asked for."""
        return self.table[key]

    def __iter__(self) -> Iterator[ValueKey]:
        """Iterate over the keys in the order they were computed."""
        return iter(self.table)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self.table)
