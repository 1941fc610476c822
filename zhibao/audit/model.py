"""核验的词: what kinds hand over: relations between claims, and remarks on structure, names and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhibao.audit.blocks import Block
from zhibao.audit.claim import Claim
from zhibao.terms.finding import Severity


class Outcome(StrEnum):
    """关系成立与否: `CUT_OFF` holds only if a result was cut off instead of rounded."""

    HOLDS = "holds"
    CUT_OFF = "cut_off"
    FAILS = "fails"
    CANNOT_TELL = "cannot_tell"


class Reading(StrEnum):
    """读法: the words force it; one of several candidates; found by searching the document."""

    FORCED = "forced"
    ONE_OF = "one_of"
    SEARCHED = "searched"


@dataclass(frozen=True, slots=True)
class Repair:
    """改法: one claim printed otherwise makes the relation hold."""

    claim: Claim
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """关系: an equation or bound that words or headers announce, and whether the printed numbers keep it.

    `claims` are all that take part, `result` the one that follows from the others; `bits` is how unlikely it is that a
    random number in place of `result` would keep it; `tried` how many candidates were looked at; `prior` how
    often such words mean this (1.0 where they leave no other reading). `span` is the stretch of the result's block
    that a finding should name instead of the digits; `is_word` says that a word, not a number, is wrong;
    `gives_way` that the relation is dropped where another one holds for the same result.
    """

    rule: str
    claims: tuple[Claim, ...]
    result: Claim
    outcome: Outcome
    reading: Reading
    bits: float
    expected: str
    computation: str
    repairs: tuple[Repair, ...] = ()
    tried: int = 1
    prior: float = 1.0
    severity: Severity | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    is_word: bool = False
    gives_way: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """指出的地方: a finding that is no relation of numbers; start and end are offsets in the block's text.

    `values` fill the placeholders of the rule's message, beside {said} and {expected}. `severity` and `confidence`
    where they differ from the rule's own.
    """

    rule: str
    block: Block
    start: int
    end: int
    said: str = ""
    expected: str = ""
    computation: str = ""
    suggestions: tuple[str, ...] = ()
    related: tuple[tuple[Block, int, int], ...] = ()
    severity: Severity | None = None
    confidence: float | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def instead(
    rule: str,
    block: Block,
    start: int,
    said: str,
    expected: str,
    *,
    computation: str = "",
    related: tuple[tuple[Block, int, int], ...] = (),
) -> Remark:
    """Return the remark that what a block says from `start` on should read otherwise."""
    return Remark(
        rule,
        block,
        start,
        start + len(said),
        said=said,
        expected=expected,
        computation=computation,
        suggestions=(f"{said} → {expected}",),
        related=related,
    )
