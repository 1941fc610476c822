"""定义的形状: what an indicator, check, rule, list and the like may say, checked on loading."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from zhibao.catalog.shape import Definition, NonEmpty, Shape
from zhibao.terms.finding import Severity
from zhibao.terms.period import PeriodType
from zhibao.terms.unit import UNITS, Unit


class IndicatorExample(Shape):
    """算例: rows of registers by school, and the exact value expected per school or for 全市."""

    given: dict[str, tuple[dict[str, str | int | float | None], ...]]
    expect: dict[str, str]


class Indicator(Definition):
    """指标: a numerator and a denominator, or one value; expressions over registers.

    Unit: % multiplies the quotient by 100; every other scale is written in the formula.
    `by` names a register field; the value is then given for each member too.
    """

    aliases: tuple[str, ...] = ()
    definition: NonEmpty
    unit: str
    decimals: int = Field(ge=0, le=6)
    better: Literal["higher", "lower", "none"] = "none"
    period: PeriodType
    lag: int = 0
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    by: str = ""
    may_exceed: bool = False
    examples: tuple[IndicatorExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_one_formula(self) -> "Indicator":
        if self.unit not in UNITS:
            raise ValueError(f"unit {self.unit!r} is not one of {'、'.join(UNITS)}")
        if bool(self.value) == bool(self.numerator) or bool(self.numerator) != bool(self.denominator):
            raise ValueError("give either `value`, or `numerator` and `denominator`")
        return self

    @property
    def term(self) -> Unit:
        """Return the unit as a term."""
        return UNITS[self.unit]


class CheckExample(Shape):
    """例: what is handed in, and how often the check must speak.

    Either one `row` (field by field, `register.field` across registers), or `given`: registers with rows, each with
    `school` (A when left out; 市 for the city's own) and `year` (the data year 2021 when left out). `others` are
    numbers, by `register.field`, that another source gives for the same cell of school A; `reasons` are its 说明.
    `cases` are texts, by school, that are handed in as cases.
    """

    row: dict[str, str | int | float | None] = {}
    given: dict[str, tuple[dict[str, str | int | float | date | None], ...]] = {}
    others: dict[str, int | float] = {}
    reasons: dict[str, str] = {}
    cases: dict[str, str] = {}
    finds: int = 0

    @model_validator(mode="after")
    def _gives_one_thing(self) -> "CheckExample":
        if bool(self.row) == bool(self.given or self.cases):
            raise ValueError("an example has either `row` or `given` and `cases`")
        return self


class Check(Definition):
    """校验规则: a kind with its condition or parameters; `generated` ones follow from the registers and have no file.

    `must` compares sums of fields: of one place's forms, or of each row of the register of rows named in `rows_of`.
    `of` names fields, as `register.field`, or registers that a kind looks at; `parameters` are its numbers and words.
    """

    kind: str
    must: str = ""
    rows_of: str = ""
    of: tuple[str, ...] = ()
    parameters: dict[str, int | float | str] = {}
    severity: Severity
    message: NonEmpty
    fix: NonEmpty
    examples: tuple[CheckExample, ...] = Field(min_length=1)
    generated: bool = False

    def number(self, name: str) -> Fraction:
        """Return a parameter that is a number; raises KeyError or ValueError when it is none."""
        return Fraction(str(self.parameters[name]))


class RuleExample(Shape):
    """例: a piece of a report, as text, and the exact quotes that the rule must find in it.

    A rule that only confirms names the numbers that it must verify (`confirms`) instead of findings. `values`
    (indicator and year → exact value of the whole) and `previous` (last year's report) are at hand, if given.
    """

    text: NonEmpty
    finds: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    values: dict[str, str] = {}
    previous: str = ""


class Rule(Definition):
    """核验规则: a kind, the parts of a document it reads, and the words that announce what it looks for.

    `message` may use {said}, {expected} and what the kind gives besides; `words` are lists that the kind asks for.
    """

    kind: NonEmpty
    scope: tuple[Literal["heading", "paragraph", "cell", "caption", "contents", "document"], ...] = Field(min_length=1)
    severity: Severity
    confidence: float = Field(default=0.9, ge=0, le=1)
    message: NonEmpty
    fix: NonEmpty
    words: dict[str, tuple[str, ...]] = {}
    parameters: dict[str, int | float | str] = {}
    answerable: bool = False
    examples: tuple[RuleExample, ...] = Field(min_length=2)


class Words(Definition):
    """词表: words of the field that the audit reads by, in named groups."""

    groups: dict[str, tuple[str, ...]] = Field(min_length=1)


class Names(Definition):
    """规范名称: official names of one sort (documents, agencies, contests, certificates), with their source.

    `items` maps the official name to names that are right too (earlier ones, accepted short forms).
    """

    sort: NonEmpty
    items: dict[str, tuple[str, ...]] = Field(min_length=1)


class ListItem(Shape):
    """代码项."""

    label: NonEmpty
    attributes: dict[str, str] = {}


class CodeList(Definition):
    """代码表: codes in their official order."""

    items: dict[str, ListItem] = Field(min_length=1)

    def labels(self) -> tuple[str, ...]:
        """Return the labels in order."""
        return tuple(item.label for item in self.items.values())
