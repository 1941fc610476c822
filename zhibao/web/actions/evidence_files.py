"""佐证材料的文件: where they lie, each under its hash, and which kinds are taken, told by name and first bytes.

With a bucket each is in it as well before anything names it; a machine that has it not fetches it from there.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.shared_files import SnapshotError, fetch, keep
from zhibao.web.records.evidence import Evidence
from zhibao.web.records.improvement_entry import ImprovementEntry

MEGABYTES = 20
KINDS = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
}
ACCEPT = ",".join(KINDS)
_TAKEN = "PDF、JPG、PNG、xlsx"


class AwayError(RefusedError):
    """What holds the files of all machines does not answer, or has another file than the one that was kept."""


def type_of(name: str) -> str:
    """Return the media type of a file that was taken."""
    return KINDS[PurePath(name).suffix.lower()][0]


def judged(sent: "UploadedFile[Any]") -> str:
    """Return the plain name of a file that may be taken. Raises: RefusedError, saying why not."""
    name = _plain(sent.name or "")
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise RefusedError(gettext("不收“{name}”这种文件。佐证材料收 {taken}。").format(name=name, taken=_TAKEN))
    if (sent.size or 0) > MEGABYTES << 20:
        raise RefusedError(
            gettext("“{name}”有 {size:.0f} MB，最大 {most} MB。").format(
                name=name, size=(sent.size or 0) / (1 << 20), most=MEGABYTES
            )
        )
    head = sent.read(16)
    sent.seek(0)
    if not head.startswith(kind[1]):
        raise RefusedError(
            gettext("“{name}”的内容不是它的扩展名所说的那种文件。请用原来的程序另存后再传。").format(name=name)
        )
    return name


def put_down(sent: "UploadedFile[Any]") -> str:
    """Write a file down under its hash, once, and return the hash. Raises: AwayError, when the bucket is away.

    A file that nothing comes to name goes with the sweep of evidence.
    """
    home = evidence_home()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft, hashed = home / f"{os.getpid()}-{os.urandom(8).hex()}.tmp", hashlib.sha256()
    try:
        with draft.open("wb") as out:
            for piece in sent.chunks():
                hashed.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(0o600)
        digest = hashed.hexdigest()
        try:
            keep(object_of(digest), draft)
        except SnapshotError as error:
            raise AwayError(
                gettext("文件没有存下：存放文件的地方暂时连不上。请稍后再传；还不行，请告诉管理员。")
            ) from error
        path = path_of(digest)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def file_of(digest: str) -> Path | None:
    """Return a file on this disk, fetched where it is not; None when it is nowhere. Raises: AwayError."""
    path = path_of(digest)
    try:
        return path if path.is_file() or fetch(object_of(digest), path, digest) else None
    except SnapshotError as error:
        raise AwayError(
            gettext("这份文件现在取不出来：存放文件的地方连不上，或文件已损坏。请稍后再试；还不行，请告诉管理员。")
        ) from error


def named_files() -> Iterator[str]:
    """Yield the hash of every file that a row names, those that were taken back among them."""
    yield from Evidence.objects.order_by().values_list("digest", flat=True).distinct()
    entries = ImprovementEntry.objects.exclude(file_digest="").order_by()
    yield from entries.values_list("file_digest", flat=True).distinct()


def is_named(digest: str) -> bool:
    """Say whether a row names a file."""
    return (
        Evidence.objects.filter(digest=digest).exists() or ImprovementEntry.objects.filter(file_digest=digest).exists()
    )


def evidence_home() -> Path:
    """Return the folder of all files."""
    return Path(settings.DATA) / "evidence"


def path_of(digest: str) -> Path:
    """Return where a file lies."""
    return evidence_home() / digest[:2] / digest


def object_of(digest: str) -> str:
    """Return under which name a file is in the bucket."""
    return f"evidence/{digest[:2]}/{digest}"


def _plain(name: str) -> str:
    """Return a file's name without any folder and any character that is no good in one."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(". ")
    path = PurePath(plain or "材料")
    return f"{path.stem[:80]}{path.suffix[:10]}"
