"""Audit a corpus through the queue of the site on all processors, beside a plain loop on one of them.

    uv run --group dev python bench/corpus_run.py                             300 reports of 80 pages, about ten minutes
    uv run --group dev python bench/corpus_run.py --reports 40 --pages 20     a trial

Three measurements, one after the other, of the same work (read, audit, write page, data, annotated Word file, account):
a loop in one process on one processor; as many loops at once as there are processors, which is what the machine itself
loses when all of them work; and the workers of the site on PostgreSQL. Efficiency is reports per second divided by
(processors × the loop's). It prints one line of JSON beside the table.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("ZHIBAO_SECRET_KEY", "bench-" * 8)

from auditing import as_word, report_of

from tests.postgres import postgres
from zhibao.batch.workers import processors

DISTINCT = 20
WARM = 2
AT = datetime(2021, 12, 1, tzinfo=UTC)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Audit a corpus through the queue.")
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--pages", type=int, default=80)
    parser.add_argument("--workers", type=int, default=processors())
    parser.add_argument("--loop", nargs="+", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.loop:
        print(json.dumps(loop(asked.loop)))
        return 0
    with tempfile.TemporaryDirectory(prefix="zhibao-corpus-") as home:
        files = written(Path(home) / "given", min(asked.reports, DISTINCT), asked.pages)
        told: dict[str, object] = {"reports": asked.reports, "pages": asked.pages, "workers": asked.workers}
        each = [files[at % len(files)] for at in range(max(len(files), asked.reports // asked.workers))]
        one, worked = started([each])
        many, _ = started([each] * asked.workers)
        told |= {"one": one, "loops": many, "machine": round(many / (one * asked.workers), 3), "one_worked": worked}
        told |= queued(Path(home), files, asked.reports, asked.workers)
    rate = float(str(told["queue"]))
    told["efficiency"] = round(rate / (one * asked.workers), 3)
    told["of_the_machine"] = round(rate / many, 3)
    for name, said in told.items():
        print(f"{name:16} {said}")
    print(json.dumps(told))
    return 0


def written(folder: Path, number: int, pages: int) -> list[Path]:
    """Write so many different Word files, each of a seed of its own."""
    folder.mkdir()
    files = [folder / f"示例第{at + 1}校.docx" for at in range(number)]
    for at, file in enumerate(files):
        file.write_bytes(as_word(report_of(pages, 1 + 100 * at)))
    return files


def loop(files: list[Path]) -> tuple[float, float]:
    """Return reports a second and seconds of the processor for each, of a plain loop, after a few to warm it."""
    from zhibao.web.bridge.auditing import ready
    from zhibao.web.bridge.corpus import audited

    ready()
    with tempfile.TemporaryDirectory(prefix="zhibao-loop-") as home:
        for file in files[:WARM]:
            audited(file, file.name, AT)
        began, worked = time.perf_counter(), time.process_time()
        for number, file in enumerate(files):
            for name, content in audited(file, file.name, AT).files.items():
                (Path(home) / f"{number}-{name}").write_bytes(content)
        return len(files) / (time.perf_counter() - began), (time.process_time() - worked) / len(files)


def started(lists: list[list[Path]]) -> tuple[float, float]:
    """Return the same of loops that work at once, each on a processor of its own."""
    places = sorted(os.sched_getaffinity(0))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "zhibao.web.settings"}
    going = []
    for at, files in enumerate(lists):
        command = [sys.executable, __file__, "--loop", *map(str, files)]
        one = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        os.sched_setaffinity(one.pid, {places[at % len(places)]})
        going.append(one)
    told = [json.loads(one.communicate()[0].splitlines()[-1]) for one in going]
    return sum(rate for rate, _ in told), sum(worked for _, worked in told) / len(told)


def queued(home: Path, files: list[Path], number: int, workers: int) -> dict[str, object]:
    """Return what the site's workers did a second, from the first report that was begun to the last that was done."""
    with ExitStack() as until:
        url = until.enter_context(postgres())
        os.environ["DATABASE_URL"] = url
        from zhibao.web.serving import prepare

        prepare(home / "data")
        from zhibao.web.actions.ask_order import begin, open_corpus
        from zhibao.web.actions.order_files import put_given
        from zhibao.web.records.models import Account, Campaign, OrderItem

        deadline = datetime.now(UTC) + timedelta(days=9)
        about = {"slug": "one", "city": "one", "title": "示例", "place": "示例市", "year": 2021}
        campaign = Campaign.objects.create(**about, folder=str(home / "none"), deadline=deadline)
        officer = Account.objects.create(login="officer", name="示例", role="city_editor", city="one")
        order = open_corpus(officer, campaign)
        for at in range(number):
            content = files[at % len(files)].read_bytes()
            OrderItem(order=order, key=f"{at}.docx", name=f"{at}.docx", given=put_given(order, content)).save()
        begin(officer, order)
        command = [sys.executable, "-m", "zhibao.web", "worker", "--data", str(home / "data"), "--jobs", str(workers)]
        worked = _worked()
        crew = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        try:
            while True:
                order.refresh_from_db()
                if order.summary is not None and order.summary.is_over:
                    break
                time.sleep(1.0)
        finally:
            crew.terminate()
            crew.wait()
        return told_of(order) | {"worked": (_worked() - worked) / number}


def _worked() -> float:
    """Return the seconds of the processor of everything that was started here and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told_of(order: object) -> dict[str, object]:
    """Return the pace of an order, how long the summary took, and how many of the reports failed."""
    from django.db.models import Max, Min

    from zhibao.web.records.models import Order

    assert isinstance(order, Order)
    span = order.jobs.aggregate(first=Min("began_at"), last=Max("ended_at"))
    seconds = (span["last"] - span["first"]).total_seconds()
    summary = order.summary
    assert summary is not None
    assert summary.began_at is not None
    assert summary.ended_at is not None
    return {
        "queue": order.jobs.count() / seconds,
        "seconds": seconds,
        "failed": order.jobs.exclude(standing="done").count(),
        "tries": sum(order.jobs.values_list("tries", flat=True)),
        "summary_seconds": (summary.ended_at - summary.began_at).total_seconds(),
        "summary_fault": summary.fault,
    }


if __name__ == "__main__":
    raise SystemExit(main())
