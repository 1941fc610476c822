"""What the shape tests read: the files that belong to the project, as git would commit them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

TEXTS = (".py", ".md", ".toml", ".yaml", ".yml", ".css", ".typ", ".txt", ".json", ".lock", ".csv", ".html", ".js", "")
NEVER = {".git", ".venv", "__pycache__", "build", "dist", "zhibao-demo"}


@cache
def committed() -> tuple[Path, ...]:
    """Return every file of the project that is tracked or would be; without git, everything that is not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for path in sorted(ROOT.rglob("*")) if path.is_file() and not NEVER & set(path.parts))
    return tuple(path for name in sorted(filter(None, names)) if (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every committed text file with its content."""
    for path in committed():
        if path.suffix in TEXTS:
            yield path, path.read_text(encoding="utf-8")


def within(folder: str, suffix: str) -> tuple[Path, ...]:
    """Return the committed files of a folder that end so."""
    return tuple(path for path in committed() if path.is_relative_to(ROOT / folder) and path.suffix == suffix)


def name_of(path: Path) -> str:
    """Return a path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Function:
    """A function with its length, from its first decorator to its last line, without its docstring."""

    path: Path
    name: str
    line: int
    lines: int

    def __str__(self) -> str:
        """Return file, line, name and length."""
        return f"{name_of(self.path)}:{self.line} {self.name} ({self.lines} lines)"


def functions(path: Path) -> Iterator[Function]:
    """Yield the functions and methods of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) is not None else None
            told = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield Function(path, node.name, node.lineno, (node.end_lineno or 0) - first + 1 - told)
