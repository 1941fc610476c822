"""What a deadline day asks for, and how many cores and workers it takes: the model that bench/capacity.py runs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path
from statistics import fmean as mean
from statistics import stdev

import simulated
from simulated import Seen, Site, quantile

DOCS = Path(__file__).resolve().parent.parent / "docs"
WEB, PARTS = DOCS / "benchmarks-web.json", DOCS / "capacity.json"
MIX = {"board": 2.0, "tasks": 2.0, "save": 4.0, "workbook": 1.0, "findings": 1.0}
"""What is asked for, of ten requests: bench/web_load.py."""
RATE_PER_SCHOOL, SPIKE = 50 / 500, 3.0
"""S10 of the requirements: 50 requests a second for 500 schools, and a spike of 150."""
DAY = (0.10, 0.25, 0.35, 0.35, 0.20, 0.25, 0.40, 0.50, 0.70, 1.00, 0.30, 0.15)
"""8 to 20 o'clock, by the hour, as shares of the busiest one, which ends with the deadline at 18 o'clock: assumed."""
PER_CORE, THREADS = 2, 2
"""Processes for each core, and threads in each: zhibao/web/serving.py."""
JOBS = {"read": 2.0, "freeze": 1.0, "compile": 2.0, "audit": 1.0}
"""Jobs of a school on that day: assumed."""
REGIONS = {"A province": 700, "The nation": 9_800}
GOAL, JOB_GOAL = 0.5, 600.0
"""A request in 500 ms at the 95th percentile (S10); a job begun within ten minutes at the 95th: assumed."""
REPLICATIONS, FEWER, LARGE = 8, 3, 5_000
"""How often everything is simulated; less often for more schools than LARGE, of which one day has more in it."""
REQUESTS, LEAST_SECONDS = 8_000, 30.0
T_95 = {8: 2.365, 5: 2.776, 3: 4.303}


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over replications, and half of its 95 % interval."""

    middle: float
    half: float

    def shown(self, scale: float = 1.0, digits: int = 0) -> str:
        """Return it as text."""
        return f"{self.middle * scale:.{digits}f} ± {self.half * scale:.{digits}f}"


def interval(values: Sequence[float]) -> Interval:
    """Return mean and half of its interval by Student's t."""
    if len(values) < 2:
        return Interval(mean(values), 0.0)
    return Interval(mean(values), T_95.get(len(values), 2.0) * stdev(values) / sqrt(len(values)))


@dataclass(frozen=True)
class Measured:
    """What was measured: samples of requests on PostgreSQL and of jobs, in seconds, and memory in MiB."""

    requests: Mapping[str, Sequence[float]]
    jobs: Mapping[str, Sequence[float]]
    process: float
    worker: float
    database: str
    runs: Sequence[Mapping[str, object]]
    processors: int
    dates: tuple[str, str]

    @property
    def request(self) -> float:
        """Return the mean service time of a request of the mix."""
        return sum(MIX[kind] * mean(self.requests[kind]) for kind in MIX) / sum(MIX.values())


def read(database: str) -> Measured:
    """Return what was measured, of requests on a database, or on the only one there is."""
    web = json.loads(WEB.read_text(encoding="utf-8"))
    parts = json.loads(PARTS.read_text(encoding="utf-8"))
    name = database if database in web["databases"] else next(iter(web["databases"]))
    figures = web["databases"][name]
    requests = {kind: [one / 1000 for one in figures["samples"][kind]] for kind in MIX}
    memory = max(max(one["memory"], default=0.0) for one in figures["runs"])
    return Measured(
        requests, parts["samples"], memory, max(parts["peaks"].values()), name, figures["runs"], web["processors"],
        (web["date"], parts["date"]),
    )  # fmt: skip


def validation(measured: Measured) -> Iterator[tuple[str, float, float, Interval]]:
    """Yield, for each run of the load test, what it is, what it measured, and what the simulation says. Unit: seconds.

    One machine of as many cores, less what Locust took of them in that run.
    """
    for number, one in enumerate(measured.runs):
        people, locust = int(str(one["people"])), float(str(one["locust"]))
        cores = measured.processors
        site = Site(1, PER_CORE * THREADS * cores, cores, (cores - locust) / cores)
        seen = [simulated.load_test(site, measured.requests, MIX, people, 60, seed) for seed in range(REPLICATIONS)]
        kinds = one["kinds"]
        assert isinstance(kinds, dict)
        after = ", after the spike" if number == len(measured.runs) - 1 else ""
        for label, share in (("50%", 0.5), ("95%", 0.95)):
            told = float(kinds["Aggregated"][label]) / 1000
            what = f"{people} a second{after}, {label.replace('%', ' %')}"
            yield what, share, told, interval([quantile(each.all, share) for each in seen])


Tried = list[tuple[int, list[Seen]]]


def cores_for(measured: Measured, schools: int, rate: float) -> Tried:
    """Return what was tried, ending with the fewest cores whose 95th percentile keeps the goal for sure."""
    cores = measured.processors * ceil(rate * measured.request / 0.98 / measured.processors)
    step, tried = measured.processors * max(1, cores // 20 // measured.processors), Tried()
    while True:
        tried.append((cores, requests_at(measured, schools, cores, rate)))
        if _is_kept(interval([quantile(one.all, 0.95) for one in tried[-1][1]]), GOAL):
            return tried
        cores += step


def requests_at(measured: Measured, schools: int, cores: int, rate: float) -> list[Seen]:
    """Return what people see at so many cores, in machines as the measured one, once for each replication."""
    seconds = max(LEAST_SECONDS, REQUESTS / rate)
    each = measured.processors
    site = Site(cores // each, PER_CORE * THREADS * each, each)
    return [simulated.open_site(site, measured.requests, MIX, rate, seconds, seed) for seed in replications(schools)]


def workers_for(measured: Measured, schools: int) -> Tried:
    """Return what was tried, ending with the fewest workers with which jobs begin in time for sure."""
    jobs = {kind: count * schools for kind, count in JOBS.items()}
    work = sum(count * mean(measured.jobs[kind]) for kind, count in jobs.items())
    workers, tried = max(1, ceil(work / 3600 / len(DAY))), Tried()
    while True:
        days = [simulated.queue_day(workers, measured.jobs, jobs, DAY, 3600.0, seed) for seed in replications(schools)]
        tried.append((workers, days))
        if _is_kept(interval([quantile(one.answers["waiting"], 0.95) for one in days]), JOB_GOAL):
            return tried
        workers += max(1, workers // 10)


def replications(schools: int) -> range:
    """Return the seeds of the replications for a region of so many schools."""
    return range(REPLICATIONS if schools <= LARGE else FEWER)


def _is_kept(found: Interval, goal: float) -> bool:
    return found.middle + found.half <= goal


@dataclass(frozen=True)
class Sized:
    """A region on its deadline day: what was tried for hour, spike and jobs; the last of each keeps the goal.

    `more` is the busiest hour with more cores than it takes, for the plot.
    """

    name: str
    schools: int
    rate: float
    tried: Tried
    more: Tried
    spike: Tried
    days: Tried

    @property
    def cores(self) -> int:
        """Return the cores of the site."""
        return self.tried[-1][0]

    @property
    def workers(self) -> int:
        """Return the workers of the queue."""
        return self.days[-1][0]

    @property
    def hour(self) -> Sequence[Seen]:
        """Return what people see in the busiest hour."""
        return self.tried[-1][1]

    @property
    def jobs(self) -> Sequence[Seen]:
        """Return what becomes of the jobs of the day."""
        return self.days[-1][1]


def sized(measured: Measured, name: str, schools: int) -> Sized:
    """Return what a region of so many schools needs."""
    rate = schools * RATE_PER_SCHOOL
    tried = cores_for(measured, schools, rate)
    step = measured.processors * max(1, tried[-1][0] // 10 // measured.processors)
    counts = [tried[-1][0] + step * one for one in (1, 2, 4)] if schools <= LARGE else []
    more = [(count, requests_at(measured, schools, count, rate)) for count in counts]
    spike = cores_for(measured, schools, rate * SPIKE)
    return Sized(name, schools, rate, tried, more, spike, workers_for(measured, schools))
