"""章的占住: a chapter whose sections are arranged, read anew while other writers wait, and what that makes of it."""

from collections import Counter

from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.report_texts import Standing, add, hold, standing, texts_of
from zhibao.web.bridge.own_sections import is_own
from zhibao.web.bridge.sections import HEAD, Piece, piece_of, pieces
from zhibao.web.bridge.text_faults import text_faults
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.chapter_text import FOLDER, HERE, ChapterText
from zhibao.web.records.section_writer import Writing
from zhibao.web.records.trail import leave

LONGEST_TITLE = 60


def may_arrange(account: Account, campaign: Campaign, chapter: str) -> bool:
    """Say whether an account may add sections to a chapter: whoever writes it as a whole."""
    return Writing(account, campaign).may(chapter, HEAD)


def chapter_held(account: Account, campaign: Campaign, chapter: str) -> Standing:
    """Return a chapter as it stands; others wait until the transaction ends.

    Raises: RefusedError, when it is not the account's to arrange, or not there.
    """
    if not may_arrange(account, campaign, chapter):
        raise RefusedError(gettext("这一章的节不归您加减。需要改请找分工的人。"))
    hold(campaign)
    now = standing(campaign).get(chapter)
    if now is None:
        raise RefusedError(gettext("报告里没有这一章了。请回到编制页。"))
    return now


def own_piece(now: Standing, key: str) -> Piece:
    """Return an own section. Raises: RefusedError, when it is not there, or when the outline requires it."""
    piece = piece_of(now.text, key)
    if piece is None:
        raise RefusedError(gettext("没有这一节了。请刷新页面。"))
    if not is_own(key):
        raise RefusedError(
            gettext("“{title}”是提纲要求的一节，文字可以改，节不能移动或删去。").format(title=piece.title)
        )
    return piece


def title_said(now: Standing, title: str, key: str = "") -> str:
    """Return a title as it can stand. Raises: RefusedError, for none, too long a one, or one that is there already."""
    said = " ".join(title.lstrip("#").split())
    if not said or len(said) > LONGEST_TITLE or "{" in said or "}" in said:
        raise RefusedError(gettext("节的标题要写，不超过 {longest} 个字，不带花括号。").format(longest=LONGEST_TITLE))
    same = next((one for one in pieces(now.text) if one.title == said and one.key != key), None)
    if same is not None:
        raise RefusedError(gettext("这一章已经有“{title}”。请换一个标题。").format(title=said))
    return said


def rearranged(
    account: Account, campaign: Campaign, now: Standing, text: str, section: str, what: str, origin: str = HERE
) -> ChapterText:
    """Write down a chapter with other sections, and who did what; return the version.

    Raises: RefusedError, when the report could not be compiled so and could before.
    """
    texts = texts_of(standing(campaign))
    was = Counter((one.chapter, one.said) for one in text_faults(campaign.path, texts))
    then = text_faults(campaign.path, texts | {now.chapter: text})
    if worse := Counter((one.chapter, one.said) for one in then) - was:
        raise RefusedError(gettext("这样改报告就编不出来：{said}").format(said=next(iter(worse))[1]))
    number = now.number
    if number == 0:
        number = add(campaign, now.chapter, 0, now.text, None, FOLDER).number
    version = add(campaign, now.chapter, number, text, account, origin, section)
    leave(account, what, f"{campaign} {now.chapter} {section}", {"version": version.number})
    return version
