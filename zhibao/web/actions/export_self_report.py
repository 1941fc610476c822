"""导出自诊报告: what a school or the city found of itself, and does about it, goes out; the trail says to whom."""

from django.db import transaction

from zhibao.web.bridge.self_reports import SelfReport, school_self_report, self_report_file, summed_self_report
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need
from zhibao.web.records.school import School
from zhibao.web.records.trail import leave


def self_report_of(account: Account, campaign: Campaign, school: School | None) -> SelfReport | None:
    """Return a school's self-report, or the summary of those that a person may look at; None before any data."""
    if school is not None:
        return school_self_report(campaign, school)
    return summed_self_report(
        campaign, [one for one in campaign.schools.all() if account.may(Need.LOOK, campaign, one)]
    )


def exported_self_report(account: Account, campaign: Campaign, school: School | None, kind: str) -> bytes | None:
    """Return it as Word or PDF, and leave in the trail who took it; None where there is none."""
    report = self_report_of(account, campaign, school)
    if report is None:
        return None
    content = self_report_file(campaign.path, report, kind)
    with transaction.atomic():
        leave(account, "下载自诊报告", school.name if school else campaign.place, {"kind": kind})
    return content
