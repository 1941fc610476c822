"""占节: somebody writes a section; others see who, and may take it over."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.section_lock import SectionLock
from zhibao.web.records.section_writer import Writing
from zhibao.web.records.trail import leave


class TakenError(RefusedError):
    """Somebody else is writing the section; `lock` says who."""

    def __init__(self, lock: SectionLock) -> None:
        """Say who."""
        super().__init__(
            gettext("{name}正在改这一节。您写的字还在这台电脑上；可以等，也可以接过来改。").format(name=lock.by.name)
        )
        self.lock = lock


def may_write(account: Account, campaign: Campaign, chapter: str, section: str) -> None:
    """Raise RefusedError, when a section is somebody else's to write."""
    if not Writing(account, campaign).may(chapter, section):
        raise RefusedError(gettext("这一节不归您写。需要改请找分工的人。"))


@transaction.atomic
def lock_section(
    account: Account, campaign: Campaign, chapter: str, section: str, *, over: bool = False
) -> SectionLock:
    """Take a section, or say once more that one is at it; return the lock.

    `over` takes it from whoever has it, who is told so.
    Raises: TakenError, when somebody else has it; RefusedError, when it is not the account's to write.
    """
    may_write(account, campaign, chapter, section)
    now = timezone.now()
    lock = _held(account, campaign, chapter, section)
    if lock.by_id != account.pk:
        if lock.is_live(now) and not over:
            raise TakenError(lock)
        if lock.is_live(now):
            leave(account, "接过编写", f"{campaign} {chapter} {section}", {"from": lock.by.login})
        lock.taken_from = lock.by if lock.is_live(now) else None
        lock.by, lock.taken_at = account, now
    elif not lock.is_live(now):
        lock.taken_at, lock.taken_from = now, None
    lock.seen_at = now
    lock.save()
    return lock


@transaction.atomic
def let_go(account: Account, campaign: Campaign, chapter: str, section: str) -> None:
    """Give a section free; one that somebody else has by now is left alone."""
    SectionLock.objects.filter(campaign=campaign, chapter=chapter, section=section, by=account).delete()


def _held(account: Account, campaign: Campaign, chapter: str, section: str) -> SectionLock:
    """Return the lock of a section, locked itself until the transaction ends; added when there is none."""
    named = {"campaign": campaign, "chapter": chapter, "section": section}
    found = SectionLock.objects.select_for_update(of=("self",)).select_related("by").filter(**named).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return SectionLock.objects.create(by=account, **named)
    except IntegrityError:
        return SectionLock.objects.select_for_update(of=("self",)).select_related("by").get(**named)
