"""错例: what can be wrong in a right sentence, kept only where the arithmetic proves that it is."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

from zhibao.audit.proof.matrix.case import Case
from zhibao.audit.proof.matrix.printing import Printed

TRIES = 40
OTHER_UNITS = {"万元": ("元", "亿元"), "亿元": ("万元",), "万人": ("人",), "万吨": ("吨",), "万平方米": ("平方米",)}


def slip(case: Case, rng: Random) -> Case | None:
    """Return the case with one digit changed, two neighbours swapped or a digit dropped; None where none breaks it."""
    names = list(case.law.slippable or case.numbers)
    return _first_broken(
        case, (_with(case, name, one_slip(case.numbers[name].digits, rng)) for name in _draws(names, rng))
    )


def far(case: Case, rng: Random) -> Case | None:
    """Return the case with one result replaced by an unrelated number of its kind."""
    names = [name for name in case.law.results if name in case.numbers]
    if not names:
        names = list(case.numbers) if case.wording.law == "at_most_100" else []
    return _first_broken(case, (_with(case, name, unrelated(case.numbers[name], rng)) for name in _draws(names, rng)))


def flipped(case: Case, rng: Random) -> Case | None:
    """Return the case with one change word turned round."""
    places = list(range(len(case.signs)))
    rng.shuffle(places)
    return _first_broken(
        case,
        (
            replace(
                case,
                signs=tuple(-sign if at == place else sign for at, sign in enumerate(case.signs)),
                changed=f"word{place}",
            )
            for place in places
        ),
    )


def other_unit(case: Case, rng: Random) -> Case | None:
    """Return the case with the unit of one number wrong: 万元 for 亿元, or % for 百分点."""
    if case.wording.relation == "percent_for_points":
        return _percent_for_points(case)
    swaps = [
        (name, unit)
        for name, one in case.numbers.items()
        for unit in OTHER_UNITS.get(one.slot.unit, ())
        if not one.slot.bare
    ]
    rng.shuffle(swaps)
    return _first_broken(
        case,
        (
            replace(case, numbers={**case.numbers, name: replace(case.numbers[name], unit=unit)}, changed=name)
            for name, unit in swaps
        ),
    )


def _percent_for_points(case: Case) -> Case | None:
    """Return the case with % for 个百分点, unless the relative growth is the printed number as well."""
    now, before, change = (case.numbers[name] for name in "cpd")
    growth = (now.wide / before.wide).plus(-1).times(100)
    if growth.meets(change.wide) or growth.negative().meets(change.wide):
        return None
    return replace(case, numbers={**case.numbers, "d": replace(change, unit="%")}, changed="d")


MUTATIONS: Mapping[str, Callable[[Case, Random], Case | None]] = {
    "slip": slip,
    "far": far,
    "flipped": flipped,
    "unit": other_unit,
}


def _draws(names: list[str], rng: Random) -> Iterator[str]:
    return (rng.choice(names) for _ in range(TRIES if names else 0))


def _with(case: Case, name: str, digits: str) -> Case:
    return replace(case, numbers={**case.numbers, name: replace(case.numbers[name], digits=digits)}, changed=name)


def _first_broken(case: Case, candidates: Iterator[Case]) -> Case | None:
    return next((one for one in candidates if one != case and one.is_broken), None)


def one_slip(digits: str, rng: Random) -> str:
    """Return digits that differ by one slip of the pen; the first is never 0 unless it was."""
    places = [at for at, sign in enumerate(digits) if sign.isdigit()]
    way = rng.random()
    if way < 0.2 and len(places) > 1:
        swap = [at for at in range(len(digits) - 1) if digits[at].isdigit() and digits[at + 1].isdigit()]
        at = rng.choice(swap or places[:1])
        changed = digits[:at] + digits[at + 1 : at + 2] + digits[at] + digits[at + 2 :] if swap else digits
    elif way < 0.3 and len(places) > 3:
        at = rng.choice(places)
        changed = digits[:at] + digits[at + 1 :]
    else:
        at = rng.choice(places)
        changed = digits[:at] + rng.choice([one for one in "0123456789" if one != digits[at]]) + digits[at + 1 :]
    ragged = (
        changed.startswith(".")
        or changed.endswith(".")
        or (changed[0] == "0" and changed[1:2] != "." and len(changed) > 1)
    )
    return digits if ragged or not float(changed) else changed


def unrelated(number: Printed, rng: Random) -> str:
    """Return the digits of a number of the same kind, well away from the true one."""
    true = float(number.digits)
    if true < 0:
        return "-" + unrelated(replace(number, digits=number.digits[1:]), rng)
    if number.slot.unit == "%" and true > 45:
        drawn = rng.choice([at for at in range(4, 98) if abs(at - true) > 11]) + rng.random()
    else:
        low, high = (0.22, 0.74) if rng.random() < 0.5 else (1.35, 4.2)
        drawn = true * math.exp(rng.uniform(math.log(low), math.log(high)))
    if number.slot.unit == "%" and rng.random() < 0.3:
        drawn = true + rng.choice((-1, 1)) * max(true * 0.4, 5)
    return f"{max(drawn, 10**-number.slot.decimals):.{number.slot.decimals}f}"
