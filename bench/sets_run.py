"""One person in two schools of the nation: what asking for it takes, over invented look-ups of 9 800 schools.

    uv run --group dev python bench/sets_run.py --persons 17000000 FOLDER

Writes the look-ups as snapshots keep them under a key of comparison (skewed schools, one row in a hundred without a
number, one person in a thousand in two schools), lets the check's own question be laid out and asked, and prints
seconds and peak memory of each step, a process each. FOLDER may be removed afterwards.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

from measure import Task, Watch, main

from zhibao.catalog.load import load_catalog
from zhibao.check.example import example_context
from zhibao.check.kinds.same_person import questions
from zhibao.snapshot.comparison import Compared
from zhibao.snapshot.frozen import Snapshot, compared_file
from zhibao.snapshot.here import Here
from zhibao.snapshot.laid_out import Submissions
from zhibao.snapshot.sets import LaidSets
from zhibao.terms.place import Level, Place

SCHOOLS, YEAR, TWICE, WITHOUT, AWAY = 9_800, 2021, 1_000, 100, 500_500
RULE, REGISTER = "graduates_are_registered_once", "graduate_records"


def written(folder: Path, persons: int) -> list[Snapshot]:
    """Return the snapshots of all schools, whose look-ups are written unless they are there."""
    chance = random.Random(8)
    weights = [chance.paretovariate(1.6) for _ in range(SCHOOLS)]
    whole, first, snapshots = sum(weights), 0, []
    for number, weight in enumerate(weights):
        many = round(persons * weight / whole)
        place = folder / f"{number:05}"
        if not compared_file(place, REGISTER).is_file():
            place.mkdir(parents=True, exist_ok=True)
            lines = (_look_up(one) + "\n" for one in range(first, first + many))
            compared_file(place, REGISTER).write_text("".join(lines), encoding="ascii")
        first += many
        school = Place(Level.SCHOOL, f"S{number:05}", f"示例{number}校", "")
        snapshots.append(Snapshot(f"{number}-{persons}", place, school, YEAR, (REGISTER,), (), "", compared_by="k"))
    return snapshots


def _look_up(one: int) -> str:
    if one % WITHOUT == 7:
        return ""
    person = one - AWAY if one % TWICE == 0 and one > AWAY else one
    return hashlib.blake2b(person.to_bytes(8, "big"), digest_size=16).hexdigest()


def _task(step: str, persons: int) -> Task:
    def work(folder: Path, watch: Watch) -> None:
        with watch(step):
            snapshots = written(folder / "snapshots", persons)
        if step == "write":
            return
        catalog, engine = load_catalog(), Here()
        rule = catalog.checks[RULE]
        (question,) = questions(rule, example_context(rule, rule.examples[0], catalog))
        given = Submissions(tuple(snapshots), (Compared("city", "k"),) * len(snapshots))
        sets = LaidSets(given, catalog.registers, engine, folder / "engine")
        with watch(step):
            watch.counts["found"] = len(sets.ask(question))
        engine.close()

    return work


def _all(folder: Path, persons: int) -> None:
    for step in ("write", "lay out and ask", "ask again"):
        command = [sys.executable, __file__, "--persons", str(persons), "--step", step, str(folder)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        said = json.loads(done.stdout)
        marks = said["marks"][step]
        took = f"{marks['seconds']:8.1f} s  {marks['processor']:8.1f} s of the processor  {marks['peak']:7.0f} MiB"
        print(f"{persons:>11} persons  {step:<16} {took}  {said['counts']}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=17_000_000)
    parser.add_argument("--step")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.step:
        sys.argv = [sys.argv[0], given.step, str(given.folder)]
        main({given.step: _task(given.step, given.persons)})
    else:
        _all(given.folder, given.persons)
