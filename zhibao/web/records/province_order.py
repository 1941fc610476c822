"""全省批次: the reports of all schools of all cities asked for together; each city's part is an order of its own."""

from django.db import models

from zhibao.web.records.account import Account
from zhibao.web.records.order import Order


class ProvinceOrder(models.Model):
    """全省批次: the orders of a year's cities that it consists of; one that a city had going already is taken in.

    Missing: a city that cleared its part away has none.
    """

    number = models.PositiveIntegerField(unique=True)
    year = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    parts = models.ManyToManyField(Order, related_name="+")

    class Meta:
        """The latest first."""

        ordering = ["-number"]

    def __str__(self) -> str:
        """Return which one it is."""
        return f"{self.year} 年各市 第 {self.number} 批"
