"""存节: what somebody wrote into a section becomes a version; who comes later sees the difference."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from zhibao.web.actions.lock_section import lock_section
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import Standing, add, hold, standing
from zhibao.web.bridge.own_sections import kept_name
from zhibao.web.bridge.sections import HEAD, key_of, piece_of, pieces, with_piece
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import FOLDER, HERE, digest_of
from zhibao.web.records.section_lock import SectionLock
from zhibao.web.records.section_writer import SectionWriter
from zhibao.web.records.trail import leave

LONGEST = 60_000


@dataclass(frozen=True)
class Saved:
    """存下: the version that stands now, what the section is called now, and the fingerprint of its text."""

    number: int
    section: str
    digest: str
    at: datetime


class ChangedError(RefusedError):
    """What the writer saw is not what stands there any more; `theirs` is what does, nothing was saved."""

    def __init__(self, theirs: str, by: str, at: datetime | None) -> None:
        """Say who changed it."""
        super().__init__(
            gettext("这一节{name}已经改过，没有存。请看过两边的差别再定。").format(name=by or gettext("别人"))
        )
        self.theirs, self.by, self.at = theirs, by, at


@transaction.atomic
def save_section(
    account: Account, campaign: Campaign, chapter: str, section: str, seen: str, text: str, origin: str = HERE
) -> Saved:
    """Write a section down and return what stands now; equal words add nothing.

    `seen` is the fingerprint of what the writer began with.
    Raises: ChangedError, when something else stands there; RefusedError, when it is not the account's to write, when
    somebody else has the lock, or when it is too long.
    """
    text = kept_name("\n".join(text.splitlines()).strip("\n"), section)
    if len(text) > LONGEST:
        raise RefusedError(gettext("一节最多 {longest} 个字。请分成几节。").format(longest=LONGEST))
    hold(campaign)
    lock_section(account, campaign, chapter, section)
    now = standing(campaign).get(chapter)
    if now is None:
        raise RefusedError(gettext("报告里没有这一章了。请回到编制页。"))
    piece = piece_of(now.text, section)
    theirs = piece.text if piece else ""
    if theirs == text:
        return Saved(now.number, section, digest_of(text), now.at or timezone.now())
    if digest_of(theirs) != seen:
        raise ChangedError(theirs, now.by.name if now.by else "", now.at)
    if section == HEAD and not text:
        raise RefusedError(gettext("章的标题不能去掉。"))
    count = len(pieces(with_piece(now.text, section, text)))
    if count < len(pieces(now.text)):
        raise RefusedError(
            gettext("一节以“## 标题”开头，不能没有，没有存。提纲要求的节不能删；自己加的节在“节的编排”里删。")
        )
    if count > len(pieces(now.text)) + (piece is None):
        raise RefusedError(gettext("一节里只能有一个“## ”标题，没有存。请改用“### ”；要另开一节，请用“加一节”。"))
    return _written(account, campaign, now, section, text, origin)


def _written(account: Account, campaign: Campaign, now: Standing, section: str, text: str, origin: str) -> Saved:
    number = now.number
    if number == 0:
        number = add(campaign, now.chapter, 0, now.text, None, FOLDER).number
    whole = with_piece(now.text, section, text)
    version = add(campaign, now.chapter, number, whole, account, origin, section)
    leave(account, "存节", f"{campaign} {now.chapter} {section}", {"version": version.number, "origin": origin})
    key = key_of(whole, section, text)
    if key != section:
        _move(campaign, now.chapter, section, key)
    return Saved(version.number, key, digest_of(text), version.at)


def _move(campaign: Campaign, chapter: str, was: str, now: str) -> None:
    """Let lock and writers follow a section whose heading was written anew."""
    locks = SectionLock.objects.filter(campaign=campaign, chapter=chapter)
    locks.filter(section=now).delete()
    locks.filter(section=was).update(section=now)
    writers = SectionWriter.objects.filter(campaign=campaign, chapter=chapter)
    named = set(writers.filter(section=now).values_list("account", flat=True))
    writers.filter(section=was).exclude(account__in=named).update(section=now)
    writers.filter(section=was).delete()
