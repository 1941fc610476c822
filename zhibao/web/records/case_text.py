"""案例的文字: every text that a case ever had; the last one is what stands there."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.school_case import SchoolCase


class CaseText(WrittenOnce):
    """案例的一版: title, the section it is for, and the text."""

    case = models.ForeignKey(SchoolCase, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    title = models.CharField("题目", max_length=60)
    section = models.CharField("所在的节", max_length=80)
    body = models.TextField("正文")

    class Meta:
        """Two people who save at once cannot write the same version."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_text_is_numbered_once")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title
