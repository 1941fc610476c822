"""变化的规律: differences, growth, points, direction words, multiples and yearly averages of two or more values."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from zhibao.audit.proof.matrix.printing import Slot
from zhibao.audit.proof.matrix.span import Span

Slots = Mapping[str, Slot]
Values = dict[str, Fraction]
Spans = Mapping[str, Span]
Signs = tuple[int, ...]
PAIRS = (("c", "p", "n", "g"), ("e", "q", "m", "h"))


def moved(
    rng: Random, slot: Slot, sign: int, finest: Fraction, low: float = 0.015, high: float = 0.26
) -> tuple[Fraction, Fraction]:
    """Return a value before and a value now, `sign` up or down; rates move by a few points and stay under 100."""
    if slot.unit == "%":
        change = max(round(Fraction(rng.uniform(0.3, 6.8)) / finest), 1) * finest
        now = min(slot.drawn(rng), 100 - change - finest)
        return now - sign * change, now
    now = slot.drawn(rng)
    change = max(round(now * Fraction(rng.uniform(low, high)) / finest), 1) * finest
    return now - sign * change, now


def _agree(spans: Span, signs: Signs) -> bool:
    """Say whether a change can have the direction that every word gives it."""
    return all(spans.high >= 0 if sign > 0 else spans.low <= 0 for sign in signs)


def difference_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return c now, p before, d their difference without its sign."""
    before, now = moved(rng, slots["c"], sign, max(slots["c"].step, slots["d"].step))
    return {"c": now, "p": before, "d": abs(now - before)}


def difference_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether c − p can be d in the direction of the words."""
    change = spans["c"] - spans["p"]
    if not _agree(change, signs):
        return False
    ways = [change, change.negative()] if not signs else [change if signs[0] > 0 else change.negative()]
    return any(way.meets(spans["d"]) for way in ways)


def growth_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return c now, p before, g the growth in per cent; a second three (e, q, h) where the wording has it."""
    values: Values = {}
    for now, before, _, rate in PAIRS:
        if now in slots:
            old, new = moved(rng, slots[now], sign, slots[now].step)
            values |= {now: new, before: old, rate: abs(100 * (new / old - 1))}
    return values


def growth_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether each growth can follow from its two values."""
    return all(
        _agree(spans[now] - spans[before], signs) and _grown(spans[now] / spans[before], spans[rate], signs)
        for now, before, _, rate in PAIRS
        if now in spans
    )


def _grown(quotient: Span, rate: Span, signs: Signs) -> bool:
    growth = quotient.plus(-1).times(100)
    ways = [growth, growth.negative()] if not signs else [growth if signs[0] > 0 else growth.negative()]
    return any(way.meets(rate) for way in ways)


def growdiff_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return c now, n the difference, g the growth in per cent; p is not printed."""
    values: Values = {}
    for now, _, change, rate in PAIRS:
        if now in slots:
            old, new = moved(rng, slots[now], sign, min(slots[now].step, slots[change].step))
            values |= {now: new, change: abs(new - old), rate: abs(100 * (new / old - 1))}
    return values


def growdiff_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether n over the value before (c less n, or plus n after a fall) can be the growth."""
    if len(set(signs)) > 1:
        return False
    return all(
        any(_over_before(spans[now], spans[change], sign).meets(spans[rate]) for sign in (set(signs) or {1, -1}))
        for now, _, change, rate in PAIRS
        if now in spans
    )


def _over_before(now: Span, change: Span, sign: int) -> Span:
    # n / (c - n) rises in n and falls in c: corners, so that n is not widened twice.
    low, high = now.high - sign * change.low, now.low - sign * change.high
    if low <= 0 or high <= 0:
        return Span(Fraction(0), Fraction(10**9))
    return Span(100 * change.low / low, 100 * change.high / high)


def previous_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return c now, p last year's value as this year's text has it, q as last year's own sentence has it."""
    before, now = moved(rng, slots["c"], sign, slots["c"].step)
    return {"c": now, "p": before, "q": before}


def previous_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether the two values of last year can be one."""
    return spans["p"].meets(spans["q"]) and _agree(spans["c"] - spans["p"], signs)


def direction_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return c now and p before."""
    before, now = moved(rng, slots["c"], sign, slots["c"].step, 0.02, 0.4)
    return {"c": now, "p": before}


def direction_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether the change can have the direction of the words."""
    return _agree(spans["c"] - spans["p"], signs or (1,))


def slightly_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return two values that differ by at most 4 per cent."""
    before, now = moved(rng, slots["c"], sign, slots["c"].step, 0.006, 0.035)
    if slots["c"].unit == "%":
        now = min(now, 99 - slots["c"].step)
        before = now - sign * rng.randint(1, 9) * slots["c"].step
    return {"c": now, "p": before}


def chain_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return a, b, c, each beyond the one before."""
    middle, last = moved(rng, slots["c"], sign, slots["c"].step, 0.04, 0.2)
    gap = max(round(abs(last - middle) * Fraction(rng.uniform(0.4, 1.6)) / slots["c"].step), 1) * slots["c"].step
    return {"a": middle - sign * gap, "b": middle, "c": last}


def chain_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether the values can all move one way."""
    return _agree(spans["b"] - spans["a"], signs) and _agree(spans["c"] - spans["b"], signs)


def steady_draw(rng: Random, slots: Slots, _: int) -> Values:
    """Return two values that differ by at most a tenth of a point or a third of a per cent."""
    slot = slots["c"]
    now = min(slot.drawn(rng), 99 - slot.step) if slot.unit == "%" else slot.drawn(rng)
    steps = rng.randint(-2, 2) if slot.unit == "%" else 0
    return {"c": now, "p": now + steps * min(slot.step, Fraction(1, 20))}


def equal_draw(rng: Random, slots: Slots, _: int) -> Values:
    """Return one value twice."""
    now = slots["c"].drawn(rng)
    return {"c": now, "p": now}


def steady_holds(spans: Spans, _: Signs) -> bool:
    """Say whether the two values are anywhere near each other (8 per cent: beyond it nobody says 持平)."""
    quotient = spans["c"] / spans["p"]
    return quotient.high >= Fraction(92, 100) and quotient.low <= Fraction(108, 100)


def pairs_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return a after b, and c after d, both changed one way."""
    b, a = moved(rng, slots["a"], sign, slots["a"].step, 0.03, 0.25)
    d, c = moved(rng, slots["c"], sign, slots["c"].step, 0.03, 0.25)
    return {"a": a, "b": b, "c": c, "d": d}


def pairs_holds(spans: Spans, signs: Signs) -> bool:
    """Say whether both pairs can have changed the same way."""
    return _agree(spans["a"] - spans["b"], signs) and _agree(spans["c"] - spans["d"], signs)


def times_draw(rng: Random, slots: Slots, _: int) -> Values:
    """Return c that is n times p."""
    before = slots["p"].drawn(rng)
    now = max(round(before * Fraction(rng.uniform(1.3, 6.4)) / slots["c"].step), 1) * slots["c"].step
    return {"p": before, "c": now, "n": now / before}


def times_holds(spans: Spans, _: Signs) -> bool:
    """Say whether c over p can be n."""
    return (spans["c"] / spans["p"]).meets(spans["n"])


def times_more_draw(rng: Random, slots: Slots, sign: int) -> Values:
    """Return c that is n times p more than p."""
    values = times_draw(rng, slots, sign)
    return {**values, "n": values["n"] - 1}


def times_more_holds(spans: Spans, _: Signs) -> bool:
    """Say whether n fits in either sense of 增加 n 倍."""
    quotient = spans["c"] / spans["p"]
    return quotient.meets(spans["n"]) or quotient.plus(-1).meets(spans["n"])


def doubled(factor: int) -> Callable[[Random, Slots, int], Values]:
    """Return a draw of p and of c near so many times p."""

    def draw(rng: Random, slots: Slots, _: int) -> Values:
        before = slots["p"].drawn(rng)
        now = round(before * factor * Fraction(rng.uniform(0.99, 1.03)) / slots["c"].step) * slots["c"].step
        return {"p": before, "c": now}

    return draw


def doubled_holds(factor: int) -> Callable[[Spans, Signs], bool]:
    """Return the test that c is within a fifth of so many times p."""

    def holds(spans: Spans, _: Signs) -> bool:
        quotient = (spans["c"] / spans["p"]).times(Fraction(1, factor))
        return quotient.high >= Fraction(4, 5) and quotient.low <= Fraction(6, 5)

    return holds


def yearly_draw(years: int) -> Callable[[Random, Slots, int], Values]:
    """Return a draw of p, of c so many years later, and of the average growth g in per cent."""

    def draw(rng: Random, slots: Slots, _: int) -> Values:
        before = slots["p"].drawn(rng)
        rate = rng.uniform(0.018, 0.13)
        now = round(before * Fraction((1 + rate) ** years) / slots["c"].step) * slots["c"].step
        return {"p": before, "c": now, "g": Fraction(100 * (float(now / before) ** (1 / years) - 1))}

    return draw


def yearly_holds(years: int) -> Callable[[Spans, Signs], bool]:
    """Return the test that (1 + g)ⁿ can be c over p, n the years or one more or less."""

    def holds(spans: Spans, _: Signs) -> bool:
        quotient, rate = spans["c"] / spans["p"], spans["g"].times(Fraction(1, 100)).plus(1)
        return any(Span(rate.low**n, rate.high**n).meets(quotient) for n in (years - 1, years, years + 1))

    return holds
