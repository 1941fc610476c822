"""催办: an officer reminds one school, or all that are late; their clerks see it, and no letter goes out."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.reminder import Reminder
from zhibao.web.records.school import School
from zhibao.web.records.trail import leave

REST = timedelta(hours=1)
"""So long a school is not reminded again."""


@transaction.atomic
def remind(account: Account, schools: Iterable[School]) -> list[Reminder]:
    """Remind those of the schools that have something open and were left alone for an hour, and return the reminders.

    Raises: RefusedError, when there is nobody to be reminded.
    """
    since = timezone.now() - REST
    sent, rested = [], 0
    named = [one.pk for one in schools]
    # Locked in their order, so that of two who remind at once the second finds the reminder of the first.
    for school in School.objects.select_for_update().filter(pk__in=named).order_by("pk"):
        left = sum(one.standing.is_open for one in school.submissions.all())
        if not left:
            continue
        if Reminder.objects.filter(school=school, at__gt=since).exists():
            rested += 1
            continue
        reminder = Reminder(school=school, by=account, registers=left)
        reminder.save()
        leave(account, "催办", str(school), {"registers": left})
        sent.append(reminder)
    if not sent:
        raise RefusedError(gettext("一小时内已经催过了，请等一等。") if rested else gettext("没有要催的：表都交了。"))
    return sent
