"""来源系统与列对应: which systems data come from, and which column of their exports is which field of ours."""

from typing import Literal

from pydantic import Field, model_validator

from zhibao.catalog.shape import Definition, NonEmpty
from zhibao.terms.unit import UNITS


class System(Definition):
    """来源系统: a national or provincial system whose data are taken over; reports name it as 数据来源.

    `feeds` names the registers that it can fill.
    """

    aliases: tuple[str, ...] = ()
    operator: NonEmpty
    feeds: tuple[str, ...] = ()


class ColumnMapping(Definition):
    """列对应: how an export of a system is read into a register.

    `columns` maps its headers to fields of the register. `school` is the header of the column with a school's code or
    name; '' when a file speaks of one school only. `only` keeps the rows in which a column says one of these words.
    `units` gives a field's unit in the file where it is not ours; `values` translate codes, field by field.
    `heads` across: one row per school or item; down: labels in the column `labels_in`, values in `values_in`.
    """

    system: NonEmpty
    register_: NonEmpty = Field(alias="register")
    heads: Literal["across", "down"] = "across"
    school: str = ""
    columns: dict[str, str] = Field(min_length=1)
    only: dict[str, tuple[str, ...]] = {}
    units: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    labels_in: str = ""
    values_in: str = ""

    @model_validator(mode="after")
    def _is_consistent(self) -> "ColumnMapping":
        if (self.heads == "down") != bool(self.labels_in and self.values_in):
            raise ValueError("`labels_in` and `values_in` name the two columns of a file whose heads run down")
        fields = set(self.columns.values())
        if len(fields) < len(self.columns):
            raise ValueError("two columns are mapped to one field")
        for name in {*self.units, *self.values} - fields:
            raise ValueError(f"{name!r} has a unit or values, but no column")
        for unit in self.units.values():
            if unit not in UNITS:
                raise ValueError(f"unit {unit!r} is not one of {'、'.join(UNITS)}")
        return self

    @property
    def needed(self) -> frozenset[str]:
        """Return the headers that a file must have to be read by this mapping."""
        if self.heads == "down":
            return frozenset((self.labels_in, self.values_in))
        return frozenset((*self.columns, *self.only, *([self.school] if self.school else [])))
