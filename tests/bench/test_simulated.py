"""The simulation of a site says what queueing theory says where theory has a formula."""

import random
from statistics import fmean as mean

import pytest
import simulated
from simulated import Site

LOAD = 0.6
CHANCE = random.Random(7)
EXPONENTIAL = [CHANCE.expovariate(1) for _ in range(5_000)]
LARGE = 1_000


def answered(threads: int, times: list[float], cores: int) -> float:
    """Return the mean time of an answer at one station over a few replications, services taking 1 on average."""
    scale, site, rate, seconds = mean(times), Site(1, threads, cores), LOAD * cores, 12_000 / cores
    scaled = [one / scale for one in times]
    runs = [simulated.open_site(site, {"page": scaled}, {"page": 1}, rate, seconds, seed) for seed in range(2)]
    return mean(mean(run.all) for run in runs)


@pytest.mark.parametrize(
    ("threads", "times", "cores", "formula"),
    [
        pytest.param(1, EXPONENTIAL, 1, 1 / (1 - LOAD), id="M/M/1"),
        pytest.param(1, [1.0], 1, 1 + LOAD / (2 * (1 - LOAD)), id="M/D/1"),
        pytest.param(LARGE, [1.0], 1, 1 / (1 - LOAD), id="M/D/1 with shared time"),
        pytest.param(LARGE, EXPONENTIAL, 1, 1 / (1 - LOAD), id="M/M/1 with shared time"),
        pytest.param(2, EXPONENTIAL, 2, 1 / (1 - LOAD**2), id="M/M/2"),
        pytest.param(LARGE, EXPONENTIAL, 2, 1 / (1 - LOAD**2), id="M/M/2 with shared time"),
    ],
)
def test_the_mean_answer_is_that_of_the_formula(threads: int, times: list[float], cores: int, formula: float) -> None:
    assert answered(threads, times, cores) == pytest.approx(formula, rel=0.08)


def test_a_slower_process_needs_longer_in_proportion() -> None:
    seen = simulated.load_test(Site(1, 4, 1, 0.5), {"page": [0.01]}, {"page": 1}, 1, 30, 1)
    assert seen.all == pytest.approx([0.02] * len(seen.all))
    assert seen.busy == pytest.approx(0.02, rel=0.1)


def test_jobs_of_a_day_are_all_done_and_wait_for_a_worker_when_there_are_too_few() -> None:
    jobs, curve = {"compile": 400.0}, (0.0, 1.0, 0.0)
    few, many = (simulated.queue_day(workers, {"compile": [20.0]}, jobs, curve, 3600, 5) for workers in (1, 400))
    assert len(few.answers["compile"]) == len(many.answers["compile"]) == len(few.answers["waiting"])
    assert few.busy == 20 * len(few.answers["compile"])
    assert max(many.answers["waiting"]) == 0
    # One worker does 180 of them an hour, so that the last waits about as long as the others take.
    assert max(few.answers["waiting"]) == pytest.approx(few.busy - 3600, rel=0.1)
