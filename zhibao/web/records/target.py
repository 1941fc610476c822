"""目标: what a school or the city wants to reach with an indicator in a year; the last one said counts."""

from collections.abc import Iterable
from fractions import Fraction

from django.db import models
from django.utils.translation import pgettext_lazy

from zhibao.web.records.account import Account
from zhibao.web.records.append_only import WrittenOnce
from zhibao.web.records.in_chinese import in_chinese

EVERY_SCHOOL = "*"


class Direction(models.TextChoices):
    """方向."""

    AT_LEAST = "at_least", pgettext_lazy("direction", "不低于")
    AT_MOST = "at_most", pgettext_lazy("direction", "不高于")


class Target(WrittenOnce):
    """目标: `place` is a school's code, the city's, or * for what the city asks of every school.

    An empty `number` takes an earlier one back. Unit: the indicator's own, a decimal as it was typed.
    """

    city = models.CharField(max_length=24)
    place = models.CharField(max_length=24)
    indicator = models.CharField("指标", max_length=120)
    year = models.PositiveSmallIntegerField("数据年度")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    number = models.CharField("目标值", max_length=40, blank=True)
    why = models.CharField("依据", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were said."""

        ordering = ["id"]
        indexes = [models.Index(fields=["city", "place"], name="target_of_place")]

    def __str__(self) -> str:
        """Return year, direction and number."""
        if not self.number:
            return f"{self.year} 年的目标撤回"
        return f"{self.year} 年{in_chinese(Direction(self.direction).label)}{self.number}"

    @property
    def direction_label(self) -> str:
        """Return 不低于 or 不高于."""
        return str(Direction(self.direction).label)

    @property
    def exact(self) -> Fraction:
        """Return the number; only of a target that was not taken back."""
        return Fraction(self.number)

    def is_met(self, number: Fraction) -> bool:
        """Say whether a value reaches the target."""
        return number >= self.exact if self.direction == Direction.AT_LEAST else number <= self.exact


def targets_said(city: str, place: str) -> list[Target]:
    """Return every target of a place that was ever said, those for every school with them, the oldest first."""
    found = Target.objects.filter(city=city, place__in=(place, EVERY_SCHOOL)).select_related("by")
    return list(found if place != city else found.filter(place=city))


def in_force(said: Iterable[Target], place: str) -> dict[tuple[str, int], Target]:
    """Return (indicator, year) → the target that counts: a school's own before what the city asks of all."""
    last: dict[tuple[str, int, bool], Target] = {}
    for one in said:
        last[one.indicator, one.year, one.place == place] = one
    standing = {key: one for key, one in last.items() if one.number}
    asked = {(indicator, year): one for (indicator, year, is_own), one in standing.items() if not is_own}
    return asked | {(indicator, year): one for (indicator, year, is_own), one in standing.items() if is_own}
