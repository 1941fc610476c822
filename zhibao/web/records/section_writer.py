"""分工: which sections of the report an office writes."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.role import Need

WHOLE = ""


class SectionWriter(models.Model):
    """分工: a section of a chapter, or the whole chapter when `section` is empty, is an account's to write."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="writers")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    chapter = models.CharField(max_length=80)
    section = models.CharField(max_length=80, blank=True)

    class Meta:
        """Named once."""

        ordering = ["chapter", "section", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "account", "chapter", "section"], name="section_writer_is_named_once"
            )
        ]

    def __str__(self) -> str:
        """Return who and what."""
        return f"{self.account.name} {self.chapter} {self.section}"


class Writing:
    """谁写什么: what an account may write in a campaign; one that is named for no section writes all of them."""

    def __init__(self, account: Account, campaign: Campaign) -> None:
        """Ask once."""
        named = SectionWriter.objects.filter(campaign=campaign, account=account)
        self._may = account.may(Need.WRITE, campaign)
        self._own = set(named.values_list("chapter", "section"))

    @property
    def is_whole(self) -> bool:
        """Say whether the account writes the report as a whole."""
        return self._may and not self._own

    def may(self, chapter: str, section: str) -> bool:
        """Say whether the account may write a section."""
        return self._may and (not self._own or bool(self._own & {(chapter, section), (chapter, WHOLE)}))
