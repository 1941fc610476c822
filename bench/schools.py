"""Both example cities with all their schools, every report in three formats, written and audited, in one batch each.

Start as `python bench/schools.py [JOBS]`: the examples are made and read beforehand, in another process. It prints the
seconds from start to end and those of the processors, a line per city.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CITIES = ("jiangmen", "qingyuan")
MAKE = """
import sys
from pathlib import Path
from zhibao.examples.build import write_example
from zhibao.pipeline import Workshop
for name in sys.argv[2:]:
    write_example(name, Path(sys.argv[1], name))
    Workshop(Path(sys.argv[1], name)).collect()
"""


def main(jobs: str) -> None:
    """Measure one batch per city."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([sys.executable, "-c", MAKE, place, *CITIES], check=True)
        for city in CITIES:
            began, worked = time.perf_counter(), _processor()
            command = [sys.executable, "-c", "from zhibao.cli import main; main()", "compile", "--all", "--jobs", jobs]
            ended = subprocess.run(
                [*command, f"{place}/{city}", "--to", f"{place}/out"], capture_output=True, check=False
            )
            seconds, processor = time.perf_counter() - began, _processor() - worked
            summary = json.loads(Path(place, "out", city, "summary.json").read_text(encoding="utf-8"))
            built = f"{summary['built']} built, {summary['failed']} failed, exit {ended.returncode}"
            print(f"{city}: {built}; {seconds:.1f} s, {processor:.1f} s of the processors, {os.cpu_count()} cores")


def _processor() -> float:
    """Return the seconds that processes started here have worked."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "2")
