"""选用的案例: which cases stand in the city's report; every choice is kept."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.campaign import Campaign


class CaseChoice(WrittenOnce):
    """选用: which cases stand in the report, in their order, as `school code/number`; the last choice counts."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="choices")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    chosen = models.JSONField(default=list)

    class Meta:
        """Two people who choose at once cannot write the same choice."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="case_choice_is_numbered_once")]

    def __str__(self) -> str:
        """Return how many were chosen."""
        return f"{self.campaign} 选用 {len(self.chosen)} 篇"
