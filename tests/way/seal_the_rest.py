"""Every school of a campaign that is not sealed yet is taken there, each step by the person whose it is."""

import sys
from pathlib import Path

from zhibao.web.serving import prepare


def seal_the_rest(campaign_slug: str) -> None:
    """Hand in, sign, approve twice and freeze what is left, as the people of the demonstration would."""
    from zhibao.web.actions.city_approve import city_approve
    from zhibao.web.actions.county_approve import county_approve
    from zhibao.web.actions.freeze import freeze
    from zhibao.web.actions.held import school_digest
    from zhibao.web.actions.sign import stand_for
    from zhibao.web.actions.submit import submit_together
    from zhibao.web.records.models import Account, Campaign
    from zhibao.web.records.revision import content_of
    from zhibao.web.records.role import Role
    from zhibao.web.records.state import State

    campaign = Campaign.objects.get(slug=campaign_slug)
    for school in campaign.schools.all():
        people = Account.objects.filter(city=campaign.city)
        clerk, head = (people.get(role=role, place=school.code) for role in (Role.CLERK, Role.HEADMASTER))
        county = people.get(role=Role.COUNTY, place=school.county)
        approver = people.get(role=Role.CITY_APPROVER)
        if handed_in := [one for one in school.submissions.all() if one.standing.is_open]:
            submit_together(clerk, handed_in)
        if all(one.standing is State.FROZEN for one in school.submissions.all()):
            continue
        stand_for(head, school, school_digest(school))
        for one in school.submissions.filter(state=State.SUBMITTED):
            county_approve(county, one, content_of(one).digest)
        for one in school.submissions.filter(state=State.COUNTY_APPROVED):
            city_approve(approver, one, content_of(one).digest)
        freeze(approver, school)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), demo=True)
    seal_the_rest(sys.argv[2])
