"""排一批: what an order asks for becomes jobs, one for each report; what is done already is not asked for again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from zhibao.web.actions.ask_order import held
from zhibao.web.actions.order_files import forget_made
from zhibao.web.bridge.corpus import rules_digest
from zhibao.web.bridge.grounds import pack, prune, unpack
from zhibao.web.bridge.lockers import is_shared
from zhibao.web.bridge.school_reports import planned
from zhibao.web.records.job import Job, Standing, Wanted, append_all
from zhibao.web.records.order import Order, OrderItem

COMPILE, AUDIT = "compile_school", "audit_report"
_BATCH = 500
_LEFT = (Standing.WAITING, Standing.RUNNING, Standing.STOPPED, Standing.FAILED)


@dataclass(frozen=True)
class _Report:
    key: str
    name: str
    wanted: Wanted


def plan(order: Order) -> Mapping[str, object]:
    """Find out what is to be done and queue it; return how many reports there are and how many jobs were left.

    Raises: ZhibaoError, for what concerns all of the reports.
    """
    ground = pack(order.campaign.path, order.campaign.slug) if not order.is_audit else ""
    reports = list(_of_schools(order, ground) if ground else _of_given(order))
    gone, count = _queue(order, reports)
    forget_made(gone)
    if ground:
        unfinished = Job.objects.filter(kind=COMPILE, standing__in=_LEFT, asked__campaign=order.campaign.slug)
        prune(order.campaign.slug, {ground, *unfinished.values_list("asked__ground", flat=True)})
    return {"reports": len(reports), "left": count}


def _of_schools(order: Order, ground: str) -> Iterable[_Report]:
    campaign = order.campaign.slug
    for one in planned(unpack(campaign, ground)):
        key = f"compile {campaign} {one.code} {one.inputs[:32]}"
        asked = {"campaign": campaign, "ground": ground, "place": one.code, "key": key}
        yield _Report(one.code, one.name, Wanted(COMPILE, key, asked))


def _of_given(order: Order) -> Iterable[_Report]:
    rules = rules_digest()[:16]
    for one in order.items.all():
        whose = sha256(one.key.encode()).hexdigest()[:16]
        key = f"audit {order.pk} {whose} {one.given[:32]} {rules}"
        asked = {"order": order.name, "given": one.given, "name": one.key, "at": order.at.isoformat(), "key": key}
        yield _Report(one.key, one.name, Wanted(AUDIT, key, asked))


@transaction.atomic
def _queue(order: Order, reports: list[_Report]) -> tuple[list[str], int]:
    """Queue the reports; return the keys of jobs that nobody wants any more, and how many are still to be done."""
    order = held(order)
    if order.stopped_at is not None:
        return [], 0
    jobs = append_all([one.wanted for one in reports], order.campaign.city, anywhere=is_shared())
    before = set(order.items.filter(job__isnull=False).values_list("job", flat=True))
    there = {one.key: one for one in order.items.all()}
    left = {one.key for one in reports}
    order.items.filter(pk__in=[one.pk for key, one in there.items() if key not in left]).delete()
    for one in reports:
        if one.key in there:
            there[one.key].job_id, there[one.key].name = jobs[one.wanted.key], one.name
    changed = [there[one.key] for one in reports if one.key in there]
    OrderItem.objects.bulk_update(changed, ["job", "name"], batch_size=_BATCH)
    new = [one for one in reports if one.key not in there]
    OrderItem.objects.bulk_create(
        (OrderItem(order=order, key=one.key, name=one.name, job_id=jobs[one.wanted.key]) for one in new),
        batch_size=_BATCH,
    )
    order.planned_at, order.ended_at = timezone.now(), None
    order.save(update_fields=["planned_at", "ended_at"])
    gone = drop(before - set(jobs.values()))
    return gone, order.jobs.filter(standing__in=_LEFT).count()


def drop(jobs: Iterable[int]) -> list[str]:
    """Remove jobs that no order names any more, within the transaction; return their keys."""
    loose = Job.objects.filter(pk__in=list(jobs), order_items__isnull=True)
    keys = list(loose.values_list("key", flat=True))
    loose.delete()
    return keys
