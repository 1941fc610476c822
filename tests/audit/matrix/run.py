"""Prints the matrices: how much of what is right is verified, and how much of what is wrong is found.

python -m tests.audit.matrix.run [--relation X] [--half open|held|all] [--n 30] [--seed 1] [--show misses]
python -m tests.audit.matrix.run --null [REPORT...]   every digit of every value drawn anew
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from zhibao.audit.proof.matrix.measure import Row, Verdict, all_samples, judged, table
from zhibao.audit.proof.matrix.sample import Sample
from zhibao.audit.proof.matrix.scramble import null_table, null_test, report_null
from zhibao.audit.run import audit
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.audited import Audited


@cache
def book() -> RuleBook:
    """Return the rules, read once for each process."""
    return load_rulebook()


def engine(text: str) -> Audited:
    """Return the audit of a text."""
    return audit(read_text(text), book())


def verdicts(batch: list[Sample]) -> list[Verdict]:
    """Return what the audit made of a batch."""
    return [judged(one, engine(one.text)) for one in batch]


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(text + "\n")


def show(misses: list[Verdict], most: int) -> None:
    """Write the misses, the same number for each wording and variant."""
    seen: Counter[tuple[str, str]] = Counter()
    for one in misses:
        sample = one.sample
        key = (sample.wording, "alarm" if one.alarms else sample.variant)
        seen[key] += 1
        if seen[key] <= most:
            first, last = min(mark.start for mark in sample.marks), max(mark.end for mark in sample.marks)
            where = "" if sample.alone else " among"
            body = sample.text[sample.text.rfind("\n", 0, first) + 1 : last + 30].strip()
            say(f"[{sample.relation} {sample.wording} {key[1]} {sample.changed}{where}] {body}")
            for alarm in one.alarms:
                say(f"    {alarm}")


def nulls(reports: list[Path], number: int, seed: int) -> None:
    """Write what holds by chance in the scrambled matrix and in scrambled reports."""
    right = (one for one in all_samples(number, seed) if one.variant == "right")
    say(null_table(null_test(engine, right, seed)))
    for report in reports:
        say(f"{report.name}: {report_null(engine, report.read_text('utf-8'), seed)}")


def main() -> None:
    """Run what the arguments choose and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--relation", default="")
    parser.add_argument("--half", choices=("open", "held", "all"), default="all")
    parser.add_argument("--n", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", choices=("misses",))
    parser.add_argument("--most", type=int, default=1)
    parser.add_argument("--null", nargs="*", type=Path, metavar="REPORT")
    asked = parser.parse_args()
    if asked.null is not None:
        nulls(asked.null, asked.n, asked.seed)
        return
    begun = time.perf_counter()
    chosen = list(all_samples(asked.n, asked.seed, asked.half, asked.relation))
    batches = [chosen[at : at + 200] for at in range(0, len(chosen), 200)]
    rows: dict[str, Row] = {}
    misses: list[Verdict] = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        for batch in pool.map(verdicts, batches):
            for one in batch:
                rows.setdefault(one.sample.relation, Row(one.sample.relation)).add(one)
                if not one.is_good or one.alarms:
                    misses.append(one)
    if asked.show:
        show(misses, asked.most)
    say(table(rows))
    say(f"{len(chosen)} texts in {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
