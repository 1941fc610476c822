"""草稿: what a process that was killed left half written, and when it may go."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

HOUR = 3600


def sweep(drafts: Iterable[Path]) -> None:
    """Remove drafts that nobody touched for an hour; what is younger may still be written."""
    remove_older(drafts, time.time() - HOUR)


def remove_older(paths: Iterable[Path], than: float) -> None:
    """Remove files and folders that were last touched before a moment."""
    for draft in paths:
        try:
            if draft.stat().st_mtime < than:
                shutil.rmtree(draft) if draft.is_dir() else draft.unlink()
        except OSError:
            continue
