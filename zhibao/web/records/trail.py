"""留痕: every write, approval and sign-in, each entry holding the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from django.db import models
from django.utils import timezone

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce

BEGINNING = "0" * 64


class TrailHead(models.Model):
    """链头: the number and hash of the last entry; locked while one is added, so that there is one chain."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEGINNING)

    def __str__(self) -> str:
        """Return number and hash."""
        return f"{self.number} {self.hash}"


class TrailEntry(WrittenOnce):
    """留痕: who did what to what; `detail` says how, without any cell of a person."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.CharField(max_length=32)
    who = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=40)
    what = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In their order."""

        ordering = ["number"]

    def __str__(self) -> str:
        """Return the entry as one line."""
        return f"{self.number} {self.at} {self.who} {self.action} {self.what}"

    def computed(self) -> str:
        """Return the hash that the entry must have."""
        said = [self.number, self.at, self.who, self.action, self.what, self.detail, self.previous]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def leave(account: Account | None, action: str, what: str = "", detail: Mapping[str, object] | None = None) -> None:
    """Add an entry to the trail, within the transaction of what it tells."""
    head = TrailHead.objects.select_for_update().get(pk=1)
    entry = TrailEntry(
        number=head.number + 1,
        at=timezone.now().astimezone(UTC).isoformat(timespec="milliseconds"),
        who=account.login if account else "",
        action=action,
        what=what,
        detail=dict(detail or {}),
        previous=head.hash,
    )
    entry.hash = entry.computed()
    entry.save()
    head.number, head.hash = entry.number, entry.hash
    head.save()


def faults() -> Iterator[str]:
    """Yield what is wrong with the trail, in Chinese; nothing for one that is whole."""
    previous, expected = BEGINNING, 1
    for entry in TrailEntry.objects.order_by("number").iterator():
        if entry.number != expected:
            gap = f"第 {expected} 条" if entry.number == expected + 1 else f"第 {expected} 至 {entry.number - 1} 条"
            yield f"{gap}不在：被删去了。"
        if entry.computed() != entry.hash:
            yield f"第 {entry.number} 条（{_day(entry.at)} {entry.who} {entry.action}）的内容与指纹不符：被改过。"
        elif entry.previous != previous:
            yield f"第 {entry.number} 条（{_day(entry.at)} {entry.who} {entry.action}）接不上前一条：被插入或改过。"
        previous, expected = entry.hash, entry.number + 1
    head = TrailHead.objects.get(pk=1)
    if (head.number, head.hash) != (expected - 1, previous):
        yield f"链头记的是第 {head.number} 条，实有 {expected - 1} 条：末尾被删去或添上了。"


def _day(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone(timezone.get_current_timezone()).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at
