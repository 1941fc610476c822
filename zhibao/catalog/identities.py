"""派生的校验: the identities that the registers' own definitions imply, so that no sum is written by hand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from zhibao.catalog.asked import qualified
from zhibao.catalog.model import Check, CheckExample
from zhibao.catalog.register import Register, RegisterField
from zhibao.catalog.shape import Cited
from zhibao.terms.finding import Severity

_GROUND = Cited(title="本平台数据表定义")


def generated_checks(registers: Mapping[str, Register]) -> dict[str, Check]:
    """Return the checks that follow from `part_of`, `within`, `group` and the totals of a `layout`, by name."""
    checks = [*_splits(registers), *_bounds(registers), *_groups(registers), *_totals(registers)]
    return {check.name: check for check in checks}


def _splits(registers: Mapping[str, Register]) -> Iterator[Check]:
    splits: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for register, name, field in _fields(registers):
        if field.part_of:
            splits[(register, field.part_of, field.split)].append((register, name))
    for (register, total, split), parts in splits.items():
        whole = qualified(register, total)
        yield _check(
            registers,
            name=f"{whole[0]}_{whole[1]}_equals_parts_in_{register}_{parts[0][1]}",
            label=f"{_label(registers, whole)}等于按{split}分项之和",
            parts=parts,
            whole=whole,
            comparison="=",
            message=f"按{split}分项（{_labels(registers, parts)}）之和应等于“{_label(registers, whole)}”。",
        )


def _bounds(registers: Mapping[str, Register]) -> Iterator[Check]:
    for register, name, field in _fields(registers):
        for bound in field.within:
            whole = qualified(register, bound)
            part = (register, name)
            yield _check(
                registers,
                name=f"{register}_{name}_within_{whole[0]}_{whole[1]}",
                label=f"{field.label}不多于{_label(registers, whole)}",
                parts=[part],
                whole=whole,
                comparison="<=",
                message=f"“{field.label}”是“{_label(registers, whole)}”的一部分，不应大于它。",
            )


def _groups(registers: Mapping[str, Register]) -> Iterator[Check]:
    groups: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for register, name, field in _fields(registers):
        if field.group:
            groups[(register, field.within[-1], field.group)].append((register, name))
    for (register, bound, group), parts in groups.items():
        whole = qualified(register, bound)
        yield _check(
            registers,
            name=f"{register}_{parts[0][1]}_and_others_within_{whole[0]}_{whole[1]}",
            label=f"按{group}分项之和不多于{_label(registers, whole)}",
            parts=parts,
            whole=whole,
            comparison="<=",
            message=f"按{group}分项（{_labels(registers, parts)}）之和不应大于“{_label(registers, whole)}”。",
        )


def _totals(registers: Mapping[str, Register]) -> Iterator[Check]:
    for register in registers.values():
        for split, total, parts in register.layout.sums() if register.layout else ():
            whole = (register.name, total)
            yield _check(
                registers,
                name=f"{register.name}_{total}_is_the_sum_from_{parts[0]}",
                label=f"“{register.label}”的{_label(registers, whole)}等于按{split}分项之和",
                parts=[(register.name, part) for part in parts],
                whole=whole,
                comparison="=",
                message=f"“{_label(registers, whole)}”应等于表中按{split}分列的{len(parts)}格之和。",
            )


def _check(
    registers: Mapping[str, Register],
    *,
    name: str,
    label: str,
    parts: list[tuple[str, str]],
    whole: tuple[str, str],
    comparison: str,
    message: str,
) -> Check:
    must = f"{' + '.join('.'.join(part) for part in parts)} {comparison} {'.'.join(whole)}"
    good: dict[str, str | int | float | None] = {**dict.fromkeys(map(".".join, parts), 1), ".".join(whole): len(parts)}
    bad: dict[str, str | int | float | None] = {**good, ".".join(whole): len(parts) - 1}
    return Check(
        name=name,
        label=label,
        why=f"{_label(registers, whole)}与其分项出自同一批人或物，不一致说明有一处填错。",
        source=(_GROUND, *registers[parts[0][0]].source),
        kind="each_row",
        must=must,
        rows_of=_row_by_row(registers, [*parts, whole]),
        severity=Severity.ERROR,
        message=message,
        fix="请逐项核对，改正填错的一格。",
        examples=(CheckExample(row=good), CheckExample(row=bad, finds=1)),
        generated=True,
    )


def _row_by_row(registers: Mapping[str, Register], names: list[tuple[str, str]]) -> str:
    """Return the register of rows that all fields are columns of; '' where sums over the submission are compared."""
    tables = {register for register, _ in names}
    return next(iter(tables)) if len(tables) == 1 and registers[names[0][0]].shape == "rows" else ""


def _fields(registers: Mapping[str, Register]) -> Iterator[tuple[str, str, RegisterField]]:
    for register in registers.values():
        for name, field in register.fields.items():
            yield register.name, name, field


def _label(registers: Mapping[str, Register], name: tuple[str, str]) -> str:
    return registers[name[0]].fields[name[1]].label


def _labels(registers: Mapping[str, Register], names: list[tuple[str, str]]) -> str:
    return "、".join(_label(registers, name) for name in names)
