"""断言: a numeral in its sentence: what it says, of whom, when, and in which role."""

from dataclasses import dataclass, field
from enum import StrEnum

from zhibao.audit.blocks import Block
from zhibao.terms.numerals.noun import Numeral
from zhibao.terms.source import TextPlace


class Role(StrEnum):
    """角色: what a number does in its sentence."""

    VALUE = "value"
    BEFORE = "before"
    TARGET = "target"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    AVERAGE_GROWTH = "average_growth"
    SHARE = "share"
    COMPLETION = "completion"
    FACTOR = "factor"
    RANK = "rank"
    BOUND = "bound"
    EXCLUDED = "excluded"


@dataclass(slots=True, eq=False)
class Claim:
    """断言: what it measures, when, in which role.

    `label` is the thing measured in the sentence's own words, without cue words; `after` the noun behind the unit.
    `year` is the year it speaks of (None: not said); `first_year` the earlier end of a stretch of years; `previous`
    says that it is the period before. `direction` is +1 or -1 where a change word says so, `word` that word's span.
    `base` is the phrase after 占; `thing` what 比 or 高于 compares with; `noun` a follower's own noun. `lead` is the
    text between the separator (or number) before and the digits. `scope` tells apart what may differ by right: 累计,
    计划, 全省, 新增 …. `sentence`, `group` (between ；), `clause` (between ，) and `depth` (of brackets) say where it
    stands in its block; `list_id` is shared by the members of a list such as 120 人、130 人和 140 人. `of` is the
    number whose share it is (占 7707 人的 60%); `mates` are the claims at the same place of parallel lists (分别).
    """

    index: int
    block: Block
    numeral: Numeral
    role: Role = Role.VALUE
    label: str = ""
    after: str = ""
    subject: str = ""
    lead: str = ""
    year: int | None = None
    first_year: int | None = None
    previous: bool = False
    scope: frozenset[str] = frozenset()
    direction: int = 0
    word: tuple[int, int] | None = None
    base: str = ""
    thing: str = ""
    noun: str = ""
    sentence: int = -1
    group: int = -1
    clause: int = -1
    depth: int = 0
    list_id: int = -1
    is_total: bool = False
    of: "Claim | None" = None
    mates: "tuple[Claim, ...]" = ()
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def quote(self) -> str:
        """Return the number with its unit, as the normalised text has it."""
        return self.block.text[self.numeral.start : self.numeral.stop]

    @property
    def start(self) -> int:
        """Return the offset of its first digit."""
        return self.numeral.start

    def is_like(self, other: "Claim") -> bool:
        """Say whether two claims are stated in the same unit, so that they may be added or compared."""
        mine, its = self.numeral, other.numeral
        if mine.sort is its.sort and mine.unit == its.unit:
            return True
        counts = ("个", "项", "件")
        return mine.unit in counts and its.unit in counts

    def places(self, file: str = "") -> tuple[TextPlace, ...]:
        """Return where the digits stand, one place per source line."""
        return self.block.places(self.numeral.start, self.numeral.end, file)
