"""How long commands take to start, with the packaged definitions and with 50 or 500 more.

A copy of the package holds the added definitions: registers and indicators under names of their own. Each command has
run once before it is measured, so that its cache is there.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from measure import Watch, main

COMMANDS = {"help": ("--help",), "list": ("catalog", "list", "registers"), "audit": ("audit", "page.txt")}
MORE = (0, 50, 500)
KINDS = ("registers", "indicators")
PAGE = "2021年，全市中等职业学校招生12000人，比上年增加1000人，增长9.1%。毕业生9500人，就业9310人。\n\n" * 20
LABEL = re.compile(r"^label: (.*)$", re.MULTILINE)


def prepare(folder: Path, watch: Watch) -> None:
    """Write a page of text and, for each size, a copy of the package with so many definitions more."""
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    found = find_spec("zhibao")
    assert found is not None
    assert found.origin is not None
    for more in MORE:
        package = folder / str(more) / "zhibao"
        shutil.copytree(Path(found.origin).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
        for kind in KINDS:
            paths = sorted((package / "catalog" / kind).glob("*.yaml"))
            for number in range(more // len(KINDS)):
                text = paths[number % len(paths)].read_text(encoding="utf-8")
                copy = package / "catalog" / kind / f"added_{number}.yaml"
                copy.write_text(LABEL.sub(rf"label: 示例{number}号\1", text, count=1), encoding="utf-8")
        watch.counts[f"{more} more: definition files"] = sum(1 for _ in (package / "catalog").glob("*/*.yaml"))
        for command in COMMANDS.values():
            _run(folder, more, command)


def start(folder: Path, watch: Watch) -> None:
    """Start every command once with every size; what it finds wrong with the page does not matter."""
    for more in MORE:
        for name, command in COMMANDS.items():
            with watch(f"{name} {more}"):
                _run(folder, more, command)


def _run(folder: Path, more: int, command: tuple[str, ...]) -> None:
    # -S keeps an editable installation from standing in front of the copy; the libraries are named instead.
    paths = [str(folder / str(more)), *(path for path in sys.path if path.endswith("site-packages"))]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "ZHIBAO_CACHE": str(folder / "cache" / str(more))}
    code = "from zhibao.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode in (0, 1), (command, done.returncode)


if __name__ == "__main__":
    main({"prepare": prepare, "start": start})
