"""整体与部分: what the registers' own definitions say adds up to a whole, so that no composition is written by hand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibao.catalog.asked import qualified
from zhibao.catalog.register import Layout, Register

Field = tuple[str, str]
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Whole:
    """整体: a field that is the sum of others, what it is split by, and its parts with the names they have as such."""

    field: Field
    label: str
    split: str
    parts: tuple[tuple[Field, str], ...]

    @property
    def name(self) -> str:
        """Return what tells it from others: where its parts are filled in, and the first of them."""
        return "-".join(self.parts[0][0])


def wholes(registers: Mapping[str, Register]) -> tuple[Whole, ...]:
    """Return what consists of two parts at least: by `part_of` and `split` of fields, or the total of a layout.

    Shape: a whole that is itself a part of another comes after those that are none.
    """
    found = [*_split(registers)]
    for one in registers.values():
        if one.layout is not None:
            found += _laid_out(one.name, one.label, one.layout)
    found = [one for one in found if len(one.parts) >= _LEAST]
    inner = {part for one in found for part, _ in one.parts}
    return tuple(sorted(found, key=lambda one: one.field in inner))


def _split(registers: Mapping[str, Register]) -> Iterator[Whole]:
    parts: dict[tuple[Field, str, str], list[tuple[Field, str]]] = defaultdict(list)
    for register in registers.values():
        for name, field in register.fields.items():
            if field.part_of and field.type.is_number:
                whole = qualified(register.name, field.part_of)
                parts[whole, register.name, field.split].append(((register.name, name), field.label))
    for (whole, _, split), those in parts.items():
        yield Whole(whole, registers[whole[0]].fields[whole[1]].label, split, tuple(those))


def _laid_out(register: str, label: str, layout: Layout) -> Iterator[Whole]:
    """Yield the two ways in which the grand total of a table is split: by its rows, and by its columns."""
    cells = layout.cells()
    total = cells.get((layout.total_row, layout.total_column))
    if total is None:
        return
    rows, _, columns = layout.head.partition("\\")
    within = [one for one in layout.rows if one != layout.total_row and one not in layout.of_which]
    by_row = [(cells.get((one, layout.total_column)), layout.rows[one]) for one in within]
    across = [one for one in layout.columns if one != layout.total_column]
    by_column = [(cells.get((layout.total_row, one)), layout.columns[one]) for one in across]
    for split, those in ((rows, by_row), (columns, by_column)):
        parts = tuple(((register, name), text) for name, text in those if name)
        yield Whole((register, total), label, split or "栏目", parts)
