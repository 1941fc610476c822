"""走势的外推: where an indicator of a place is to be expected next year, by the numbers of a book."""

from fractions import Fraction

from zhibao.diagnose.outlook import NoOutlook, Outlook, outlook
from zhibao.web.bridge.figures import About, Years

_ALL = Fraction(100)


def outlook_of(about: About, years: Years, last: int) -> Outlook | NoOutlook:
    """Return what is to be expected for the year after `last`, or why nothing is; a share is at most all."""
    numbers = {year: one.number for year, one in years.items() if one.number is not None}
    most = _ALL if about.unit == "%" and not about.may_exceed else None
    return outlook(numbers, last, breaks=about.breaks, most=most)
