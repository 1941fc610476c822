"""已知的单位: cities, counties, schools and registers of the campaigns there are, to be chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Role
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission


@dataclass(frozen=True)
class Known:
    """一市的单位: its name, schools by code as (name, county), and registers by name with their labels."""

    city: str
    place: str
    schools: Mapping[str, tuple[str, str]]
    registers: Mapping[str, str]

    @property
    def counties(self) -> tuple[str, ...]:
        """Return the counties in which schools lie."""
        return tuple(dict.fromkeys(county for _, county in self.schools.values() if county))

    def by_county(self) -> dict[str, list[tuple[str, str]]]:
        """Return county → (code, name) of its schools."""
        grouped: dict[str, list[tuple[str, str]]] = {}
        for code, (name, county) in self.schools.items():
            grouped.setdefault(county, []).append((code, name))
        return grouped


def known(city: str = "") -> dict[str, Known]:
    """Return what is known of every city that collects or has collected, or of one; later years win."""
    campaigns = Campaign.objects.order_by("year", "id")
    found: dict[str, Known] = {}
    for campaign in campaigns.filter(city=city) if city else campaigns:
        schools = {one.code: (one.name, one.county) for one in School.objects.filter(campaign=campaign)}
        asked = Submission.objects.filter(school__campaign=campaign).order_by("position")
        registers = {name: label for name, label, _ in asked.values_list("register", "label", "position").distinct()}
        before = found.get(campaign.city)
        found[campaign.city] = Known(
            campaign.city,
            campaign.place,
            {**(before.schools if before else {}), **schools},
            {**(before.registers if before else {}), **registers},
        )
    return found


def place_label(account: Account, places: Mapping[str, Known]) -> str:
    """Return where an account is good for, in words."""
    if account.city == EVERYWHERE:
        return gettext("全部")
    here = places.get(account.city)
    city = here.place if here else account.city
    if not account.place:
        return city
    if account.role in (Role.CLERK, Role.HEADMASTER):
        return here.schools[account.place][0] if here and account.place in here.schools else account.place
    return f"{city} {account.place}"
