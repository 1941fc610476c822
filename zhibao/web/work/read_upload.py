"""读入工作簿: an uploaded workbook is parsed where it can harm nobody, and what it says is written down."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from zhibao.web.actions.take_workbook import take_workbook
from zhibao.web.bridge.workbooks import take
from zhibao.web.parts.painted import keep_painted
from zhibao.web.records.account import Account
from zhibao.web.records.school import School
from zhibao.web.work import Asked, HandBackError, Limits

LIMITS = Limits(seconds=120, memory=3 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Read the workbook and return what changed, what was locked and what was found; a second reading changes nothing.

    Shape: asked holds school, account, path and name; the file is whoever asked's to remove.
    """
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
    done = take_workbook(account, school, name, taken.texts)
    return told | {"is_read": True, "changed": list(done.changed), "locked": list(done.locked)}
