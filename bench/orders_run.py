"""Two machines make the reports of 200 schools, one of them is killed again and again: every report is there once.

    uv run --group dev python bench/orders_run.py                      200 schools, 12 kills: about three minutes
    uv run --group dev python bench/orders_run.py --schools 40 --kills 4

A PostgreSQL and a stand-in for a bucket of its own; the site's working folder is out of reach while the two work. It
ends with 1 and says what is wrong, or prints what was found.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("ZHIBAO_SECRET_KEY", "bench-" * 8)

from tests.object_store import object_store, settings_of
from tests.postgres import postgres


def main() -> int:
    """Play it and print what was found."""
    parser = argparse.ArgumentParser(description="Reports of many schools on two machines, one of which dies.")
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20211201)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhibao-orders-") as folder, ExitStack() as until:
        home = Path(folder)
        url = os.environ["DATABASE_URL"] = until.enter_context(postgres())
        bucket = until.enter_context(object_store())
        os.environ.update(settings_of(bucket.address))
        from zhibao.web.serving import prepare

        prepare(home / "site")
        from tests.web.machines import every_report_is_there_once, made_by_two, ordered

        began = time.monotonic()
        with ordered(home, asked.schools) as order:
            planned = time.monotonic()
            made_by_two(order, home, url, asked.kills, asked.seed)
            ended = time.monotonic()
            files = every_report_is_there_once(order, bucket)
            tries = sum(order.jobs.values_list("tries", flat=True))
    print(
        f"{asked.schools} reports ordered in {planned - began:.1f} s, made in {ended - planned:.1f} s by two machines;"
    )
    print(f"one was killed {asked.kills} times, {tries - asked.schools} reports were begun again by whoever was left.")
    print(f"Every report is there once, whole and its own: {files} files in the bucket, each named by one report.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
