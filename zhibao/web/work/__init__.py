"""幕后的事: one file per kind of job, found by its name: how far it may go, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

Asked = Mapping[str, Any]
Run = Callable[[Asked, str], Mapping[str, object]]
"""What is asked and the lease under which it is done → what came out, as JSON."""


@dataclass(frozen=True)
class Limits:
    """界限: what a job may take before its process is ended; `stays` keeps the process for the next on its ground."""

    seconds: float
    memory: int
    stays: bool = False


class HandBackError(Exception):
    """The job cannot be done, now or later; the message is for whoever asked for it."""


def kind_of(name: str) -> tuple[Limits, Run]:
    """Return limits and function of a kind. Raises: HandBackError, for a kind that is none."""
    module = f"{__name__}.{name}"
    if not name.isidentifier() or name.startswith("_") or find_spec(module) is None:
        raise HandBackError(f"不认识的任务“{name}”。请把网站升级到与数据库相同的版本。")
    found = import_module(module)
    return found.LIMITS, found.run
