"""重复的内容: how much less there is than rows when what occurs several times is counted once, at every level.

Of very many rows few say the same (of two students who bear one number): those that may are found by a hash of eight
bytes each, and only these are compared. What is found by chance does no harm: it is a row and a content, one each.
"""

from collections.abc import Sequence

from zhibao.catalog.expression import Aggregate
from zhibao.snapshot.aggregates import content_of

EXCESS = "SUM(_rows) - COUNT(DISTINCT _content)"
"""How many rows too many there are in a group of what `repeated` gives."""


def repeated(register: str, one: Aggregate, by: str, years: Sequence[int] = (), year: int | None = None) -> str:
    """Return the question for rows per place, year, member and content, of contents that may stand in several rows.

    Of one `year`, or of all; no condition is needed when all rows are of it.
    """
    content, member = content_of(one), f', "{by}" AS _member' if by else ""
    when = f" AND year = {year}" if year is not None and len(years) != 1 else ""
    several = (
        f'SELECT hash({content}) FROM "{register}" WHERE {content} IS NOT NULL{when} '
        f"GROUP BY hash({content}) HAVING COUNT(*) > 1"
    )
    return (
        f'SELECT place, year{member}, {content} AS _content, COUNT(*) AS _rows FROM "{register}" '
        f"WHERE {content} IS NOT NULL{when} AND hash({content}) IN ({several}) GROUP BY ALL"
    )
