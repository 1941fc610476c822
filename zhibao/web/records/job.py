"""任务单: work that is done behind the page, by any worker, and once; what people wait for first, then by turns.

A worker takes a job by changing its row from what it saw there, so that of two workers one succeeds, on SQLite and
on PostgreSQL alike. What it holds then is a lease, which it renews while it works; the job of a worker that fell
silent is taken over when its lease has run out, and what the silent one may still bring is not accepted.

Whose turn it is follows from a number that a job of an order gets when it is asked for: one more than the last of its
tenant, and never less than what is being done now. Tenants who wait are served in turns however much each of them
asked for, and finding the next one is one look into an index (start-time fair queueing, Goyal, Vin and Cheng 1996).
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Max, Q, TextChoices
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhibao.web.records.data_folder import data_folder

MOST_TRIES = 3
PAUSES = (timedelta(seconds=2), timedelta(seconds=15))
"""How long a job that failed for no fault of its own waits before its second and its third try."""
GAVE_UP = "处理这件事的进程几次中途停下，不再重试。请稍后再来一次；还不行，请告诉管理员。"
AT_ONCE = 0
"""The turn of what somebody waits for: before everything that was ordered by the batch."""
_BATCH = 500
_ORDER = ("turn", "due_at", "pk")
_TAKEN = ("standing", "tries", "began_at", "lease", "leased_until")


class Standing(TextChoices):
    """任务的状态."""

    WAITING = "waiting", pgettext_lazy("job", "排队中")
    RUNNING = "running", pgettext_lazy("job", "进行中")
    DONE = "done", pgettext_lazy("job", "已完成")
    FAILED = "failed", pgettext_lazy("job", "没有做成")
    STOPPED = "stopped", pgettext_lazy("job", "已停下")


class Job(models.Model):
    """任务单: `asked` says what of, `result` what came out, `fault` in Chinese why nothing did.

    `home` is the data folder that it needs, '' for none; `tenant` who takes turns with others, `turn` when.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    asked = models.JSONField(default=dict)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    home = models.CharField(max_length=32, blank=True, default="")
    tenant = models.CharField(max_length=24, blank=True, default="")
    turn = models.PositiveBigIntegerField(default=AT_ONCE)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    fault = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """What is due is found at once, however many are done or wait."""

        indexes = [
            models.Index(fields=["standing", "turn", "due_at"], name="job_is_next"),
            models.Index(fields=["tenant", "turn"], name="job_of_tenant", condition=Q(turn__gt=AT_ONCE)),
        ]

    def __str__(self) -> str:
        """Return kind and key."""
        return f"{self.kind} {self.key}"

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will come."""
        return self.standing in (Standing.DONE, Standing.FAILED, Standing.STOPPED)

    @property
    def before(self) -> int:
        """Return how many jobs are due before this one."""
        if self.standing != Standing.WAITING:
            return 0
        sooner = Q(turn__lt=self.turn) | Q(turn=self.turn, due_at__lte=self.due_at, pk__lt=self.pk)
        return Job.objects.filter(sooner, standing=Standing.WAITING).count()


@dataclass(frozen=True)
class Wanted:
    """一件要做的: what one job of an order is."""

    kind: str
    key: str
    asked: Mapping[str, object]


def lease_time() -> timedelta:
    """Return how long a worker may be silent before its job is taken over."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def append(kind: str, key: str, asked: Mapping[str, object], *, anywhere: bool = False) -> Job:
    """Return the job of a key, added when there is none; asking again for the same adds nothing.

    It is done where this data folder is, or by any worker when it needs nothing of it.
    """
    try:
        with transaction.atomic():
            home = "" if anywhere else data_folder()
            return Job.objects.create(kind=kind, key=key, asked=dict(asked), home=home)
    except IntegrityError:
        return Job.objects.get(key=key)


@transaction.atomic
def append_all(wanted: Sequence[Wanted], tenant: str, *, anywhere: bool) -> dict[str, int]:
    """Return key → job of many that take turns with other tenants'; what is not there yet is added.

    What failed or was stopped waits again; what is done, or on its way, is left.
    """
    home = "" if anywhere else data_folder()
    there = {one.key: one for part in _parts([one.key for one in wanted]) for one in Job.objects.filter(key__in=part)}
    wait_again([one for one in there.values() if one.standing in (Standing.FAILED, Standing.STOPPED)], tenant)
    new = [one for one in {one.key: one for one in wanted}.values() if one.key not in there]
    added = (
        Job(kind=one.kind, key=one.key, asked=dict(one.asked), home=home, tenant=tenant, turn=turn)
        for one, turn in zip(new, _turns(tenant), strict=False)
    )
    made = Job.objects.bulk_create(added, batch_size=_BATCH)
    return {one.key: one.pk for one in (*there.values(), *made)}


def wait_again(jobs: Iterable[Job], tenant: str) -> int:
    """Let jobs that are over wait for another turn, with all their tries; return how many."""
    again, now = list(jobs), timezone.now()
    for one, turn in zip(again, _turns(tenant), strict=False):
        one.standing, one.turn, one.tries, one.fault, one.due_at = Standing.WAITING, turn, 0, "", now
        one.began_at = one.ended_at = None
    changed = ("standing", "turn", "tries", "fault", "due_at", "began_at", "ended_at")
    Job.objects.bulk_update(again, changed, batch_size=_BATCH)
    return len(again)


def stop(jobs: "models.QuerySet[Job]") -> int:
    """Stop jobs that are not over and return how many; whoever is at one sees that and leaves it."""
    now = {"standing": Standing.STOPPED, "lease": "", "leased_until": None, "ended_at": timezone.now()}
    return jobs.filter(standing__in=(Standing.WAITING, Standing.RUNNING)).update(**now)


def claim(now: datetime | None = None, home: str | None = None) -> Job | None:
    """Take the job that is next and return it with a lease; None when nothing is due.

    A job whose worker fell silent counts as due; after its last try it is given up instead. `home` is the data folder
    of whoever takes it: what needs another one is left.
    """
    now = now or timezone.now()
    while True:
        # On PostgreSQL many reach at once: each is given another row, and none waits for the others.
        with transaction.atomic() if connection.features.has_select_for_update_skip_locked else nullcontext():
            job = _next(now, home)
            if job is None:
                return None
            seen = {"standing": job.standing, "lease": job.lease, "leased_until": job.leased_until}
            same = Job.objects.filter(pk=job.pk, **seen)
            if job.tries >= MOST_TRIES:
                same.update(standing=Standing.FAILED, fault=GAVE_UP, ended_at=now, lease="", leased_until=None)
                continue
            job.standing, job.tries, job.began_at = Standing.RUNNING, job.tries + 1, now
            job.lease, job.leased_until = secrets.token_hex(16), now + lease_time()
            if same.update(**{name: getattr(job, name) for name in _TAKEN}):
                return job


def _next(now: datetime, home: str | None) -> Job | None:
    here = Q() if home is None else Q(home="") | Q(home=home)
    due = Job.objects.filter(here, standing=Standing.WAITING, due_at__lte=now)
    silent = Job.objects.filter(here, standing=Standing.RUNNING, leased_until__lt=now)
    firsts = (one.select_for_update(skip_locked=True).order_by(*_ORDER).first() for one in (due, silent))
    found = [one for one in firsts if one is not None]
    return min(found, key=lambda one: (one.turn, one.due_at, one.pk), default=None)


def renew(job: Job) -> bool:
    """Renew the lease of a job; False when somebody else has it by now."""
    return _held(job).update(leased_until=timezone.now() + lease_time()) == 1


def finish(job: Job, result: Mapping[str, object]) -> bool:
    """Write down what came out; False, and nothing is written, when somebody else has the job by now."""
    return _end(job, standing=Standing.DONE, result=dict(result), ended_at=timezone.now())


def fail(job: Job, fault: str) -> bool:
    """Write down in Chinese why nothing came out; False when somebody else has the job by now."""
    return _end(job, standing=Standing.FAILED, fault=fault, ended_at=timezone.now())


def put_back(job: Job, fault: str) -> bool:
    """Let a job that failed for no fault of its own be tried again later, or fail after its last try."""
    if job.tries >= MOST_TRIES:
        return fail(job, fault)
    pause = PAUSES[min(job.tries, len(PAUSES)) - 1]
    return _end(job, standing=Standing.WAITING, due_at=timezone.now() + pause)


def give_back(job: Job) -> bool:
    """Leave a job to others at once, as if it had never been taken: its worker is told to stop."""
    return _end(job, standing=Standing.WAITING, tries=F("tries") - 1)


def _turns(tenant: str) -> Iterator[int]:
    """Return the turns of what a tenant asks for now: after all that it waits for, and after what was begun."""
    ordered = Job.objects.filter(turn__gt=AT_ONCE)
    begun = ordered.filter(standing__in=(Standing.RUNNING, Standing.DONE, Standing.FAILED))
    waiting = ordered.filter(tenant=tenant, standing=Standing.WAITING)
    last = [one.aggregate(last=Max("turn"))["last"] or AT_ONCE for one in (begun, waiting)]
    return count(max(last) + 1)


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield keys in such numbers as a database takes in one question."""
    return (keys[at : at + _BATCH] for at in range(0, len(keys), _BATCH))


def _held(job: Job) -> "models.QuerySet[Job]":
    return Job.objects.filter(pk=job.pk, standing=Standing.RUNNING, lease=job.lease)


def _end(job: Job, **now: object) -> bool:
    return _held(job).update(lease="", leased_until=None, **now) == 1
