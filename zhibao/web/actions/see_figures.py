"""看指标: the book of a campaign's numbers, or the job that makes it, asked for once for a state of the store."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from zhibao.web.bridge import breakdowns, figures, figures_made
from zhibao.web.bridge.breakdowns import ByPlace
from zhibao.web.bridge.figures import Index, Years
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Job, Standing, append

AGAIN = timedelta(minutes=1)
"""How long after a failure it is tried anew when somebody looks."""


@dataclass(frozen=True)
class Book:
    """册子: the numbers of a campaign as they lie on disk."""

    campaign: Campaign
    home: Path
    index: Index

    def schools(self, indicator: str) -> dict[str, Years]:
        """Return school → year → number of an indicator."""
        return dict(figures.schools_of(self.home, self.index.key, indicator))

    def parts(self, name: str) -> ByPlace:
        """Return place → part → year → number of what a whole consists of."""
        return breakdowns.parts_of(self.home, self.index.key, name)

    def school(self, code: str) -> dict[str, Years]:
        """Return indicator → year → number of a school."""
        return dict(figures.indicators_of(self.home, self.index.key, code))


@dataclass(frozen=True)
class Pending:
    """还没有: the job that computes; None when nothing is frozen that could be computed."""

    job: Job | None


def see(campaign: Campaign) -> Book | Pending:
    """Return the numbers of what is frozen now; what is not computed yet is asked for, once."""
    if not figures.has_frozen(campaign.path):
        return Pending(None)
    home, key = _home(campaign), figures.key_of(campaign.path)
    if figures.is_made(home, key):
        return Book(campaign, home, figures.index_of(home, key))
    asked = Job.objects.filter(key__startswith=f"figures-{key}").count()
    job = _job(campaign, key, max(0, asked - 1))
    is_old = job.ended_at is not None and job.ended_at < timezone.now() - AGAIN
    is_lost = job.standing == Standing.DONE and asked == 1
    if job.is_over and (is_old or is_lost):
        job = _job(campaign, key, asked)
    return Pending(job)


def before(book: Book) -> list[Book]:
    """Return the books of earlier years of the same city that are there, the oldest first."""
    earlier = Campaign.objects.filter(city=book.campaign.city, year__lt=book.campaign.year).order_by("year")
    return [one for one in map(see, earlier) if isinstance(one, Book)]


def make(campaign: Campaign) -> str:
    """Lay down the numbers of what is frozen now and return their key; only the newest books are kept."""
    home = _home(campaign)
    key = figures_made.make(campaign.path, home)
    figures.clear(home, key)
    return key


def _home(campaign: Campaign) -> Path:
    return Path(settings.DATA) / "figures" / campaign.slug


def _job(campaign: Campaign, key: str, number: int) -> Job:
    return append("figures", f"figures-{key}-{number}", {"campaign": campaign.pk})
