"""章的文字: every text that a chapter of the report ever had, one row per saving; the last one is what stands there."""

import hashlib

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.campaign import Campaign

HERE, FOLDER, RESTORED = "here", "folder", "restored"


class ChapterText(WrittenOnce):
    """章的一版: the whole chapter as it was written; `section` is the one that was saved.

    Missing: `by` is empty for what was found in the working folder.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="texts")
    chapter = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=10, default=HERE)
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Two people who save at once cannot write the same version."""

        ordering = ["chapter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "chapter", "number"], name="chapter_text_is_numbered_once")
        ]

    def __str__(self) -> str:
        """Return which one it is."""
        return f"{self.chapter} 第 {self.number} 版"


def last_texts(campaign: Campaign) -> dict[str, ChapterText]:
    """Return chapter → its last version; only of chapters that have one."""
    later = ChapterText.objects.filter(
        campaign=models.OuterRef("campaign"), chapter=models.OuterRef("chapter"), number__gt=models.OuterRef("number")
    )
    found = ChapterText.objects.filter(~models.Exists(later), campaign=campaign).select_related("by")
    return {one.chapter: one for one in found}


def last_text(campaign: Campaign, chapter: str) -> ChapterText | None:
    """Return the last version of a chapter."""
    return ChapterText.objects.filter(campaign=campaign, chapter=chapter).select_related("by").last()


def digest_of(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()
