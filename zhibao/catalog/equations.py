"""算式与界限: what registers, indicators and checks imply between quantities by their labels, where no data are."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from zhibao.catalog.asked import qualified
from zhibao.catalog.expression import Aggregate, Condition, FieldName, Node, Operation, parse_condition
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Indicator
from zhibao.catalog.register import FieldType

Field = tuple[str, str]
_PER_CENT = 100


def indicator_formulas(catalog: Catalog) -> dict[str, dict[str, object]]:
    """Return each indicator's names, unit and formula between labels of quantities; '' where it divides nothing."""
    return {name: _formula(catalog, one) for name, one in sorted(catalog.indicators.items())}


def _formula(catalog: Catalog, one: Indicator) -> dict[str, object]:
    top = _term(one.numerator, catalog)
    below = _term(one.denominator, catalog)
    shape: dict[str, object] = {
        "labels": (one.label, *one.aliases),
        "unit": one.unit,
        "numerator": "",
        "denominator": "",
        "parts": {},
        "factor": 1,
    }
    if top is not None and below is not None and not one.by:
        factor = top[0] / below[0] * (_PER_CENT if one.unit == "%" else 1)
        if factor.denominator == 1:
            shape |= {
                "numerator": _label(catalog, top[1]),
                "denominator": _label(catalog, below[1]),
                "factor": int(factor),
            }
    if one.value and (parts := _summands(one.value, catalog)):
        shape["parts"] = {"合计": [_label(catalog, part) for part in parts]}
    return shape


def quantities(catalog: Catalog) -> dict[str, dict[str, object]]:
    """Return the number fields of forms by label: their other names, bounds and splits."""
    found: dict[str, dict[str, object]] = {}
    names = _names(catalog)
    bounds = _checked_bounds(catalog)
    splits: dict[Field, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    groups: dict[Field, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for field in _fields(catalog):
        one = catalog.registers[field[0]].fields[field[1]]
        if one.part_of:
            splits[qualified(field[0], one.part_of)][one.split].append(one.label)
        if one.group:
            groups[qualified(field[0], one.within[-1])][one.group].append(one.label)
    for field in _fields(catalog):
        one = catalog.registers[field[0]].fields[field[1]]
        found.setdefault(
            one.label,
            {
                "labels": list(dict.fromkeys((one.label, *names.get(field, ())))),
                "unit": one.unit,
                "is_count": one.type is FieldType.COUNT,
                "within": [_label(catalog, qualified(field[0], bound)) for bound in one.within],
                "not_below": [_label(catalog, low) for low in bounds.get(field, ())],
                "splits": splits.get(field, {}),
                "groups": groups.get(field, {}),
            },
        )
    return found


def _fields(catalog: Catalog) -> Iterator[Field]:
    for name, register in sorted(catalog.registers.items()):
        if register.shape == "form":
            for field, one in register.fields.items():
                if one.type.is_number:
                    yield name, field


def _label(catalog: Catalog, field: Field) -> str:
    return catalog.registers[field[0]].fields[field[1]].label


def _tree(text: str, catalog: Catalog) -> Node | None:
    return catalog.formula(text).tree if text else None


def _term(text: str, catalog: Catalog) -> tuple[Fraction, Field] | None:
    """Return (factor, field) of a formula that is one sum over a form, times a constant."""
    match _tree(text, catalog):
        case Aggregate("SUM", register, field, where="") if catalog.registers[register].shape == "form":
            return Fraction(1), (register, field)
        case Operation("*", Fraction() as factor, Aggregate("SUM", register, field, where="")):
            return factor, (register, field)
    return None


def _summands(text: str, catalog: Catalog) -> list[Field]:
    """Return the fields of a formula that adds at least two sums over forms, none where it is anything else."""
    waiting, found = [_tree(text, catalog)], []
    while waiting:
        match waiting.pop():
            case Operation("+", left, right):
                waiting += [right, left]
            case Aggregate("SUM", register, field, where="") if catalog.registers[register].shape == "form":
                found.append((register, field))
            case _:
                return []
    return found if len(found) > 1 else []


def _names(catalog: Catalog) -> dict[Field, list[str]]:
    """Return the names of fields that an indicator prints as they are."""
    names: dict[Field, list[str]] = defaultdict(list)
    for one in catalog.indicators.values():
        if (term := _term(one.value, catalog)) is not None and term[0] == 1:
            names[term[1]] += [name for name in (one.label, *one.aliases) if name not in names[term[1]]]
    return names


def _checked_bounds(catalog: Catalog) -> dict[Field, list[Field]]:
    """Return, per field, the fields that a written check does not want to be larger."""
    bounds: dict[Field, list[Field]] = defaultdict(list)
    for _, check in sorted(catalog.checks.items()):
        if check.generated or check.rows_of or not check.must:
            continue
        match parse_condition(check.must, catalog.registers):
            case Condition(left=FieldName(a, x), comparison=">=", right=FieldName(b, y)):
                bounds[a, x].append((b, y))
            case Condition(left=FieldName(a, x), comparison="<=", right=FieldName(b, y)):
                bounds[b, y].append((a, x))
    return bounds
