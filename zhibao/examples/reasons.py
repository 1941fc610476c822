"""变化说明: an invented sentence for every number of a school that changed by more than a tenth."""

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

from zhibao.catalog.files import read_yaml, validate
from zhibao.catalog.load import Catalog
from zhibao.catalog.register import Register, RegisterField
from zhibao.catalog.shape import Shape
from zhibao.snapshot.submission import Reason, Row, Rows, row_key
from zhibao.terms.unit import UNITS, Dimension
from zhibao.terms.value import Known

MOST_UNEXPLAINED = Fraction(1, 10)
SILENT_BELOW = 10


class Pool(Shape):
    """可用的说明: sentences for a rise and for a fall."""

    up: tuple[str, ...]
    down: tuple[str, ...]


class Pools(Shape):
    """可用的说明: by register, or by register and field where the field needs its own."""

    pools: dict[str, Pool]


def school_reasons(city: str, code: str, last: Rows, this: Rows, catalog: Catalog) -> tuple[Reason, ...]:
    """Return a reason for each number that changed by more than 10 %; small counts need none."""
    return tuple(
        Reason(register.name, key, field, _text(city, code, register.name, field, key, rises=now > before))
        for register, key, field, definition, before, now in _pairs(last, this, catalog)
        if moved(before, now, definition)
    )


def moved(before: Fraction, now: Fraction, definition: RegisterField) -> bool:
    """Say whether a change asks for a reason."""
    counted = UNITS[definition.unit].dimension is Dimension.COUNT
    if not definition.explain_change or (counted and max(before, now) < SILENT_BELOW):
        return False
    return abs(now - before) > MOST_UNEXPLAINED * abs(before)


def _pairs(
    last: Rows, this: Rows, catalog: Catalog
) -> Iterator[tuple[Register, str, str, RegisterField, Fraction, Fraction]]:
    for name, rows in this.items():
        register = catalog.registers[name]
        earlier = {row_key(register, row): row for row in last.get(name, ())}
        for row in rows:
            key = row_key(register, row)
            for field, before, now in _numbers(earlier.get(key, {}), row):
                yield register, key, field, register.fields[field], before, now


def _numbers(before: Row, now: Row) -> Iterator[tuple[str, Fraction, Fraction]]:
    for field, cell in now.items():
        old = before.get(field)
        if isinstance(cell, Known) and isinstance(old, Known):
            yield field, old.number, cell.number


def _text(city: str, code: str, register: str, field: str, key: str, *, rises: bool) -> str:
    pools = _pools()
    pool = pools.get(f"{register}.{field}") or pools[register]
    sentences = pool.up if rises else pool.down
    digest = hashlib.sha256(f"{city} {code} {register} {field} {key}".encode()).digest()
    return sentences[digest[0] % len(sentences)]


@cache
def _pools() -> dict[str, Pool]:
    path = Path(str(files("zhibao.examples") / "change_reasons.yaml"))
    return validate(Pools, read_yaml(path), path).pools
