"""表格矩阵: tables of known truth in each orientation, order and setting, with one cell wrong."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from zhibao.audit.proof.matrix.grids import Field, Grid, Setting, set_in_text
from zhibao.audit.proof.matrix.mutants import one_slip, unrelated
from zhibao.audit.proof.matrix.sample import Sample
from zhibao.audit.proof.matrix.table_kinds import KINDS, Draw

TRIES = 40
SETTINGS: tuple[Setting, ...] = ("tab", "pipe", "space")
HEAD = "2022年度质量报告\n\n一、基本情况\n\n有关情况见表1。\n\n"
TAIL = "\n以上数据由各单位填报，经逐级审核后汇总。\n"


def table_samples(kind: str, rng: Random, number: int) -> Iterator[Sample]:
    """Yield so many right tables of a kind, each also with one cell near, far and of the other sign."""
    for turn in range(number):
        held_out, newer_first = turn % 3 == 2, rng.random() < 0.5
        grid = _right(kind, Draw(rng, held_out, newer_first))
        turned = rng.random() < 0.3
        setting = SETTINGS[turn % 3] if rng.random() < 0.5 else rng.choice(SETTINGS)
        name = f"{kind}:{setting}{'/turned' if turned else ''}{'/newer_first' if newer_first else ''}"
        for variant, one in (
            ("right", grid),
            ("slip", near(grid, rng)),
            ("far", far(grid, rng)),
            ("flipped", flipped(grid, rng)),
        ):
            if one is not None:
                yield placed(one.transposed() if turned else one, setting, variant, held_out, name)


def _right(kind: str, draw: Draw) -> Grid:
    for _ in range(TRIES):
        grid = KINDS[kind](draw)
        if grid.is_right():
            return grid
    raise ValueError(f"{kind}: no right table in {TRIES} draws")


def near(grid: Grid, rng: Random) -> Grid | None:
    """Return the table with one slip in one cell that breaks an equation."""
    fields = grid.fields
    used = sorted({name for one in grid.equations for _, name in one.cells})
    return _first_broken(grid, (_slipped(fields[rng.choice(used)], rng) for _ in range(TRIES)))


def far(grid: Grid, rng: Random) -> Grid | None:
    """Return the table with one result that has nothing to do with its row or column."""
    fields = grid.fields
    results = [one.result for one in grid.equations]
    changed = (fields[rng.choice(results)] for _ in range(TRIES))
    return _first_broken(
        grid, (replace(one, number=replace(one.number, digits=unrelated(one.number, rng))) for one in changed)
    )


def flipped(grid: Grid, rng: Random) -> Grid | None:
    """Return the table with one change of the other sign or arrow; None where it has no changes."""
    changes = [one.result for one in grid.equations if one.law in ("change", "grown")]
    if not changes:
        return None
    rng.shuffle(changes)
    return _first_broken(grid, (_turned(grid.fields[name]) for name in changes))


def _turned(field: Field) -> Field:
    if field.arrow:
        return replace(field, arrow="↓" if field.arrow == "↑" else "↑")
    digits = field.number.digits
    return replace(field, number=replace(field.number, digits=digits[1:] if digits.startswith("-") else f"-{digits}"))


def _slipped(field: Field, rng: Random) -> Field:
    sign, plain = ("-", field.number.digits[1:]) if field.number.digits.startswith("-") else ("", field.number.digits)
    return replace(field, number=replace(field.number, digits=sign + one_slip(plain, rng)))


def _first_broken(grid: Grid, fields: Iterator[Field]) -> Grid | None:
    changed = (grid.with_field(field) for field in fields)
    return next((one for one in changed if one.broken()), None)


def placed(grid: Grid, setting: Setting, variant: str, held_out: bool, name: str) -> Sample:
    """Return the table in a short report."""
    text, marks = set_in_text(grid, setting, len(HEAD))
    broken = {cell for one in grid.broken() for _, cell in one.cells}
    return Sample(
        relation=grid.relation,
        wording=name,
        held_out=held_out,
        variant=variant,
        text=HEAD + text + TAIL,
        marks=tuple(mark for mark in marks if variant == "right" or mark.name in broken),
        results=tuple(dict.fromkeys(one.result for one in grid.equations)),
        lenient=grid.relation == "table_arrows",
        changed=grid.changed,
    )
