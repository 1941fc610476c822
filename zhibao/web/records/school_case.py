"""典型案例: what a school tells of its work, with photographs; the county recommends, the city chooses."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from zhibao.web.records.account import Account
from zhibao.web.records.school import School


class CaseState(TextChoices):
    """案例的状态."""

    DRAFT = "draft", pgettext_lazy("case", "草稿")
    HANDED_IN = "handed_in", pgettext_lazy("case", "已报送")


class SchoolCase(models.Model):
    """案例: `number` is its number among the school's, in the working folder too; its texts are kept beside it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.DRAFT)
    recommended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        """In their order."""

        ordering = ["school", "number"]
        constraints = [models.UniqueConstraint(fields=["school", "number"], name="case_is_numbered_once")]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.school} 案例 {self.number}"

    @property
    def is_open(self) -> bool:
        """Say whether the school may write."""
        return self.state == CaseState.DRAFT
