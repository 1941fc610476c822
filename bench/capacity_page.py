"""What the simulation says, as docs/capacity.md and its plots."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean as mean
from string import Template

import page
import plots
from capacity_model import (
    DAY,
    FEWER,
    JOBS,
    MIX,
    PER_CORE,
    RATE_PER_SCHOOL,
    REGIONS,
    REPLICATIONS,
    SPIKE,
    Interval,
    Measured,
    Sized,
    Tried,
    interval,
    sized,
)
from simulated import quantile


def comparison_table(comparison: Sequence[tuple[str, float, float, Interval]]) -> page.Table:
    """Return the load test and the simulation side by side."""
    rows = [
        (
            what,
            f"{1000 * told:.0f}",
            simulation.shown(1000),
            f"{100 * (simulation.middle / told - 1):+.0f} %" if told else page.NONE,
        )
        for what, _, told, simulation in comparison
    ]
    return ("ms", "load test", "simulation", "difference"), list(rows)


def service_table(measured: Measured) -> page.Table:
    """Return what was measured of requests and jobs."""
    rows = [
        (f"{what}: {kind}", str(len(times)), *(f"{1000 * one:.0f}" for one in _quantiles(times)))
        for what, samples in (("request", measured.requests), ("job", measured.jobs))
        for kind, times in samples.items()
    ]
    return ("service time, ms", "samples", "mean", "median", "95 %"), list(rows)


def size_table(measured: Measured, sizes: Sequence[Sized]) -> page.Table:
    """Return, for each region, rates, cores, waiting, workers and memory."""
    rows: list[Sequence[str]] = [
        ("requests a second, busiest hour", *(f"{one.rate:.0f}" for one in sizes)),
        ("**cores of the site**", *(f"**{one.cores}**" for one in sizes)),
        ("– an answer, median, ms", *(_times(one, 0.5).shown(1000) for one in sizes)),
        ("– an answer, 95 %, ms", *(_times(one, 0.95).shown(1000) for one in sizes)),
        ("– an answer, 99 %, ms", *(_times(one, 0.99).shown(1000) for one in sizes)),
        ("– requests there, mean", *(interval([mean(x.lengths) for x in one.hour]).shown(1, 1) for one in sizes)),
        ("– requests there, 99 %", *(interval([quantile(x.lengths, 0.99) for x in one.hour]).shown() for one in sizes)),
        ("– busy", *(interval([x.busy for x in one.hour]).shown(100) + " %" for one in sizes)),
        ("cores that keep the goal in the spike too", *(str(one.spike[-1][0]) for one in sizes)),
        ("jobs of the day, mean", *(f"{sum(JOBS.values()) * one.schools:.0f}" for one in sizes)),
        ("**workers** (a core each)", *(f"**{one.workers}**" for one in sizes)),
        ("– a job begins after, 95 %, s", *(_waiting(one, 0.95).shown() for one in sizes)),
        ("– jobs waiting, most", *(interval([max(x.lengths) for x in one.jobs]).shown() for one in sizes)),
        ("– work of the day, core hours", *(interval([x.busy / 3600 for x in one.jobs]).shown(1, 1) for one in sizes)),
        ("memory, GiB", *(f"{_memory(measured, one):.1f}" for one in sizes)),
        ("**cores**", *(f"**{one.cores + one.workers}**" for one in sizes)),
    ]  # fmt: skip
    return ("", *(f"{one.name}, {one.schools:,} schools" for one in sizes)), rows


def _memory(measured: Measured, one: Sized) -> float:
    """Return what processes and workers hold together. Unit: GiB."""
    return (PER_CORE * one.cores * measured.process + one.workers * measured.worker) / 1024


def as_page(measured: Measured, comparison: Sequence[tuple[str, float, float, Interval]]) -> str:
    """Simulate, draw the plots, and return the page: the prose of capacity_page.md around the tables."""
    sizes: list[Sized] = []
    for name, schools in REGIONS.items():
        print(f"simulating: {name}", file=sys.stderr, flush=True)
        sizes.append(sized(measured, name, schools))
    prose = Template((Path(__file__).parent / "capacity_page.md").read_text(encoding="utf-8"))
    first = sizes[0]
    return prose.substitute(
        sizes=page.markdown(*size_table(measured, sizes)), services=page.markdown(*service_table(measured)),
        comparison=page.markdown(*comparison_table(comparison)), verdict=_verdict(comparison),
        request=f"{1000 * measured.request:.0f}", rate=f"{first.rate:.0f}", site=first.cores,
        needed=f"{first.rate * measured.request:.1f}", workers=first.workers, cores=first.cores + first.workers,
        work=interval([x.busy / 3600 for x in first.jobs]).shown(1, 1),
        per_school=f"{RATE_PER_SCHOOL:g}", spike=f"{SPIKE:g}",
        mix=", ".join(f"{kind} {share:g}" for kind, share in MIX.items()),
        jobs=", ".join(f"{kind} {count:g}" for kind, count in JOBS.items()),
        curve=plots.lines(
            "capacity-curve.svg", "What arrives on the deadline day", ("hour", "requests a second"),
            {one.name: [(8 + hour, share * one.rate) for hour, share in enumerate(DAY)] for one in sizes[:1]},
        ),
        requests=plots.lines(
            "capacity-requests.svg", "A province: an answer at the 95th percentile, by cores", ("cores", "ms"),
            {"busiest hour": _curve([*first.tried, *first.more]), "spike": _curve(first.spike)}, log=True,
        ),
        queue=plots.lines(
            "capacity-jobs.svg", "A province: a job begins after, 95th percentile, by workers", ("workers", "minutes"),
            {
                "jobs": [
                    (float(count), *_band(interval([quantile(x.answers["waiting"], 0.95) / 60 for x in seen])))
                    for count, seen in first.days
                ]
            },
        ),
        process=f"{measured.process:.0f}", worker=f"{measured.worker:.0f}", database=measured.database,
        web_date=measured.dates[0], parts_date=measured.dates[1], processors=measured.processors,
        replications=REPLICATIONS, fewer=FEWER, date=f"{datetime.now(tz=UTC):%Y-%m-%d}",
    )  # fmt: skip


def _verdict(comparison: Sequence[tuple[str, float, float, Interval]]) -> str:
    """Return how far the 95th percentile of the first run, the steady one, is from the load test's."""
    for what, share, told, simulation in comparison:
        if share == 0.95 and told:
            off = simulation.middle / told - 1
            held = (
                "within the 25 % that were asked for"
                if abs(off) <= 0.25
                else "**not** within the 25 % that were asked for"
            )
            return f"{what}: the simulation is {100 * off:+.0f} % off, {held}."
    return "The load test says nothing of the 95th percentile."


def _times(one: Sized, share: float) -> Interval:
    return interval([quantile(x.all, share) for x in one.hour])


def _waiting(one: Sized, share: float) -> Interval:
    return interval([quantile(x.answers["waiting"], share) for x in one.jobs])


def _quantiles(times: Sequence[float]) -> tuple[float, float, float]:
    return mean(times), quantile(times, 0.5), quantile(times, 0.95)


def _curve(tried: Tried) -> list[plots.Point]:
    times = [(count, [1000 * quantile(one.all, 0.95) for one in seen]) for count, seen in tried]
    return [(float(count), *_band(interval(each))) for count, each in times]


def _band(one: Interval) -> tuple[float, float, float]:
    return one.middle, max(1e-3, one.middle - one.half), one.middle + one.half
