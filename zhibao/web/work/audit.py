"""核验一份报告: what somebody laid on the desk, into a folder of this lease beside it."""

import os
import shutil
from collections.abc import Mapping

from zhibao.web.actions.desk_files import folder_of, given
from zhibao.web.bridge.auditing import audit_into
from zhibao.web.work import Asked, HandBackError, Limits

LIMITS = Limits(seconds=180, memory=3 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Audit the report and say in which folder the result lies; what an earlier try left there goes away."""
    slug = str(asked["slug"])
    folder = folder_of(slug)
    try:
        path = given(slug)
        for other in folder.iterdir():
            if other.name not in (path.parent.name, lease):
                shutil.rmtree(other, ignore_errors=True)
        (folder / lease).mkdir(mode=0o700)
        os.chdir(path.parent)  # its place on this machine stands in nothing that is given back
    except FileNotFoundError as gone:
        raise HandBackError("这份报告已经清走了。") from gone
    done = audit_into(path.relative_to(path.parent), folder / lease)
    return {**done, "folder": lease}
