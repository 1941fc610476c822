"""核一批里的一份: a report that was brought, on any machine; what comes out is kept under its key."""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from zhibao.web.actions.order_files import given, put_made
from zhibao.web.bridge.corpus import audited
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=300, memory=3 << 30, stays=True)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Audit the report and return the hashes of what came out and what is told of it."""
    name = str(asked["name"])
    content = given(str(asked["order"]), str(asked["given"]))
    here = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="zhibao-audit-") as home:
        path = Path(PurePosixPath(name).name)
        os.chdir(home)  # its place on this machine stands in nothing that is given back
        try:
            path.write_bytes(content)
            done = audited(path, name, datetime.fromisoformat(str(asked["at"])))
        finally:
            os.chdir(here)
    return {"files": put_made(str(asked["key"]), done.files), **done.told}
