"""What no definition may ask of a person: every formula, breakdown and listing that would is refused with a reason."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from pydantic import ValidationError

from tests.registers import catalog
from zhibao.catalog.chapter import Exhibit
from zhibao.catalog.exhibit import ListingTable
from zhibao.catalog.expression import FormulaError, parse_formula
from zhibao.catalog.lint import lint
from zhibao.catalog.load import Catalog
from zhibao.catalog.outline import Outline, exhibits
from zhibao.catalog.outline_faults import outline_faults
from zhibao.catalog.persons import Use, columns_in_use
from zhibao.catalog.register import FieldType, Register, RegisterField

MEAN_PAY = "SUM(graduate_records.pay) FILTER (WHERE graduate_records.destination = '自主创业')"


def with_indicator(**changes: str) -> Catalog:
    one = catalog().indicators["party_members"].model_copy(update=changes)
    return replace(catalog(), indicators={"party_members": one}, _formulas={})


def faults(found: Catalog) -> list[str]:
    return [one.message for one in lint(found) if one.rule == "lint.persons_stay_private"]


def test_the_packaged_definitions_ask_nothing_of_a_person() -> None:
    assert faults(catalog()) == []


@pytest.mark.parametrize("field", ["name", "phone", "id_number"])
def test_no_formula_reads_a_personal_field(field: str) -> None:
    with pytest.raises(FormulaError, match="个人信息不参加计算"):
        parse_formula(f"COUNT(DISTINCT teachers.{field})", catalog().registers)
    with pytest.raises(FormulaError, match="个人信息不参加计算"):
        parse_formula(f"COUNT(teachers.sex) FILTER (WHERE teachers.{field} = '甲')", catalog().registers)


def test_a_derive_that_reads_a_personal_field_is_found() -> None:
    staff = catalog().registers["staff"]
    field = staff.fields["total"].model_copy(update={"derive": "COUNT(teachers.name)"})
    wrong = staff.model_copy(update={"fields": {**staff.fields, "total": field}})
    (said,) = faults(replace(catalog(), registers={**catalog().registers, "staff": wrong}, _formulas={}))
    assert said.startswith("字段“total”的 derive")


def test_an_indicator_that_groups_by_a_person_is_found() -> None:
    (said,) = faults(with_indicator(by="party_organisations.secretary"))
    assert "不能按它分组" in said


@pytest.mark.parametrize(
    "formula",
    [
        "COUNT(DISTINCT graduate_records.student_number)",
        "COUNT(graduate_records.sex) FILTER (WHERE graduate_records.student_number = '1')",
    ],
)
def test_a_formula_that_tells_persons_apart_is_found(formula: str) -> None:
    (said,) = faults(with_indicator(value=formula))
    assert "算不回来" in said


def test_columns_are_those_that_formulas_read_and_what_is_counted_is_told_apart() -> None:
    found: Mapping[str, Mapping[str, Use]] = columns_in_use(with_indicator(value=MEAN_PAY), ["party_members"])
    assert found == {"graduate_records": {"pay": Use.READ, "destination": Use.READ}}
    found = columns_in_use(with_indicator(value="COUNT(graduate_records.student_number)"), ["party_members"])
    assert found == {"graduate_records": {"student_number": Use.COUNTED}}
    assert columns_in_use(with_indicator(value="SUM(party_organisations.members)"), ["party_members"]) == {}


def listed(register: str, cell: str) -> list[str]:
    """Return what is wrong with an outline whose first listing prints another register."""
    outline: Outline = catalog().outlines["city_nine_chapters"]
    exhibit: Exhibit = next(one for _, one in exhibits(outline) if isinstance(one.spec, ListingTable))
    spec = exhibit.spec.model_copy(update={"register_": register, "cells": (cell,), "columns": ("列",)})
    chapters = tuple(
        replace(one, parts=tuple(replace(part, spec=spec) if part is exhibit else part for part in one.parts))
        for one in outline.chapters
    )
    changed = replace(outline, chapters=chapters)
    return list(outline_faults(changed, catalog().indicators, catalog().registers))


def test_an_outline_lists_no_rows_of_persons_and_no_personal_field() -> None:
    (said,) = listed("graduate_records", "{major}")
    assert "一行是一个人，不能逐行列出" in said
    (said,) = listed("party_organisations", "{secretary}")
    assert "是个人信息，不能列出" in said
    assert listed("party_organisations", "{organisation}") == []


def register(*, open_rows: bool, **fields: RegisterField) -> Register:
    people = catalog().registers["party_organisations"]
    code = RegisterField(label="编号", type=FieldType.TEXT)
    given = {**people.model_dump(), "key": ("code",), "open_rows": open_rows, "fields": {"code": code, **fields}}
    return Register.model_validate(given)


def test_a_register_with_a_personal_field_is_one_of_persons_unless_it_says_otherwise() -> None:
    name = RegisterField(label="姓名", type=FieldType.TEXT, personal=True)
    number = RegisterField(label="身份证号", type=FieldType.ID_NUMBER, personal=True)
    assert register(open_rows=False, name=name).is_of_persons
    assert not register(open_rows=True, name=name).is_of_persons
    with pytest.raises(ValidationError, match="rows are not open"):
        register(open_rows=True, number=number)
    with pytest.raises(ValidationError, match="with personal fields"):
        register(open_rows=True)
