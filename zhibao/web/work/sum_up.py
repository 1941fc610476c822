"""汇总一批: what the audits of an order say together: how common each error is, and what was copied."""

from collections.abc import Iterator, Mapping

from zhibao.web.actions.order_files import files_of, made, put_made
from zhibao.web.bridge.corpus import TALLY, summed_up
from zhibao.web.records.job import Job, Standing
from zhibao.web.records.order import OrderItem
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=1800, memory=8 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Sum up what is done and return the hashes of the files and the head of them."""
    items = OrderItem.objects.filter(order=asked["order"]).select_related("job").order_by("pk")
    unread = {one.name: one.job.fault for one in items if one.job and one.job.standing == Standing.FAILED}
    files, told = summed_up(_tallies(one.job for one in items if one.job), unread)
    key = Job.objects.filter(kind="sum_up", lease=lease).values_list("key", flat=True).first()
    return {"files": put_made(key or f"sum {asked['order']}", files), **told}


def _tallies(jobs: Iterator[Job]) -> Iterator[bytes]:
    for job in jobs:
        if TALLY in files_of(job):
            yield made(job, TALLY) or b""
