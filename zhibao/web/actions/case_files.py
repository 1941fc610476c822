"""案例的照片文件: where what was sent lies until it is drawn anew, and where that lies then."""

from pathlib import Path

from django.conf import settings

from zhibao.web.records.case_photo import CasePhoto
from zhibao.web.records.job import Standing


def photos() -> Path:
    """Return the folder of all photographs, readable to the site alone."""
    folder = Path(settings.DATA) / "photos"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sent_file(slug: str) -> Path:
    """Return where a photograph lies as it was sent; removed when it has been drawn anew."""
    return photos() / f"{slug}.sent"


def made_file(slug: str) -> Path:
    """Return where a photograph lies as it was drawn anew."""
    return photos() / f"{slug}.png"


def is_made(photo: CasePhoto) -> bool:
    """Say whether a photograph can be shown."""
    return photo.job.standing == Standing.DONE and made_file(photo.slug).is_file()
