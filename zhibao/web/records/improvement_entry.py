"""改进项的经过: everything that was done about a problem, one row each, added and never changed."""

from django.db import models
from django.utils.translation import pgettext_lazy

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_stage import Side


class Kind(models.TextChoices):
    """哪一种."""

    OPENED = "opened", pgettext_lazy("kind", "立项")
    PLANNED = "planned", pgettext_lazy("kind", "改计划")
    MEASURE = "measure", pgettext_lazy("kind", "定措施")
    PROGRESS = "progress", pgettext_lazy("kind", "措施进展")
    NOTE = "note", pgettext_lazy("kind", "进展记录")
    EVIDENCE = "evidence", pgettext_lazy("kind", "佐证")
    MOVED = "moved", pgettext_lazy("kind", "环节")
    TAKEN = "taken", pgettext_lazy("kind", "写入数据表")


class ImprovementEntry(WrittenOnce):
    """一条经过: who did what on which side; `before` and `after` say what became different, by name."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="entries")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    label = models.CharField(max_length=60)
    text = models.CharField(max_length=1000, blank=True)
    link = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        """In the order in which they happened."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return what was done."""
        return self.label

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Return (what, before, after) of everything that became different."""
        return [(name, str(self.before.get(name, "")), str(now)) for name, now in self.after.items()]


def acted_on(improvement: Improvement, account: Account, side: Side) -> bool:
    """Say whether a person ever did something about a problem on one side."""
    return ImprovementEntry.objects.filter(improvement=improvement, by=account, side=side).exists()
