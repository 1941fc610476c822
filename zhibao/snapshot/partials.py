"""小计: what a part of the rows says of an aggregate, in a form in which parts are joined to a whole, exactly.

A number is kept as a whole count of its smallest unit (a cent of an amount), so that adding parts is adding integers.
What is counted once wherever it occurs is kept as the set of its texts, up to BOUND of them.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from zhibao.catalog.expression import PSEUDO_FIELDS, Aggregate
from zhibao.catalog.register import Register
from zhibao.snapshot import parquet
from zhibao.snapshot.aggregates import DISTINCT, PARTS, content_of, sql_parts, value_of
from zhibao.terms.value import Value

FORMAT = 1
"""Raised when what is kept means something else than before; what was kept then is not looked at again."""
BOUND = 1 << 20
"""The most different texts that are kept as a set; beyond it the rows are asked again."""

Plain = tuple[int | None, int, int, int]
"""Number (None without one), rows with a gap, estimated rows, bits of what cells without a number mean."""
Partial = Plain | frozenset[str] | None
"""None: more different texts than are kept, so that only the rows can say how many."""
NOTHING: Final[Plain] = (None, 0, 0, 0)


def key_of(one: Aggregate, by: str, registers: Mapping[str, Register]) -> str:
    """Return the hash of an aggregate, of its breakdown, and of what the register says of the fields it reads.

    A change of a label, a note or another field leaves it as it is.
    """
    register = registers[one.register]
    names = dict.fromkeys((*one.fields, *filter(None, [by])))
    read = [(name, register.fields[name].type.value) for name in names if name not in PSEUDO_FIELDS]
    said = (FORMAT, one.function, one.register, one.field, one.where, by, register.level.value, read)
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()


def can_be_joined(one: Aggregate, registers: Mapping[str, Register]) -> bool:
    """Say whether parts of an aggregate make the whole; a largest text or a sum of texts is none of ours."""
    if not one.needs_complete_rows:
        return True
    return one.field not in PSEUDO_FIELDS and registers[one.register].fields[one.field].type.is_number


def partial_sql(one: Aggregate) -> Sequence[str]:
    """Return the SQL parts of a partial aggregate: those of the aggregate, with the texts instead of their count."""
    parts = list(sql_parts(one))
    if one.function == DISTINCT:
        parts[0] = f"list(DISTINCT CAST({content_of(one)} AS VARCHAR))"
    return parts


def partial_of(one: Aggregate, record: Sequence[object], index: int, registers: Mapping[str, Register]) -> Partial:
    """Return what a record says of the aggregate that partial_sql asked for."""
    result, *others = record[PARTS * index : PARTS * (index + 1)]
    if one.function == DISTINCT:
        texts = result if isinstance(result, list) else []
        return bounded(frozenset(str(text) for text in texts if text is not None))
    gaps, estimated, states = (part if isinstance(part, int) else int(str(part or 0)) for part in others)
    if result is None:
        return (None, gaps, estimated, states)
    smallest = _smallest(one, registers)
    if isinstance(result, int):
        return (result * smallest, gaps, estimated, states)
    return ((Fraction(str(result)) * smallest).numerator, gaps, estimated, states)


def bounded(texts: frozenset[str]) -> Partial:
    """Return a set as it is kept: not at all when it is too large."""
    return texts if len(texts) <= BOUND else None


def nothing_of(one: Aggregate) -> Partial:
    """Return the partial aggregate of no rows."""
    return frozenset() if one.function == DISTINCT else NOTHING


def joined(one: Aggregate, parts: Iterable[Partial]) -> Partial:
    """Return the partial aggregate of all the rows that the parts are about."""
    if one.function == DISTINCT:
        sets = [part for part in parts if not isinstance(part, tuple)]
        known = [part for part in sets if part is not None]
        return bounded(frozenset().union(*known)) if len(known) == len(sets) else None
    plain = [part for part in parts if isinstance(part, tuple) and part is not NOTHING]
    if len(plain) <= 1:
        return plain[0] if plain else NOTHING
    numbers = [part[0] for part in plain if part[0] is not None]
    states = 0
    for part in plain:
        states |= part[3]
    choose = {"MAX": max, "MIN": min}.get(one.function, sum)
    number = choose(numbers) if numbers else None
    return (number, sum(part[1] for part in plain), sum(part[2] for part in plain), states)


def value_of_partial(one: Aggregate, part: Plain | frozenset[str], registers: Mapping[str, Register]) -> Value:
    """Return the value of an aggregate, as value_of says it of all the rows at once."""
    if isinstance(part, frozenset):
        return value_of(one, (len(part), 0, 0, None), 0)
    number = None if part[0] is None else Fraction(part[0], _smallest(one, registers))
    if number is None and one.function == "COUNT":
        number = Fraction(0)
    return value_of(one, (number, *part[1:]), 0)


def _smallest(one: Aggregate, registers: Mapping[str, Register]) -> int:
    """Return how many of the smallest unit make one; a count of rows has no other."""
    if not one.needs_complete_rows:
        return 1
    decimals = parquet.most_decimals(registers[one.register].fields[one.field].type)
    return int("1" + "0" * decimals)
