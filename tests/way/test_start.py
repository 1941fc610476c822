"""Nothing is imported before it is needed: the start of a command costs no more than the command."""

import inspect
import subprocess
import sys
import time
from importlib import import_module

import pytest
import typer

from zhibao.cli.app import app
from zhibao.cli.commands import COMMANDS

HELP = """
import sys
sys.argv = ["zhibao", "--help"]
from zhibao.cli import main
try:
    main()
except SystemExit:
    print("\\n")
"""
HEAVY = {"duckdb", "docx", "typst", "sqlglot", "vl_convert", "pydantic", "rich", "yaml", "xlsxwriter", "pypdfium2"}


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return {name.partition(".")[0] for name in done.stdout.rpartition("\n\n")[2].split()}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_page_says(name: str) -> None:
    entry = COMMANDS[name]
    found = getattr(import_module(f"zhibao.cli.{entry.module}"), entry.attribute)
    if not isinstance(found, typer.Typer):
        assert (inspect.getdoc(found) or "").partition("\n")[0] == entry.help
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]  # it is a group
    assert command.name == name
    assert str(command.help).partition("\n")[0] == entry.help


def test_the_list_of_commands_is_shown_without_any_of_them() -> None:
    assert modules_after(HELP) & HEAVY == set()


def test_help_is_there_at_once() -> None:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", HELP], capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    assert min(times) < 1.0
