"""校验的对象: what every kind of check looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibao.catalog.asked import Asked
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.catalog.register import RegisterField
from zhibao.snapshot.submission import Reason, Row, Rows
from zhibao.terms.finding import Finding
from zhibao.terms.place import Place
from zhibao.terms.source import CellPlace
from zhibao.terms.value import Known, Value, Values


@dataclass(frozen=True)
class Handed:
    """一份报送: one place's rows of one year, as frozen or still being typed."""

    place: Place
    year: int
    rows: Rows
    reasons: tuple[Reason, ...]
    asked: tuple[Asked, ...]
    workbook: str = ""

    def asks(self, register: str, field: str) -> bool:
        """Say whether this place is asked for a field."""
        return any(one.register.name == register and field in one.fields for one in self.asked)

    def where(self, catalog: Catalog, register: str, field: str, key: str = "") -> CellPlace:
        """Return the place of a cell as people name it."""
        label = catalog.field_label(register, field)
        return CellPlace(
            f"{self.place.name}{self.year}年",
            catalog.registers[register].label,
            label=f"{key} {label}".strip(),
            place=self.place.code,
            year=self.year,
            register=register,
            key=key,
            field=field,
        )


@dataclass(frozen=True)
class Context:
    """校验的范围: every submission of the edition, its city values and the definitions."""

    catalog: Catalog
    handed: tuple[Handed, ...]
    expected: Mapping[int, tuple[Place, ...]]
    values: Values
    printed: tuple[str, ...]
    years: tuple[int, int]
    city: Place

    def pairs(self) -> Iterator[tuple[Handed, Handed]]:
        """Yield (last year's, this year's) submissions of the same place."""
        last = {one.place.code: one for one in self.handed if one.year == self.years[0]}
        for one in self.handed:
            if one.year == self.years[1] and one.place.code in last:
                yield last[one.place.code], one

    def numbers(self, register: str, asked: Asked) -> Iterator[tuple[str, RegisterField]]:
        """Yield the asked number fields of a register."""
        for name in asked.fields:
            field = self.catalog.registers[register].fields[name]
            if field.type.is_number:
                yield name, field


def finding(check: Check, where: CellPlace, message: str, *, said: str = "", expected: str = "", reason: str = "",
            computation: str = "") -> Finding:  # fmt: skip
    """Return a finding of a check, with the check's own advice and ground."""
    return Finding(
        rule=check.name,
        severity=check.severity,
        where=where,
        message=message,
        said=said,
        expected=expected,
        fix=check.fix,
        source=tuple(one.term() for one in check.source),
        computation=computation,
        reason=reason,
    )


def digits(value: Value | Fraction | None) -> str:
    """Return a number as people write it, without loss."""
    number = value.number if isinstance(value, Known) else value
    if not isinstance(number, Fraction):
        return "（无）"
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4f}".rstrip("0").rstrip(".")


def cell(row: Row, field: str) -> Value | None:
    """Return a cell that holds a number or says why not; None for text."""
    content = row.get(field)
    return content if not isinstance(content, str) and isinstance(content, Value) else None
