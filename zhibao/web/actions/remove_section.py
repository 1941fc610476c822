"""删节: an own section is taken out of its chapter; every version of it is kept, and it can be put back."""

from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.chapter_held import chapter_held, own_piece, rearranged
from zhibao.web.actions.lock_section import let_go, lock_section
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.chapters import cases_in
from zhibao.web.bridge.own_sections import without
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.case_text import CaseText
from zhibao.web.records.chapter_text import digest_of
from zhibao.web.records.section_writer import SectionWriter


@transaction.atomic
def remove_section(account: Account, campaign: Campaign, chapter: str, section: str, seen: str) -> None:
    """Take an own section out; `seen` is the fingerprint of what the person saw of it.

    Raises: RefusedError, when the outline requires it, when it says something else by now, when somebody is named to
    write it (who would else write everything), or when cases stand in it; TakenError, when somebody is writing it.
    """
    now = chapter_held(account, campaign, chapter)
    piece = own_piece(now, section)
    if digest_of(piece.text) != seen:
        raise RefusedError(gettext("“{title}”刚有人改过，没有删。请看过再定。").format(title=piece.title))
    named = SectionWriter.objects.filter(campaign=campaign, chapter=chapter, section=section).select_related("account")
    if writer := named.first():
        raise RefusedError(
            gettext("“{title}”分给了{name}写，没有删。请先改分工。").format(title=piece.title, name=writer.account.name)
        )
    told = CaseText.objects.filter(case__school__campaign=campaign, section=section).values("case").distinct()
    if cases := cases_in(campaign.path, section) or told.count():
        raise RefusedError(
            gettext("“{title}”里有 {count} 篇案例，没有删。请先把案例放到别的节。").format(
                title=piece.title, count=cases
            )
        )
    lock_section(account, campaign, chapter, section)
    rearranged(account, campaign, now, without(now.text, section), section, "删节")
    let_go(account, campaign, chapter, section)
