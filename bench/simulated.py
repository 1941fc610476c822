"""A site under load, simulated: machines that share their cores between requests, and workers that do one job each.

Event by event with SimPy. A station is one machine of the site: as many requests as its processes have threads are
worked on at once and share its cores equally, each on one core at most, as the system shares them between processes;
the others wait in turn. With one core and one thread it is a queue first come, first served. Nothing here knows what a
request is: service times are drawn from measured samples.
"""

import heapq
import itertools
import random
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

import simpy

Flow = Generator[simpy.Event, object, None]
Samples = Mapping[str, Sequence[float]]
"""Kind → measured service times. Unit: seconds."""
Mix = Mapping[str, float]
"""Kind → its share of what arrives."""


class Station:
    """一台机器: shares `cores` between at most `threads` requests; `speed` is 1 when nothing else uses them."""

    def __init__(self, world: simpy.Environment, threads: int, cores: int = 1, speed: float = 1.0) -> None:
        """Begin idle."""
        self._world, self._cores, self._speed = world, cores, speed
        self._threads = simpy.Resource(world, threads)
        self._served = self._since = self.busy = 0.0
        self._ends: list[tuple[float, int, simpy.Event]] = []
        self._numbers = itertools.count()
        self._changed = world.event()
        world.process(self._work())

    @property
    def waiting(self) -> int:
        """Return how many requests are here, worked on or not."""
        return int(self._threads.count) + len(self._threads.queue)

    def serve(self, seconds: float) -> Flow:
        """Take a request that needs so much of a core, and end when it is answered."""
        with self._threads.request() as turn:
            yield turn
            self._advance()
            done = self._world.event()
            heapq.heappush(self._ends, (self._served + seconds, next(self._numbers), done))
            self._wake()
            yield done

    def _advance(self) -> None:
        """Count what each request here has got since the last change: its share of the time."""
        passed = self._world.now - self._since
        if self._ends:
            self._served += passed * self._pace()
            self.busy += passed * min(1.0, len(self._ends) / self._cores)
        self._since = self._world.now

    def _pace(self) -> float:
        """Return how much of a core each request has."""
        return self._speed * min(1.0, self._cores / len(self._ends))

    def _wake(self) -> None:
        changed, self._changed = self._changed, self._world.event()
        changed.succeed()

    def _work(self) -> Flow:
        while True:
            if not self._ends:
                yield self._changed
                continue
            left = max(0.0, self._ends[0][0] - self._served) / self._pace()
            yield self._world.timeout(left) | self._changed
            self._advance()
            while self._ends and self._ends[0][0] <= self._served + 1e-9:
                heapq.heappop(self._ends)[2].succeed()


@dataclass(frozen=True, slots=True)
class Site:
    """网站: its machines, the threads and cores of each, and how fast they are beside what else uses the cores.

    Threads are those of all its processes: two processes for each core, two threads in each.
    """

    machines: int
    threads: int = 8
    cores: int = 2
    speed: float = 1.0

    def stations(self, world: simpy.Environment) -> list[Station]:
        """Return its machines, idle."""
        return [Station(world, self.threads, self.cores, self.speed) for _ in range(self.machines)]


@dataclass
class Seen:
    """所见: waiting and answering times by kind, how many were there at every arrival, and how busy the stations were.

    Unit: seconds.
    """

    answers: dict[str, list[float]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    busy: float = 0.0

    @property
    def all(self) -> list[float]:
        """Return all times together."""
        return [one for times in self.answers.values() for one in times]

    def keep(self, kind: str, seconds: float) -> None:
        """Add a time."""
        self.answers.setdefault(kind, []).append(seconds)


def open_site(site: Site, samples: Samples, mix: Mix, rate: float, seconds: float, seed: int) -> Seen:
    """Return what people see who come independently of each other, so many a second, to any machine alike.

    The first tenth of the time is not counted.
    """
    world, chance, seen = simpy.Environment(), random.Random(seed), Seen()
    stations = site.stations(world)

    def request(kind: str) -> Flow:
        began, station = world.now, chance.choice(stations)
        length = sum(one.waiting for one in stations)
        yield from station.serve(chance.choice(samples[kind]))
        if began > seconds / 10:
            seen.keep(kind, world.now - began)
            seen.lengths.append(length)

    def arrivals() -> Flow:
        while True:
            yield world.timeout(chance.expovariate(rate))
            world.process(request(*chance.choices(list(mix), list(mix.values()))))

    world.process(arrivals())
    world.run(until=seconds)
    seen.busy = sum(one.busy for one in stations) / len(stations) / seconds
    return seen


def load_test(site: Site, samples: Samples, mix: Mix, people: int, seconds: float, seed: int) -> Seen:
    """Return what the people of bench/web_load.py see: each asks once a second over a connection of its own.

    They begin at any moment of a second and ask a second later again, or at once when the answer took longer.
    """
    world, chance, seen = simpy.Environment(), random.Random(seed), Seen()
    stations = site.stations(world)

    def person() -> Flow:
        station = chance.choice(stations)
        yield world.timeout(chance.random())
        while True:
            began = world.now
            (kind,) = chance.choices(list(mix), list(mix.values()))
            yield from station.serve(chance.choice(samples[kind]))
            seen.keep(kind, world.now - began)
            yield world.timeout(max(0.0, 1 - (world.now - began)))

    for _ in range(people):
        world.process(person())
    world.run(until=seconds)
    seen.busy = sum(one.busy for one in stations) / len(stations) / seconds
    return seen


def queue_day(workers: int, samples: Samples, jobs: Mix, curve: Sequence[float], step: float, seed: int) -> Seen:
    """Return how long jobs wait for a worker over a day: `jobs` of each kind, spread over steps in shares of a curve.

    Shape: answers by kind hold the time until a job is done, those of `waiting` the time until it is begun; what is
    there at the end is still done, and counted.
    """
    world, chance, seen = simpy.Environment(), random.Random(seed), Seen()
    crew = simpy.Resource(world, workers)
    whole = sum(curve)

    def job(kind: str, at: float) -> Flow:
        yield world.timeout(at)
        seen.lengths.append(len(crew.queue))
        with crew.request() as turn:
            yield turn
            seen.keep("waiting", world.now - at)
            took = chance.choice(samples[kind])
            seen.busy += took
            yield world.timeout(took)
        seen.keep(kind, world.now - at)

    for kind, count in jobs.items():
        for number, share in enumerate(curve):
            for _ in range(_drawn(chance, count * share / whole)):
                world.process(job(kind, (number + chance.random()) * step))
    world.run()
    return seen


def _drawn(chance: random.Random, mean: float) -> int:
    """Return a number of arrivals with this mean, as independent ones have it."""
    count, told = 0, chance.expovariate(1)
    while told < mean:
        count, told = count + 1, told + chance.expovariate(1)
    return count


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
