"""时刻的说法: short times, and how long is left."""

from datetime import datetime, timedelta

from django.utils import timezone


def moment(at: datetime | None) -> str:
    """Return a time as short as it is clear: the hour today, day and hour otherwise."""
    if at is None:
        return ""
    here, now = timezone.localtime(at), timezone.localtime()
    clock = here.strftime("%H:%M")
    return clock if here.date() == now.date() else f"{here.month} 月 {here.day} 日 {clock}"


def remaining(left: timedelta) -> str:
    """Return how long it is until a deadline."""
    if left <= timedelta(0):
        return "已截止"
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    return f"还有 {hours // 24} 天" if hours >= 48 else f"还有 {hours} 小时 {minutes} 分"
