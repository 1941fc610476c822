"""批次的进展: how far an order has come, at what pace, when it may be through, and its reports one page at a time."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from zhibao.web.parts.standings import Bar, Counted, bars, tally
from zhibao.web.records.job import Job, Standing
from zhibao.web.records.order import LATELY, Order, OrderItem

ROWS = 100
_LEFT = (Standing.WAITING, Standing.RUNNING)


@dataclass(frozen=True)
class OrderState:
    """批次的进展: reports by standing; `pace` is reports a minute, `end` when the last may be done.

    Missing: `end` while nothing was done lately, or nothing is left.
    """

    order: Order
    counts: Mapping[Standing, int]
    total: int
    pace: int
    end: datetime | None
    plan: Job | None

    @property
    def left(self) -> int:
        """Return how many are still to be done."""
        return sum(self.counts[one] for one in _LEFT)

    @property
    def over(self) -> int:
        """Return how many are done or failed."""
        return self.counts[Standing.DONE] + self.counts[Standing.FAILED]

    @property
    def is_planning(self) -> bool:
        """Say whether it is being found out what is to be done."""
        return self.plan is not None and self.plan.standing in _LEFT and self.order.stopped_at is None

    @property
    def is_going(self) -> bool:
        """Say whether something will still change by itself."""
        summary = self.order.summary
        is_summing = self.order.ended_at is not None and summary is not None and not summary.is_over
        has_begun = self.plan is not None and self.order.stopped_at is None
        return is_summing or (has_begun and self.order.ended_at is None and not self.fault)

    @property
    def fault(self) -> str:
        """Return why nothing could be begun; '' when it could."""
        return self.plan.fault if self.plan is not None and self.plan.standing == Standing.FAILED else ""

    @property
    def word(self) -> str:
        """Return the standing of the whole in one word, for the choice of a sign."""
        if self.order.is_open:
            return "open"
        if self.order.stopped_at is not None:
            return "stopped"
        if self.fault:
            return "faulty"
        if self.order.ended_at is None:
            return "planning" if self.is_planning else "going"
        return "ended"

    @property
    def tally(self) -> list[Counted]:
        """Return what there is of each standing, of those there are."""
        return tally(self.counts)

    @property
    def bars(self) -> list[Bar]:
        """Return the bar of all reports."""
        return bars(self.counts, self.total)


@dataclass(frozen=True)
class Rows:
    """一页报告: those that are shown, and which page of how many this is."""

    items: Sequence[OrderItem]
    page: int
    pages: int
    chosen: str


def order_state(order: Order, now: datetime | None = None) -> OrderState:
    """Return how far an order has come."""
    now = now or timezone.now()
    counts = order.counts()
    since = max(order.planned_at or now, now - LATELY)
    minutes = max((now - since) / timedelta(minutes=1), 1 / 6)
    lately = order.pace(now) if order.planned_at else 0
    left = sum(counts[one] for one in _LEFT)
    end = now + timedelta(minutes=left * minutes / lately) if lately and left else None
    pace = math.ceil(lately / minutes) if lately else 0
    return OrderState(order, counts, order.items.count(), pace, end, order.plan)


def rows_of(order: Order, chosen: str, page: str) -> Rows:
    """Return the reports of a standing, all of them for none; a page that there is not is the first."""
    items = order.items.select_related("job")
    known = chosen if chosen in Standing.values else ""
    found = items.filter(job__standing=known) if known else items
    pages = max(1, math.ceil(found.count() / ROWS))
    number = int(page) if page.isdecimal() and 1 <= int(page) <= pages else 1
    return Rows(list(found.order_by("pk")[(number - 1) * ROWS : number * ROWS]), number, pages, known)
