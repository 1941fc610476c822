"""编一校的报告: from the folder as it stood when it was ordered, on any machine; its files are kept under its key."""

from collections.abc import Mapping

from zhibao.web.actions.order_files import put_made
from zhibao.web.bridge.grounds import unpack
from zhibao.web.bridge.school_reports import made
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=600, memory=6 << 30, stays=True)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Make the report and return the hashes of its files and what is told of it."""
    report = made(unpack(str(asked["campaign"]), str(asked["ground"])), str(asked["place"]))
    files = put_made(str(asked["key"]), report.files)
    return {"files": files, "numbers": report.numbers, "explained": report.explained, "held": list(report.held)}
