"""放一批报告: files, or archives of them, are laid into an open order before it begins."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.ask_order import held
from zhibao.web.actions.order_files import put_given
from zhibao.web.actions.refused import RefusedError
from zhibao.web.bridge.desk_types import fault_of
from zhibao.web.records.account import Account
from zhibao.web.records.order import Order, OrderItem
from zhibao.web.records.trail import leave

MOST_REPORTS = 10_000
MOST_UNPACKED = 2 << 30
_UTF8 = 0x800
_HEAD = 4096


@dataclass
class Brought:
    """放进的: how many reports were taken, and of the others why not."""

    taken: int = 0
    refused: list[str] = field(default_factory=list)


def bring(account: Account, order: Order, sent: Sequence["UploadedFile[Any]"]) -> Brought:
    """Lay reports into an order; one of the same name takes the place of the one before.

    What cannot be read at all is not taken, and told of; it keeps no other from being taken.
    Raises: RefusedError, when the order has begun, or nothing was sent.
    """
    if not sent:
        raise RefusedError(gettext("没有选文件。请选报告，或装着报告的 zip。"))
    if not order.is_open:
        raise RefusedError(gettext("这一批已经开始了。"))
    brought, kept = Brought(), dict[str, tuple[str, int]]()
    for name, content in (pair for one in sent for pair in _unpacked(one, brought)):
        if len(kept) >= MOST_REPORTS:
            raise RefusedError(gettext("一批最多 {most} 份。").format(most=MOST_REPORTS))
        fault = _fault(name, content)
        if fault:
            brought.refused.append(fault)
        else:
            kept[name] = (put_given(order, content), len(content))
    _written(account, order, kept)
    brought.taken = len(kept)
    return brought


@transaction.atomic
def _written(account: Account, order: Order, kept: dict[str, tuple[str, int]]) -> None:
    order = held(order)
    if not order.is_open:
        raise RefusedError(gettext("这一批已经开始了。"))
    order.items.filter(key__in=list(kept)).delete()
    if order.items.count() + len(kept) > MOST_REPORTS:
        raise RefusedError(gettext("一批最多 {most} 份。").format(most=MOST_REPORTS))
    rows = (OrderItem(order=order, key=one, name=one, given=given, size=size) for one, (given, size) in kept.items())
    OrderItem.objects.bulk_create(rows, batch_size=500)
    # Neither names nor content: the trail is for ever and the reports are not.
    leave(account, "放一批报告", str(order), {"reports": len(kept), "bytes": sum(size for _, size in kept.values())})


def _fault(name: str, content: bytes) -> str:
    most = int(settings.DESK_MEGABYTES)
    if len(content) > most << 20:
        told = gettext("“{name}”有 {size:.0f} MB，最大 {most} MB。请删去图片或分成几个文件。")
        return told.format(name=name, size=len(content) / (1 << 20), most=most)
    return fault_of(name, content[:_HEAD])


def _unpacked(sent: "UploadedFile[Any]", brought: Brought) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a file, or of each report in an archive; what is no report is passed over."""
    name = _plain(sent.name or "")
    if PurePosixPath(name).suffix.lower() != ".zip":
        yield name, sent.read()
        return
    try:
        with zipfile.ZipFile(sent) as archive:
            yield from _members(archive, name, brought)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        brought.refused.append(gettext("“{name}”打不开，或加了密码。请重新压缩成 zip。").format(name=name))


def _members(archive: zipfile.ZipFile, name: str, brought: Brought) -> Iterator[tuple[str, bytes]]:
    size, most = 0, int(settings.DESK_MEGABYTES) << 20
    for one in archive.infolist():
        path = _plain(_decoded(one))
        is_hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in PurePosixPath(path).parts)
        if one.is_dir() or is_hidden:
            continue
        size += one.file_size
        if size > MOST_UNPACKED:
            told = gettext("“{name}”解开来太大，后面的没有收。请分成几个 zip。")
            brought.refused.append(told.format(name=name))
            return
        with archive.open(one) as opened:
            yield path, opened.read(most + 1)


def _decoded(one: zipfile.ZipInfo) -> str:
    """Return the name of a member; archives made under Chinese Windows do not say that theirs are GB 18030."""
    if one.flag_bits & _UTF8:
        return one.filename
    try:
        return one.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return one.filename


def _plain(name: str) -> str:
    """Return a path without what leads anywhere else and without characters that are no good in a name."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    plain = ["".join(one for one in part if one.isprintable() and one not in '<>:"|?*')[-100:] for part in parts]
    return "/".join(plain)[-200:].lstrip("/") or "报告"
