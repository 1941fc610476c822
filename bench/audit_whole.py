"""Auditing with zhibao, and reading the same file with a plain library: each as a whole process, its start included.

Imports the standard library alone: a child's peak memory would begin at its parent's.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from measure import Task, Watch, main

BARE = Path(__file__).parent / "bare_text.py"
COMMAND = Path(sys.executable).parent / "zhibao"


def whole(path: Path, folder: Path, watch: Watch) -> None:
    """Audit one file as a person does: the start of Python, the reading, the audit and the answer."""
    with watch("whole"):
        said = _said([str(COMMAND), "audit", str(path), "--format", "json"], (0, 1))
    content = json.loads(said)["documents"][0]
    watch.counts |= {"numerals": content["numerals"]["total"], "findings": len(content["findings"])}


def first(path: Path, folder: Path, watch: Watch) -> None:
    """Audit one file on a machine where zhibao has never run: nothing is cached."""
    shutil.rmtree(folder / "empty", ignore_errors=True)
    with watch("first"):
        _said([str(COMMAND), "audit", str(path), "--format", "json"], (0, 1), {"ZHIBAO_CACHE": str(folder / "empty")})


def bare(path: Path, folder: Path, watch: Watch) -> None:
    """Read the same file with the usual library and look for digits."""
    with watch("bare"):
        _said([sys.executable, str(BARE), str(path)], (0,))


def _said(command: list[str], good: tuple[int, ...], more: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | (more or {}))
    if done.returncode not in good:
        raise SystemExit(done.stderr)
    return done.stdout


def _tasks(folder: Path) -> dict[str, Task]:
    """Return the tasks for the files that lie in a folder."""
    found: dict[str, Task] = {}
    for path in sorted(one for one in folder.iterdir() if one.suffix in (".txt", ".docx", ".pdf")):
        for name, task in (("whole", whole), ("first", first), ("bare", bare)):
            found[f"{name}:{path.name}"] = partial(task, path)
    return found


if __name__ == "__main__":
    main(_tasks(Path(sys.argv[2])))
