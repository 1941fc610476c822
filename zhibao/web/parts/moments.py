"""时刻的说法: short times, and how long is left."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext


def moment(at: datetime | None) -> str:
    """Return a time as short as it is clear: the hour today, day and hour otherwise."""
    if at is None:
        return ""
    here, now = timezone.localtime(at), timezone.localtime()
    clock = here.strftime("%H:%M")
    return clock if here.date() == now.date() else date_format(here, pgettext("date format", "n 月 j 日 H:i"))


def remaining(left: timedelta) -> str:
    """Return how long it is until a deadline."""
    if left <= timedelta(0):
        return gettext("已截止")
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if hours >= 48:
        return ngettext("还有 {count} 天", "还有 {count} 天", hours // 24).format(count=hours // 24)
    return gettext("还有 {hours} 小时 {minutes} 分").format(hours=hours, minutes=minutes)
