"""数据表的形状: what a register may say: its fields, the printed table it is laid out as, the stages of its rows."""

from datetime import date
from enum import StrEnum
from itertools import product
from typing import Literal

from pydantic import Field, model_validator

from zhibao.catalog.shape import Definition, NonEmpty, Shape
from zhibao.terms.period import PeriodType
from zhibao.terms.place import Level
from zhibao.terms.unit import UNITS
from zhibao.terms.value import Origin, OriginKind


class FieldType(StrEnum):
    """字段类型."""

    COUNT = "count"
    MEASURE = "measure"
    AMOUNT = "amount"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    ID_NUMBER = "id_number"

    @property
    def is_number(self) -> bool:
        """Say whether cells of this type hold numbers."""
        return self in (FieldType.COUNT, FieldType.MEASURE, FieldType.AMOUNT)


class RegisterField(Shape):
    """字段: a column of a register.

    `within` 其中: the named field is an upper bound; fields of one `group` are bounded by their sum.
    `part_of` 合计: all fields of one `split` add up to the named field.
    `derived_from` and `attribute`: filled in by the reader from a code list, never typed.
    `derive` 台账得数: a formula over registers of rows of the same submission; it gives the value where none was typed.
    `personal` 个人信息: never leaves the store, in no finding, log, export or publication.
    `not_before`: the date field that this date may not lie before.
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
    derive: str = ""
    personal: bool = False
    not_before: str = ""
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
        if self.derive and not self.type.is_number:
            raise ValueError("only a number field has a `derive`")
        if self.type is FieldType.ID_NUMBER and not self.personal:
            raise ValueError("an identity number is `personal`")
        if self.personal and self.type.is_number:
            raise ValueError("a number is not `personal`: mark what tells whose it is")
        if self.not_before and self.type is not FieldType.DATE:
            raise ValueError("only a date field has a `not_before`")
        return self


class Stage(Shape):
    """阶段: a state of a row; who moves it there, from which states, and which fields must then be filled."""

    by: NonEmpty
    after: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()


class Layout(Shape):
    """表样: a form laid out as the printed table: a field per row and column, named `row_column`.

    `rows` and `columns` map names to printed labels. The row `total_row` is the sum of the rows that are no part of
    another, the column `total_column` that of the other columns; `of_which` maps a 其中 row to the row it is part of;
    `grey` cells are not asked for. All cells are numbers of one type and unit.
    """

    head: NonEmpty
    rows: dict[str, NonEmpty] = Field(min_length=1)
    columns: dict[str, NonEmpty] = Field(min_length=1)
    type: FieldType = FieldType.COUNT
    unit: NonEmpty
    note: NonEmpty
    total_row: str = ""
    total_column: str = ""
    of_which: dict[str, str] = {}
    grey: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> "Layout":
        rows = {*self.rows}
        named = {*self.of_which, *self.of_which.values(), *(row for row, _ in self.grey), self.total_row} - {""}
        columns = {self.total_column, *(column for _, column in self.grey)} - {""}
        for name in (named - rows) | (columns - {*self.columns}):
            raise ValueError(f"{name!r} is no row or column of the layout")
        return self

    def cells(self) -> dict[tuple[str, str], str]:
        """Return (row, column) → field, without grey cells, row by row."""
        return {pair: "_".join(pair) for pair in product(self.rows, self.columns) if pair not in self.grey}

    def fields(self) -> dict[str, "RegisterField"]:
        """Return the fields of all cells."""
        return {
            name: RegisterField(
                label=f"{self.rows[row]}（{self.columns[column]}）",
                type=self.type,
                unit=self.unit,
                note=self.note,
                within=(f"{self.of_which[row]}_{column}",) if row in self.of_which else (),
            )
            for (row, column), name in self.cells().items()
        }

    def sums(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return (what the parts are split by, field of the total, fields of its parts) for every total."""
        cells = self.cells()
        whole = [row for row in self.rows if row != self.total_row and row not in self.of_which]
        split = [column for column in self.columns if column != self.total_column]
        found = [
            (
                self.head.partition("\\")[0],
                cells.get((self.total_row, column)),
                [cells.get((row, column)) for row in whole],
            )
            for column in self.columns
        ] + [
            (
                self.head.partition("\\")[2] or "栏目",
                cells.get((row, self.total_column)),
                [cells.get((row, one)) for one in split],
            )
            for row in self.rows
        ]
        return tuple((by, total, kept) for by, total, parts in found if total and (kept := tuple(filter(None, parts))))


class Register(Definition):
    """数据表 / 台账: `form` has one row per school (or city) and year, `rows` has many, told apart by `key`.

    `layout` makes the fields of a form that is filled in as the printed table. `stages` are the states that the code
    field `stage` goes through. `optional` registers may be left out altogether: nobody asks for an empty one.
    `open_rows`: a register with personal fields whose rows are about things all the same, such as workshops with the
    name of who leads them; without it such a register is one of persons, whose rows no release holds.
    """

    level: Level
    shape: Literal["form", "rows"] = "form"
    period: PeriodType
    owner: NonEmpty
    as_of: str = ""
    system: str = ""
    key: tuple[str, ...] = ()
    optional: bool = False
    open_rows: bool = False
    layout: Layout | None = None
    stage: str = ""
    stages: dict[str, Stage] = {}
    fields: dict[str, RegisterField] = Field(default_factory=dict)
    examples: tuple[dict[str, str | int | float | date | None], ...] = Field(min_length=1)

    @property
    def origin(self) -> Origin:
        """Return where the register's values come from: typed, or imported from the system it names."""
        return Origin(OriginKind.IMPORTED, self.system) if self.system else Origin(OriginKind.TYPED)

    @model_validator(mode="before")
    @classmethod
    def _with_fields_of_layout(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("layout") and not given.get("fields"):
            return {**given, "fields": Layout.model_validate(given["layout"]).fields()}
        return given

    @property
    def personal(self) -> tuple[str, ...]:
        """Return the fields that never leave the store."""
        return tuple(name for name, field in self.fields.items() if field.personal)

    @property
    def is_of_persons(self) -> bool:
        """Say whether each row is about a person, so that no release holds the rows."""
        return bool(self.personal) and not self.open_rows

    @model_validator(mode="after")
    def _stages_fit_fields(self) -> "Register":
        if bool(self.stage) != bool(self.stages):
            raise ValueError("`stage` and `stages` come together")
        if self.stage and self.stage not in self.fields:
            raise ValueError(f"stage field {self.stage!r} is not a field")
        for name, one in self.stages.items():
            for field in one.requires:
                if field not in self.fields:
                    raise ValueError(f"stage {name!r} requires {field!r}, which is not a field")
            for before in one.after:
                if before not in self.stages:
                    raise ValueError(f"stage {name!r} comes after {before!r}, which is not a stage")
        return self

    @model_validator(mode="after")
    def _open_rows_are_about_things(self) -> "Register":
        if self.open_rows and not self.personal:
            raise ValueError("`open_rows` is said of a register with personal fields")
        if self.open_rows and any(field.type is FieldType.ID_NUMBER for field in self.fields.values()):
            raise ValueError("a register with an identity number is one of persons: its rows are not open")
        return self

    @model_validator(mode="after")
    def _key_fits_shape(self) -> "Register":
        if not self.fields:
            raise ValueError("a register has `fields`, or a `layout` that makes them")
        if (self.shape == "rows") != bool(self.key):
            raise ValueError("a register of rows has a `key`, a form has none")
        if taken := {"school", "place", "year"} & set(self.fields):
            raise ValueError(f"a field cannot be called {taken.pop()!r}: that name stands for the submission itself")
        for name in self.key:
            if name not in self.fields:
                raise ValueError(f"key field {name!r} is not a field")
            if self.fields[name].personal:
                raise ValueError(f"key field {name!r} is personal: findings name rows by their key")
        return self
