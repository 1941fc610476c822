"""Renew every pin: the exact versions in pyproject.toml and the hashes in requirements.lock.

    uv run scripts/renew_pins.py             the newest versions that the ranges in pyproject.toml allow
    uv run scripts/renew_pins.py --keep      the versions pinned now; adds and drops what a changed range asks for

uv's own lock file names the addresses it downloaded from, so it stays out of the repository (docs/adr/0005). The
resolution is made in a temporary folder, for every platform and every Python that `requires-python` admits.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = re.compile(r"^constraint-dependencies = \[\n(?P<pins>.*?)^\]\n", re.MULTILINE | re.DOTALL)
PLAIN = ("--no-header", "--no-annotate", "--no-emit-project", "--no-emit-index-url", "--no-emit-find-links")


def main(arguments: list[str]) -> int:
    """Rewrite both files and say how many packages are pinned."""
    project = ROOT / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    if not PINS.search(text):
        raise SystemExit("pyproject.toml has no constraint-dependencies list that begins on a line of its own")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder)
        for name in ("README.md", "LICENSE", "NOTICE"):
            shutil.copy(ROOT / name, draft / name)
        start = text if "--keep" in arguments else with_pins(text, [])
        (draft / "pyproject.toml").write_text(start, encoding="utf-8")
        pins = export(draft, "--all-groups", "--no-hashes").splitlines()
        text = with_pins(text, pins)
        (draft / "pyproject.toml").write_text(text, encoding="utf-8")
        hashes = export(draft, "--no-default-groups")
    project.write_text(text, encoding="utf-8")
    (ROOT / "requirements.lock").write_text(hashes, encoding="utf-8")
    print(f"{len(pins)} packages pinned")
    return 0


def export(folder: Path, *options: str) -> str:
    """Return the resolution of the project in a folder, as lines of requirements without any address."""
    command = ["uv", "export", "--quiet", "--format", "requirements-txt", *PLAIN, *options]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def with_pins(text: str, pins: list[str]) -> str:
    """Return the project file with these pins in place of the old ones."""
    lines = "".join(f"  {quoted(pin)},\n" for pin in pins)
    return PINS.sub(lambda _: f"constraint-dependencies = [\n{lines}]\n", text, count=1)


def quoted(pin: str) -> str:
    """Return a requirement as a TOML string; markers hold single quotes, so double ones surround it."""
    return '"' + " ".join(pin.split()) + '"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
