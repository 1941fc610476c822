"""分工: a section is named an account's to write, or not any more."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import standing
from zhibao.web.bridge.sections import piece_of
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Role
from zhibao.web.records.section_writer import WHOLE, SectionWriter
from zhibao.web.records.trail import leave


def writers_of(campaign: Campaign) -> list[Account]:
    """Return the accounts that write in a campaign."""
    found = Account.objects.filter(role=Role.CITY_EDITOR, city=campaign.city, is_active=True)
    return list(found.order_by("name", "id"))


@transaction.atomic
def assign(by: Account, campaign: Campaign, login: str, chapter: str, section: str) -> SectionWriter:
    """Name somebody for a section, or for the whole chapter. Raises: RefusedError, for what is not there."""
    _may_assign(by, campaign)
    account = next((one for one in writers_of(campaign) if one.login == login), None)
    now = standing(campaign).get(chapter)
    if account is None or now is None or (section != WHOLE and piece_of(now.text, section) is None):
        raise RefusedError(gettext("没有这位编辑或这一节。请刷新页面。"))
    named, is_new = SectionWriter.objects.get_or_create(
        campaign=campaign, account=account, chapter=chapter, section=section
    )
    if is_new:
        leave(by, "分工", f"{campaign} {chapter} {section}", {"to": account.login})
    return named


@transaction.atomic
def unassign(by: Account, campaign: Campaign, number: str) -> None:
    """Take a name back. Raises: RefusedError, when it is not there."""
    _may_assign(by, campaign)
    found = SectionWriter.objects.filter(campaign=campaign, pk=number if number.isdecimal() else 0).first()
    if found is None:
        raise RefusedError(gettext("这条分工已经撤了。请刷新页面。"))
    leave(by, "撤销分工", f"{campaign} {found.chapter} {found.section}", {"of": found.account.login})
    found.delete()


def _may_assign(by: Account, campaign: Campaign) -> None:
    """Raise RefusedError, for a writer who has sections of the own."""
    if SectionWriter.objects.filter(campaign=campaign, account=by).exists():
        raise RefusedError(gettext("您只写分给您的几节，分工由主编或市级审批来定。"))
