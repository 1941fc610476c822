"""参报学校: a school of the roster that a campaign asks."""

from django.db import models

from zhibao.web.records.campaign import Campaign


class School(models.Model):
    """参报学校: as the city's roster of the year names it; `county` is the county it lies in."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="schools")
    code = models.CharField("学校代码", max_length=24)
    name = models.CharField("校名", max_length=120)
    county = models.CharField("县（市、区）", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """A school takes part once; listed as in the roster."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="school_takes_part_once")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
