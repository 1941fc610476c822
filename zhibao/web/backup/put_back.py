"""还原: a backup is compared, opened beside its place, held against its own trail, and only then moved there."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from zhibao.web.actions.evidence_files import object_of
from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.backup.archive import Backup, BackupError
from zhibao.web.bridge.releasing import damaged
from zhibao.web.bridge.shared_files import SnapshotError, keep
from zhibao.web.bridge.stored import faults_of_store
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.release import Candidate
from zhibao.web.records.sitting import Sitting
from zhibao.web.records.trail import TrailHead, faults, leave


@dataclass(frozen=True)
class Move:
    """搬: from where a folder was unpacked to where it belongs."""

    staged: Path
    target: Path


@dataclass(frozen=True)
class Plan:
    """去处: the folder beside `data` in which everything is unpacked, and where each working folder goes."""

    data: Path
    staged: Path
    folders: tuple[Move, ...]


def planned(backup: Backup, data: Path, folders: Path | None, staged: Path) -> Plan:
    """Return where everything of a backup goes.

    Raises: BackupError, when something is there already; nothing is ever written over.
    """
    _refuse_full(data, "请换一个空的 --data")
    moves = []
    for one in backup.manifest.folders:
        if one.inside:
            moves.append(Move(staged / one.inside, data / one.inside))
            continue
        target = folders / Path(one.path).name if folders else Path(one.path)
        _refuse_full(target, "请用 --folders 写明工作目录放到哪里")
        moves.append(Move(target.parent / f".restore-{target.name}-{os.getpid()}", target))
    targets = [one.target for one in moves]
    if len(set(targets)) < len(targets):
        raise BackupError("几个工作目录同名，放不到一处。请不写 --folders，放回原处。")
    return Plan(data, staged, tuple(moves))


@contextmanager
def unpacked(backup: Backup, keys: Mapping[str, str], plan: Plan) -> Iterator[None]:
    """Unpack everything beside its place; whatever is not moved afterwards is taken away."""
    try:
        plan.staged.mkdir(mode=0o700, parents=True, exist_ok=True)
        _unpack(backup, keys, "data/", plan.staged)
        for number, move in enumerate(plan.folders):
            _unpack(backup, keys, f"folders/{number}/", move.staged)
        yield
    except OSError as error:
        raise BackupError(f"{plan.data}：写不进去（{error.strerror}）。没有还原，请检查磁盘空间与权限。") from error
    finally:
        for folder in (plan.staged, *(one.staged for one in plan.folders)):
            shutil.rmtree(folder, ignore_errors=True)


def _unpack(backup: Backup, keys: Mapping[str, str], start: str, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, rest in backup.below(start):
        backup.write(name, folder / rest)
    for name, text in keys.items():
        if name.startswith(start):
            path = folder / name[len(start) :]
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
                out.write(text)


def prove(backup: Backup, plan: Plan) -> None:
    """Hold what was unpacked against its own trail, stores and releases. Raises: BackupError, with what is wrong."""
    if found := list(faults()):
        raise BackupError(f"{backup.path}：备份里的留痕不完整，没有还原。{found[0]}")
    head = TrailHead.objects.get(pk=1)
    if [head.number, head.hash] != list(backup.manifest.trail):
        raise BackupError(f"{backup.path}：留痕的末条与清单所记的不同，没有还原。")
    for move in plan.folders:
        for fault in faults_of_store(move.staged):
            raise BackupError(f"{backup.path}：封存库不完整，没有还原。{fault}")
    for candidate in Candidate.objects.all():
        folder = folder_of(candidate)
        if not folder.is_dir() or damaged(folder):
            raise BackupError(f"{backup.path}：发布件“{candidate}”不完整，没有还原。")


def share(plan: Plan) -> None:
    """Put the evidence that was unpacked into the bucket, where there is one. Raises: BackupError."""
    for file in sorted((plan.staged / "evidence").glob("*/*")):
        try:
            keep(object_of(file.name), file)
        except SnapshotError as error:
            raise BackupError(f"{error}没有还原。") from error


@transaction.atomic
def take_possession(backup: Backup, plan: Plan) -> None:
    """Write down where everything lies now; whoever was signed in signs in anew."""
    for one, move in zip(backup.manifest.folders, plan.folders, strict=True):
        Campaign.objects.filter(folder=one.path).update(folder=str(move.target.resolve()))
    Session.objects.all().delete()
    Sitting.objects.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    leave(None, "还原", backup.path.name, {"made_at": backup.manifest.made_at, "manifest": backup.fingerprint})


def move_in(plan: Plan) -> None:
    """Move everything to where it belongs, the data folder last: without it there is no site."""
    for one in plan.folders:
        if one.staged.is_relative_to(plan.staged):
            continue
        _move(one.staged, one.target)
    _move(plan.staged, plan.data)


def _move(staged: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        target.rmdir()
    staged.rename(target)


def _refuse_full(folder: Path, advice: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder}：这里已有内容，没有覆盖。{advice}，或先把它移开。")
