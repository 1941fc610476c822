"""任务单: work that is done behind the page, in the order of asking, by any worker, and once.

A worker takes a job by changing its row from what it saw there, so that of two workers one succeeds, on SQLite and
on PostgreSQL alike. What it holds then is a lease, which it renews while it works; the job of a worker that fell
silent is taken over when its lease has run out, and what the silent one may still bring is not accepted.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, TextChoices
from django.utils import timezone

MOST_TRIES = 3
PAUSES = (timedelta(seconds=2), timedelta(seconds=15))
"""How long a job that failed for no fault of its own waits before its second and its third try."""
GAVE_UP = "处理这件事的进程几次中途停下，不再重试。请稍后再来一次；还不行，请告诉管理员。"


class Standing(TextChoices):
    """任务的状态."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有做成"


class Job(models.Model):
    """任务单: `asked` says what of, `result` what came out, `fault` in Chinese why nothing did."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    asked = models.JSONField(default=dict)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    fault = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """What is due is found at once, however many are done."""

        indexes = [models.Index(fields=["standing", "due_at"], name="job_is_due")]

    def __str__(self) -> str:
        """Return kind and key."""
        return f"{self.kind} {self.key}"

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will come."""
        return self.standing in (Standing.DONE, Standing.FAILED)

    @property
    def before(self) -> int:
        """Return how many jobs are due before this one."""
        if self.standing != Standing.WAITING:
            return 0
        return Job.objects.filter(standing=Standing.WAITING, due_at__lte=self.due_at, pk__lt=self.pk).count()


def lease_time() -> timedelta:
    """Return how long a worker may be silent before its job is taken over."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def append(kind: str, key: str, asked: Mapping[str, object]) -> Job:
    """Return the job of a key, added when there is none; asking again for the same adds nothing."""
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, key=key, asked=dict(asked))
    except IntegrityError:
        return Job.objects.get(key=key)


def claim(now: datetime | None = None) -> Job | None:
    """Take the job that is due longest and return it with a lease; None when nothing is due.

    A job whose worker fell silent counts as due; after its last try it is given up instead.
    """
    now = now or timezone.now()
    due = Q(standing=Standing.WAITING, due_at__lte=now) | Q(standing=Standing.RUNNING, leased_until__lt=now)
    while True:
        job = Job.objects.filter(due).order_by("due_at", "pk").first()
        if job is None:
            return None
        same = Job.objects.filter(due, pk=job.pk, lease=job.lease)
        if job.tries >= MOST_TRIES:
            same.update(standing=Standing.FAILED, fault=GAVE_UP, ended_at=now, lease="", leased_until=None)
            continue
        lease = secrets.token_hex(16)
        until = {"lease": lease, "leased_until": now + lease_time(), "began_at": now}
        if same.update(standing=Standing.RUNNING, tries=F("tries") + 1, **until):
            return Job.objects.get(pk=job.pk)


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


def _held(job: Job) -> "models.QuerySet[Job]":
    return Job.objects.filter(pk=job.pk, standing=Standing.RUNNING, lease=job.lease)


def _end(job: Job, **now: object) -> bool:
    return _held(job).update(lease="", leased_until=None, **now) == 1
