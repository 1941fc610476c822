"""读入工作簿: an uploaded workbook is parsed where it can harm nobody, and what it says is written down."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhibao.web.actions.take_workbook import take_workbook
from zhibao.web.bridge.workbooks import take
from zhibao.web.parts.painted import keep_painted
from zhibao.web.records.account import Account
from zhibao.web.records.job import Job, Standing
from zhibao.web.records.school import School
from zhibao.web.work import Asked, HandBackError, Limits

LIMITS = Limits(seconds=120, memory=3 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Read the workbook and return what changed, what was locked and what was found.

    What came out is written down with what it changed: another try, after an end in between, takes nothing in again
    over what was typed since.
    Shape: asked holds school, account, path and name; the file is whoever asked's to remove.
    """
    ours = Job.objects.filter(standing=Standing.RUNNING, lease=lease)
    if (job := ours.first()) is not None and job.result is not None:
        before: Mapping[str, object] = job.result
        return before
    school = School.objects.select_related("campaign").get(pk=asked["school"])
    account = Account.objects.get(pk=asked["account"])
    name = str(asked["name"])
    try:
        content = Path(asked["path"]).read_bytes()
    except FileNotFoundError as gone:
        raise HandBackError("上传的文件已经清走了。请再传一次。") from gone
    taken = take(school, name, content)
    has_painted = keep_painted(Path(settings.DATA), school, taken.painted)
    found = [[str(one.where), one.severity.value, one.message, one.fix] for one in taken.findings]
    told: dict[str, object] = {"findings": found, "has_painted": has_painted}
    if taken.texts is None:
        return told | {"is_read": False}
    with transaction.atomic():
        done = take_workbook(account, school, name, taken.texts)
        told |= {"is_read": True, "changed": list(done.changed), "locked": list(done.locked)}
        ours.update(result=told)
    return told
