"""核验台的文件: where the files of a report on the desk lie, and how they go away."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from zhibao.web.records.audit_case import AuditCase
from zhibao.web.records.job import Standing

GIVEN = "given"


def desk() -> Path:
    """Return the folder in which every report has one, readable to the site alone."""
    folder = Path(settings.DATA) / "desk"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(slug: str) -> Path:
    """Return the folder of a report."""
    return desk() / slug


def given(slug: str) -> Path:
    """Return the file that was brought; the only one in its folder. Raises: FileNotFoundError, when it is gone."""
    for path in (folder_of(slug) / GIVEN).iterdir():
        return path
    raise FileNotFoundError(slug)


def put_down(slug: str, sent: "UploadedFile[Any]", name: str) -> None:
    """Write down a file that was brought."""
    folder = folder_of(slug) / GIVEN
    folder.mkdir(mode=0o700, parents=True)
    with (folder / name).open("wb") as out:
        for piece in sent.chunks():
            out.write(piece)


def take_away(slug: str) -> None:
    """Remove everything of a report."""
    shutil.rmtree(folder_of(slug), ignore_errors=True)


def result_of(case: AuditCase) -> tuple[Path, Mapping[str, Any]] | None:
    """Return where the result of a report lies and what it says in sum; None as long as there is none."""
    result = case.job.result
    if case.job.standing != Standing.DONE or not result:
        return None
    folder = folder_of(case.slug) / str(result["folder"])
    return (folder, result) if folder.is_dir() else None
