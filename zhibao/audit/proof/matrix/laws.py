"""规律: for each kind of relation, how true values are drawn, and the test that printed numbers keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from zhibao.audit.proof.matrix import laws_of_change as change
from zhibao.audit.proof.matrix.printing import Slot
from zhibao.audit.proof.matrix.span import Span, total

Slots = Mapping[str, Slot]
Values = dict[str, Fraction]
Spans = Mapping[str, Span]
Signs = tuple[int, ...]
PARTS = "abcde"
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Law:
    """规律: `results` are the numbers that follow from the others, `lenient` where consistent is enough."""

    draw: Callable[[Random, Slots, int], Values]
    holds: Callable[[Spans, Signs], bool]
    results: str
    lenient: bool = False
    slippable: str = ""


def near(rng: Random, value: Fraction, slot: Slot, low: float, high: float) -> Fraction:
    """Return a share of a value between two factors, whole in the slot's last digit and at least one of it."""
    steps = round(value * Fraction(rng.uniform(low, high)) / slot.step)
    return max(steps, 1) * slot.step


def _ratio_bounds(slot: Slot) -> tuple[float, float]:
    return (slot.low / 100, slot.high / 100) if slot.high else (0.11, 0.74)


def _sum_draw(rng: Random, slots: Slots, _: int) -> Values:
    names = [name for name in PARTS if name in slots]
    step = max(slots[name].step for name in names)
    whole = slots["T"].drawn(rng)
    weights = [rng.uniform(0.4, 1.6) for _ in names]
    values = {
        name: max(round(whole * Fraction(weight / sum(weights)) / step), 1) * step
        for name, weight in zip(names, weights, strict=True)
    }
    return {**values, "T": sum(values.values(), Fraction(0))}


def _sum_holds(spans: Spans, _: Signs) -> bool:
    return total(span for name, span in spans.items() if name in PARTS).meets(spans["T"])


def _share_draw(rng: Random, slots: Slots, _: int) -> Values:
    base = slots["b"].drawn(rng)
    values: Values = {"b": base}
    for part, share in (("p", "x"), ("q", "y")):
        if part in slots:
            low, high = _ratio_bounds(slots[share])
            halved = 0.5 if "q" in slots else 1.0
            values[part] = near(rng, base, slots[part], low * halved, high * halved)
            values[share] = HUNDRED * values[part] / base
    return values


def _share_holds(spans: Spans, _: Signs) -> bool:
    return all(
        (spans[part] / spans["b"]).times(100).meets(spans[share])
        for part, share in (("p", "x"), ("q", "y"))
        if part in spans
    )


def _halves_draw(rng: Random, slots: Slots, _: int) -> Values:
    """Return a base in two parts that make it up, with their shares."""
    base = slots["b"].drawn(rng)
    part = near(rng, base, slots["p"], 0.3, 0.7)
    rest = base - part
    return {"b": base, "p": part, "q": rest, "x": HUNDRED * part / base, "y": HUNDRED * rest / base}


def _hundred_draw(rng: Random, slots: Slots, _: int) -> Values:
    names = [name for name in PARTS if name in slots]
    weights = [rng.randint(90, 999) for _ in names]
    return {name: HUNDRED * weight / sum(weights) for name, weight in zip(names, weights, strict=True)}


def _hundred_holds(spans: Spans, _: Signs) -> bool:
    return total(spans.values()).meets(Span(HUNDRED, HUNDRED))


def _per_head_draw(rng: Random, slots: Slots, _: int) -> Values:
    amount, heads = slots["a"].drawn(rng), slots["h"].drawn(rng)
    return {"a": amount, "h": heads, "x": amount / heads}


def _per_head_holds(spans: Spans, _: Signs) -> bool:
    return (spans["a"] / spans["h"]).meets(spans["x"])


def _to_one_draw(rng: Random, slots: Slots, _: int) -> Values:
    students = slots["s"].drawn(rng)
    teachers = near(rng, students / Fraction(rng.uniform(9.2, 24.6)), slots["t"], 1, 1)
    return {"s": students, "t": teachers, "r": students / teachers}


def _to_one_holds(spans: Spans, _: Signs) -> bool:
    return (spans["s"] / spans["t"]).meets(spans["r"])


def _product(per: int) -> Law:
    def draw(rng: Random, slots: Slots, _: int) -> Values:
        number, each = slots["n"].drawn(rng), slots["u"].drawn(rng)
        return {"n": number, "u": each, "T": number * each / per}

    def holds(spans: Spans, _: Signs) -> bool:
        return (spans["n"] * spans["u"]).times(Fraction(1, per)).meets(spans["T"])

    return Law(draw, holds, "T")


def _area_draw(rng: Random, slots: Slots, _: int) -> Values:
    area = slots["m"].drawn(rng)
    return {"m": area, "a": area}


def _area_holds(spans: Spans, _: Signs) -> bool:
    return spans["m"].meets(spans["a"])


def _bound_draw(rng: Random, slots: Slots, _: int) -> Values:
    whole = slots["b"].drawn(rng)
    return {"b": whole, "a": near(rng, whole, slots["a"], 0.35, 0.97)}


def _bound_holds(spans: Spans, _: Signs) -> bool:
    return spans["a"].low <= spans["b"].high


def _rate_draw(rng: Random, slots: Slots, _: int) -> Values:
    return {"x": slots["x"].drawn(rng)}


def _rate_holds(spans: Spans, _: Signs) -> bool:
    return spans["x"].low <= HUNDRED


def _reach_draw(rng: Random, slots: Slots, _: int) -> Values:
    heads = slots["N"].drawn(rng)
    low, high = _ratio_bounds(slots["x"])
    return {"N": heads, "x": HUNDRED * near(rng, heads, slots["N"], low, high) / heads}


def _reach_holds(spans: Spans, _: Signs) -> bool:
    heads, rate = spans["N"].low, spans["x"]
    least = -((-rate.low * heads) // HUNDRED)
    return least >= 0 and least * HUNDRED <= rate.high * heads and least <= heads


def _mean_draw(rng: Random, slots: Slots, _: int) -> Values:
    names = [name for name in PARTS if name in slots]
    first = slots["a"].drawn(rng)
    values = {name: near(rng, first, slots[name], 0.84, 1.1) for name in names}
    if slots["a"].unit in ("%", "分"):
        values = {name: min(value, HUNDRED - slots[name].step) for name, value in values.items()}
    return {**values, "m": sum(values.values(), Fraction(0)) / len(names)}


def _mean_holds(spans: Spans, _: Signs) -> bool:
    parts = [span for name, span in spans.items() if name in PARTS]
    return total(parts).times(Fraction(1, len(parts))).meets(spans["m"])


def _free_draw(rng: Random, slots: Slots, _: int) -> Values:
    return {name: slot.drawn(rng) for name, slot in slots.items()}


LAWS: Mapping[str, Law] = {
    "sum": Law(_sum_draw, _sum_holds, "T"),
    "share": Law(_share_draw, _share_holds, "xy"),
    "halves": Law(_halves_draw, _share_holds, "xy"),
    "hundred": Law(_hundred_draw, _hundred_holds, PARTS),
    "growth": Law(change.growth_draw, change.growth_holds, "gh"),
    "growth_from_difference": Law(change.growdiff_draw, change.growdiff_holds, "gh"),
    "difference": Law(change.difference_draw, change.difference_holds, "d"),
    "previous": Law(change.previous_draw, change.previous_holds, "p", slippable="pq"),
    "direction": Law(change.direction_draw, change.direction_holds, "c", lenient=True),
    "chain": Law(change.chain_draw, change.chain_holds, "c", lenient=True),
    "steady": Law(change.steady_draw, change.steady_holds, "c", lenient=True),
    "equal": Law(change.equal_draw, change.steady_holds, "c", lenient=True),
    "slightly": Law(change.slightly_draw, change.direction_holds, "c", lenient=True),
    "pairs": Law(change.pairs_draw, change.pairs_holds, "ac", lenient=True),
    "times": Law(change.times_draw, change.times_holds, "n"),
    "times_more": Law(change.times_more_draw, change.times_more_holds, "n"),
    "doubled": Law(change.doubled(2), change.doubled_holds(2), "c"),
    "doubled_twice": Law(change.doubled(4), change.doubled_holds(4), "c"),
    "yearly_3": Law(change.yearly_draw(3), change.yearly_holds(3), "g"),
    "yearly_4": Law(change.yearly_draw(4), change.yearly_holds(4), "g"),
    "yearly_5": Law(change.yearly_draw(5), change.yearly_holds(5), "g"),
    "per_head": Law(_per_head_draw, _per_head_holds, "x"),
    "to_one": Law(_to_one_draw, _to_one_holds, "r"),
    "product": _product(1),
    "product_of_ten": _product(10),
    "area": Law(_area_draw, _area_holds, "a"),
    "bound": Law(_bound_draw, _bound_holds, "a", lenient=True),
    "at_most_100": Law(_rate_draw, _rate_holds, "", lenient=True),
    "reachable": Law(_reach_draw, _reach_holds, "x", lenient=True),
    "mean": Law(_mean_draw, _mean_holds, "m"),
    "free": Law(_free_draw, lambda spans, signs: True, ""),
}
