"""定义的形状: what a register, indicator, check, standard, list and edition may say, checked on loading."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhibao.terms.finding import Severity
from zhibao.terms.period import PeriodType
from zhibao.terms.place import Level
from zhibao.terms.source import Source
from zhibao.terms.unit import UNITS, Unit
from zhibao.terms.value import Origin, OriginKind

NonEmpty = Annotated[str, Field(min_length=1)]


class Shape(BaseModel):
    """What all definition files share: unknown keys are refused, loaded objects do not change."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Cited(Shape):
    """依据: the source of a definition as a file states it."""

    title: NonEmpty
    number: str = ""
    clause: str = ""
    mark: Literal["C", "G", "U"] = "C"

    def term(self) -> Source:
        """Return the source as the term that findings carry."""
        return Source(self.title, self.number, self.clause, self.mark)


class Definition(Shape):
    """定义: one file; its stem is its name."""

    name: str
    label: NonEmpty
    why: NonEmpty
    source: tuple[Cited, ...] = Field(min_length=1)
    since: int | None = None
    until: int | None = None

    def is_in_force(self, year: int) -> bool:
        """Say whether the definition holds for a data year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


class FieldType(StrEnum):
    """字段类型."""

    COUNT = "count"
    MEASURE = "measure"
    AMOUNT = "amount"
    TEXT = "text"
    CODE = "code"
    DATE = "date"

    @property
    def is_number(self) -> bool:
        """Say whether cells of this type hold numbers."""
        return self in (FieldType.COUNT, FieldType.MEASURE, FieldType.AMOUNT)


class RegisterField(Shape):
    """字段: a column of a register.

    `within` 其中: the named field is an upper bound; fields of one `group` are bounded by their sum.
    `part_of` 合计: all fields of one `split` add up to the named field.
    `derived_from` and `attribute`: filled in by the reader from a code list, never typed.
    Names are `field` or `register.field`.
    """

    label: NonEmpty
    type: FieldType
    unit: str = ""
    note: str = ""
    list: str = ""
    within: tuple[str, ...] = ()
    group: str = ""
    part_of: str = ""
    split: str = ""
    required: bool = True
    derived_from: str = ""
    attribute: str = ""
    explain_change: bool = True

    @model_validator(mode="after")
    def _is_consistent(self) -> "RegisterField":
        if self.type.is_number and self.unit not in UNITS:
            raise ValueError(f"unit {self.unit!r} is not one of {'、'.join(UNITS)}")
        if self.type.is_number and not self.note:
            raise ValueError("a number field states its 口径 in `note`")
        if self.type is FieldType.CODE and not self.list:
            raise ValueError("a code field names its `list`")
        if bool(self.part_of) != bool(self.split):
            raise ValueError("`part_of` and `split` come together")
        if bool(self.derived_from) != bool(self.attribute):
            raise ValueError("`derived_from` and `attribute` come together")
        return self


class Register(Definition):
    """数据表 / 台账: `form` has one row per school (or city) and year, `rows` has many, told apart by `key`."""

    level: Level
    shape: Literal["form", "rows"] = "form"
    period: PeriodType
    owner: NonEmpty
    as_of: str = ""
    system: str = ""
    key: tuple[str, ...] = ()
    fields: dict[str, RegisterField] = Field(min_length=1)
    examples: tuple[dict[str, str | int | float | date | None], ...] = Field(min_length=1)

    @property
    def origin(self) -> Origin:
        """Return where the register's values come from: typed, or imported from the system it names."""
        return Origin(OriginKind.IMPORTED, self.system) if self.system else Origin(OriginKind.TYPED)

    @model_validator(mode="after")
    def _key_fits_shape(self) -> "Register":
        if (self.shape == "rows") != bool(self.key):
            raise ValueError("a register of rows has a `key`, a form has none")
        if taken := {"school", "place", "year"} & set(self.fields):
            raise ValueError(f"a field cannot be called {taken.pop()!r}: that name stands for the submission itself")
        for name in self.key:
            if name not in self.fields:
                raise ValueError(f"key field {name!r} is not a field")
        return self


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
    """例: a row (field by field, `register.field` across registers) and how often the check must speak."""

    row: dict[str, str | int | float | None]
    finds: int = 0


class Check(Definition):
    """校验规则: a kind with its condition or parameters; `generated` ones follow from the registers and have no file.

    `must` compares sums of fields: of one place's forms, or of each row of the register of rows named in `rows_of`.
    """

    kind: str
    must: str = ""
    rows_of: str = ""
    parameters: dict[str, int] = {}
    severity: Severity
    message: NonEmpty
    fix: NonEmpty
    examples: tuple[CheckExample, ...] = Field(min_length=1)
    generated: bool = False


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


class Standard(Definition):
    """标准: a dated threshold for an indicator, with document and clause."""

    indicator: NonEmpty
    at_least: float | None = None
    at_most: float | None = None
    applies_to: str = ""
