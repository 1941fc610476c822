"""派生的次序校验: the order of stages and of dates that the registers' own definitions imply."""

from collections.abc import Iterator, Mapping
from datetime import date

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check, CheckExample
from zhibao.catalog.register import FieldType, Register
from zhibao.catalog.shape import Cited
from zhibao.terms.finding import Severity

_GROUND = Cited(title="本平台数据表定义")
Given = dict[str, str | int | float | date | None]
_EARLY, _LATE = date(2021, 3, 1), date(2021, 9, 1)


def generated_orders(registers: Mapping[str, Register]) -> dict[str, Check]:
    """Return the checks that follow from `stages` and `not_before`, by name."""
    checks = [*_dates(registers), *_filled(registers), *_moves(registers)]
    return {check.name: check for check in checks}


def _dates(registers: Mapping[str, Register]) -> Iterator[Check]:
    for register in registers.values():
        for name, field in register.fields.items():
            other, first = qualified(register.name, field.not_before) if field.not_before else ("", "")
            if other != register.name:
                continue
            row: Given = {**_key(register), name: _LATE, first: _LATE}
            yield _check(
                register,
                f"{register.name}_{name}_not_before_{first}",
                f"{field.label}不早于{register.fields[first].label}",
                kind="date_window",
                of=(f"{register.name}.{name}",),
                parameters={"not_before": first},
                message="“{label}”填写为{said}，早于“{bound}”{limit}。",
                fix="请核对两个日期，改正填错的一个。",
                good=[row],
                bad=[{**row, name: _EARLY}],
            )


def _filled(registers: Mapping[str, Register]) -> Iterator[Check]:
    for register in registers.values():
        stage = next((name for name, one in register.stages.items() if one.requires), "")
        if not stage:
            continue
        needed = register.stages[stage].requires[:1]
        row: Given = {**_key(register), **{name: _value(register, name) for name in needed}, register.stage: stage}
        yield _check(
            register,
            f"{register.name}_stages_are_filled",
            f"“{register.label}”到了一个阶段，该阶段的栏目都已填",
            kind="stage_filled",
            of=(register.name,),
            parameters={},
            message="已到“{stage}”阶段，“{label}”还没有填写。",
            fix="请补填这一栏，或把阶段改回实际所处的阶段。",
            good=[row],
            bad=[{**row, needed[0]: None}],
        )


def _moves(registers: Mapping[str, Register]) -> Iterator[Check]:
    for register in registers.values():
        step = next(((name, one.after[0]) for name, one in register.stages.items() if one.after), None)
        if step is None or register.stage in register.key:
            continue
        last: Given = {**_key(register), register.stage: step[1], "year": 2020}
        this: Given = {**_key(register), register.stage: step[0]}
        yield _check(
            register,
            f"{register.name}_stages_move_forward",
            f"“{register.label}”的阶段只按次序推进",
            kind="stage_order",
            of=(register.name,),
            parameters={},
            message="上年已到“{last}”，本年填为“{this}”；“{this}”不能由“{last}”而来。",
            fix="请核对阶段；上年填错的，先订正上年的表。",
            good=[last, this],
            bad=[{**last, register.stage: step[0]}, {**this, register.stage: step[1]}],
        )


def _check(
    register: Register,
    name: str,
    label: str,
    *,
    kind: str,
    of: tuple[str, ...],
    parameters: dict[str, int | float | str],
    message: str,
    fix: str,
    good: list[Given],
    bad: list[Given],
) -> Check:
    return Check(
        name=name,
        label=label,
        why="同一件事的先后次序不会颠倒，颠倒说明有一处填错。",
        source=(_GROUND, *register.source),
        kind=kind,
        of=of,
        parameters=parameters,
        severity=Severity.ERROR,
        message=message,
        fix=fix,
        examples=(
            CheckExample(given={register.name: tuple(good)}),
            CheckExample(given={register.name: tuple(bad)}, finds=1),
        ),
        generated=True,
    )


def _key(register: Register) -> Given:
    return {name: _value(register, name) for name in register.key}


def _value(register: Register, name: str) -> str | int | date:
    """Return something that may stand in a field."""
    field = register.fields[name]
    if field.type.is_number:
        return 1
    return _LATE if field.type is FieldType.DATE else "示例"
