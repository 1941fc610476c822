"""存件的桥: where the files of orders lie: in the bucket, for all machines, or in the data folder."""

from pathlib import Path

from django.conf import settings

from zhibao.snapshot.bucket import bucket
from zhibao.snapshot.locker import Locker


def locker(name: str) -> Locker:
    """Return the files of a name."""
    return Locker(Path(settings.DATA), name)


def is_shared() -> bool:
    """Say whether files reach every machine, so that any worker can do what needs them."""
    return bucket() is not None
