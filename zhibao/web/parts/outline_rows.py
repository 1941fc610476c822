"""提纲栏: chapters and sections as they stand, who is at which, whose they are, and what was found in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import pgettext

from zhibao.web.actions.report_texts import Standing
from zhibao.web.bridge.drafting import Note
from zhibao.web.bridge.sections import HEAD, Piece, pieces
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.section_lock import live_locks
from zhibao.web.records.section_writer import SectionWriter, Writing


@dataclass
class OutlineRow:
    """一行: of the outline; `holder` is who writes it now, `is_mine` whether that is who looks."""

    level: int
    number: str
    title: str
    chapter: str
    section: str
    address: str
    holder: str = ""
    is_mine: bool = False
    errors: int = 0
    warnings: int = 0
    writers: list[SectionWriter] = field(default_factory=list)


def outline_rows(
    campaign: Campaign, account: Account, texts: Mapping[str, Standing], notes: Iterable[Note]
) -> list[OutlineRow]:
    """Return the outline as rows, in the order of the report."""
    rows, locks = list(_rows(campaign, texts)), live_locks(campaign)
    writers: dict[tuple[str, str], list[SectionWriter]] = {}
    for named in SectionWriter.objects.filter(campaign=campaign).select_related("account"):
        writers.setdefault((named.chapter, named.section or HEAD), []).append(named)
    found = _counted(texts, notes)
    for row in rows:
        key = (row.chapter, row.section)
        row.writers = writers.get(key, [])
        row.errors, row.warnings = found[(*key, "error")], found[(*key, "warning")]
        if (lock := locks.get(key)) is not None:
            row.holder, row.is_mine = lock.by.name, lock.by_id == account.pk
    return rows


def section_of(texts: Mapping[str, Standing], note: Note) -> tuple[str, Piece] | None:
    """Return the chapter and section that a note is about; None where it is about none."""
    if note.chapter not in texts:
        return None
    above = [one for one in pieces(texts[note.chapter].text) if one.first <= note.line]
    return (note.chapter, above[-1]) if above else None


def address_of(campaign: Campaign, chapter: str, section: str) -> str:
    """Return where a section is written."""
    return reverse("section", args=[campaign.slug, chapter, section])


def arranging_of(campaign: Campaign, account: Account, chapters: Iterable[str]) -> str:
    """Return where sections are added to the first chapter that an account writes as a whole; '' for none."""
    mine = Writing(account, campaign)
    return next((reverse("chapter_sections", args=[campaign.slug, one]) for one in chapters if mine.may(one, HEAD)), "")


def _rows(campaign: Campaign, texts: Mapping[str, Standing]) -> Iterator[OutlineRow]:
    count = 0
    for name, one in texts.items():
        head, *sections = pieces(one.text)
        is_annex, is_bare = "annex: true" in head.text, "unnumbered: true" in head.text
        count += not (is_annex or is_bare)
        number = pgettext("annex", "附") if is_annex else "" if is_bare else str(count)
        yield OutlineRow(0, number, head.title or name, name, HEAD, address_of(campaign, name, HEAD))
        for place, piece in enumerate(sections, 1):
            inner = f"{number}.{place}" if number.isdecimal() else ""
            yield OutlineRow(1, inner, piece.title, name, piece.key, address_of(campaign, name, piece.key))


def _counted(texts: Mapping[str, Standing], notes: Iterable[Note]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for one in notes:
        where = None if one.done else section_of(texts, one)
        if where is not None:
            found[(where[0], where[1].key, one.severity)] += 1
    return found
