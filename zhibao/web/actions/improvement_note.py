"""记一笔: what was done meanwhile, or what proves it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from zhibao.web.actions.evidence_files import judged, put_down
from zhibao.web.actions.improvement_held import at_work, enter, improvement_held, written
from zhibao.web.actions.link_answer import is_web_address
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import Account
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry, Kind
from zhibao.web.records.improvement_stage import Side
from zhibao.web.records.trail import leave

MOST_FILES = 40


@transaction.atomic
def write_note(account: Account, improvement: Improvement, text: str) -> ImprovementEntry:
    """Add a note on the progress. Raises: RefusedError, when it says nothing, or too late."""
    one = improvement_held(account, improvement, Side.OWN)
    at_work(one)
    return enter(account, one, Kind.NOTE, "进展记录", text=written(text, gettext("进展"), 1000))


def give_evidence(
    account: Account,
    improvement: Improvement,
    text: str,
    link: str,
    measure: str,
    sent: "UploadedFile[Any] | None" = None,
) -> ImprovementEntry:
    """Add what proves a measure, or the whole: what it is in words, its address or the file itself if there is one.

    Raises: RefusedError, when it says nothing, the address is none, or the file is not of a kind that is taken.
    """
    said, address = written(text, gettext("佐证"), 1000), link.strip()
    if address and not is_web_address(address):
        raise RefusedError(gettext("“{address}”不是网址，应以 http:// 或 https:// 开头。").format(address=address[:80]))
    with transaction.atomic():  # asked before the file is written, and once more when it is named
        _takes(account, improvement, with_file=sent is not None)
    file = (judged(sent), put_down(sent)) if sent is not None else ("", "")
    with transaction.atomic():
        one = _takes(account, improvement, with_file=sent is not None)
        of = one.measures.filter(number=int(measure)).first() if measure.isdecimal() else None
        told = {"措施": f"{of.number}"} if of else {}
        label = f"第 {of.number} 项措施的佐证" if of else "佐证"
        return enter(account, one, Kind.EVIDENCE, label, text=said, link=address, file=file, after=told)


def _takes(account: Account, improvement: Improvement, *, with_file: bool) -> Improvement:
    """Return a problem that takes one more proof, locked. Raises: RefusedError."""
    one = improvement_held(account, improvement, Side.OWN)
    at_work(one)
    if with_file and one.entries.exclude(file_digest="").count() >= MOST_FILES:
        raise RefusedError(
            gettext("一个问题最多放 {most_files} 份文件。请合成一份 PDF。").format(most_files=MOST_FILES)
        )
    return one


def evidence_taken(account: Account, entry: ImprovementEntry) -> None:
    """Leave in the trail that somebody took a file."""
    with transaction.atomic():
        leave(account, "下载佐证", str(entry.improvement)[:200], {"file": entry.file_digest})
