"""各市的进展: how far the reports of each city have come in an order of all cities, and all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from zhibao.web.actions.order_cities import campaigns_of, is_going, parts_of
from zhibao.web.parts.standings import Bar, Counted, bars, tally
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Standing
from zhibao.web.records.order import Order, OrderItem
from zhibao.web.records.province_order import ProvinceOrder

_OVER = (Standing.DONE, Standing.FAILED)


@dataclass(frozen=True)
class CityPart:
    """一市的进展: its reports by standing. Missing: `order` is None, when the city cleared its part away."""

    campaign: Campaign
    order: Order | None
    counts: Mapping[Standing, int]

    @property
    def total(self) -> int:
        """Return how many reports there are."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Return how many are made."""
        return self.counts[Standing.DONE]

    @property
    def failed(self) -> int:
        """Return how many could not be made."""
        return self.counts[Standing.FAILED]

    @property
    def fault(self) -> str:
        """Return why nothing could be begun; '' when it could."""
        plan = self.order.plan if self.order is not None else None
        return plan.fault if plan is not None and plan.standing == Standing.FAILED else ""

    @property
    def word(self) -> str:
        """Return the standing of the city's part in one word, for the choice of a sign."""
        if self.order is None:
            return "gone"
        if self.order.stopped_at is not None:
            return "stopped"
        if self.fault:
            return "faulty"
        if self.order.ended_at is None:
            return "going" if self.order.planned_at is not None else "planning"
        return "ended"


@dataclass(frozen=True)
class CityParts:
    """各市一批的进展: the cities, and their reports together."""

    order: ProvinceOrder
    cities: tuple[CityPart, ...]

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """Return the reports of all cities by standing."""
        return {one: sum(city.counts[one] for city in self.cities) for one in Standing}

    @property
    def total(self) -> int:
        """Return how many reports there are."""
        return sum(self.counts.values())

    @property
    def over(self) -> int:
        """Return how many are done or failed."""
        return sum(self.counts[one] for one in _OVER)

    @property
    def ended(self) -> int:
        """Return in how many cities nothing is left to do."""
        return sum(one.word == "ended" for one in self.cities)

    @property
    def is_going(self) -> bool:
        """Say whether something will still change by itself."""
        return any(one.order is not None and is_going(one.order) for one in self.cities)

    @property
    def may_go_on(self) -> bool:
        """Say whether there is something to take up."""
        return any(one.word in ("stopped", "faulty", "gone") for one in self.cities)

    @property
    def tally(self) -> list[Counted]:
        """Return what there is of each standing, of those there are."""
        return tally(self.counts)

    @property
    def bars(self) -> list[Bar]:
        """Return the bar of all reports."""
        return bars(self.counts, self.total)


def city_parts(order: ProvinceOrder) -> CityParts:
    """Return how far an order has come in every city of its year."""
    parts = parts_of(order)
    found = OrderItem.objects.filter(order__in=parts, job__isnull=False).values_list("order", "job__standing")
    counts = {(number, standing): count for number, standing, count in found.annotate(Count("pk")).order_by()}
    by_campaign = {one.campaign_id: one for one in parts}
    campaigns = [*campaigns_of(order.year), *(one.campaign for one in parts)]
    cities = []
    for campaign in dict.fromkeys(campaigns):
        part = by_campaign.get(campaign.pk)
        known = {one: counts.get((part.pk, one.value), 0) if part else 0 for one in Standing}
        cities.append(CityPart(campaign, part, known))
    return CityParts(order, tuple(cities))
