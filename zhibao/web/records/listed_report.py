"""年报登记: reports that others published, by address, and what was found when somebody looked whether it opens."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.campaign import Campaign


class ListedReport(models.Model):
    """登记的年报: taken off the list it stays in the trail."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="listed")
    title = models.CharField("学校或单位", max_length=120)
    url = models.CharField("发布网址", max_length=500)
    published_on = models.CharField("发布时间", max_length=20, blank=True)
    remark = models.CharField("备注", max_length=120, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were listed; an address is listed once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "url"], name="report_is_listed_once")]

    def __str__(self) -> str:
        """Return title and address."""
        return f"{self.title} {self.url}"

    @property
    def last_check(self) -> "LinkCheck | None":
        """Return what was found last; None when nobody has looked."""
        return LinkCheck.objects.filter(campaign=self.campaign, url=self.url).last()


class LinkCheck(WrittenOnce):
    """链接检查: what an address answered at one time."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_open = models.BooleanField()
    said = models.CharField(max_length=200)

    class Meta:
        """In the order in which somebody looked."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return address and answer."""
        return f"{self.url} {self.said}"
