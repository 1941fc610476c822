"""A city with all its schools, every report in three formats, written, read back and audited, in one batch."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from measure import Watch, main

JOBS = "2"


def batch(city: Path, watch: Watch) -> None:
    """Run `zhibao compile --all` as a user does, the start of Python included; its folder was read beforehand."""
    shutil.rmtree(city / "batch", ignore_errors=True)
    command = [sys.executable, "-c", "from zhibao.cli import main; main()", "compile", "--all", "--jobs", JOBS]
    worked = _processor()
    with watch("batch"):
        subprocess.run([*command, city / "folder", "--to", city / "batch"], capture_output=True, check=False)
    watch.marks["batch"]["processor"] = _processor() - worked
    (home,) = (city / "batch").iterdir()
    summary = json.loads((home / "summary.json").read_text(encoding="utf-8"))
    assert summary["failed"] == 0, summary
    watch.counts["reports in one batch"] = summary["built"]


def _processor() -> float:
    """Return the seconds that processes started here have worked."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main({"batch": batch})
