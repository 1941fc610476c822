"""引擎: who answers questions over tables; whichever it is, only whole numbers and exact decimals come back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from zhibao.snapshot.errors import SnapshotError

HERE = "duckdb"
"""The engine that runs in this process."""
Answered = Sequence[tuple[object, ...]]


class Engine(Protocol):
    """引擎: holds tables and answers one question at a time."""

    def show(self, tables: Mapping[str, Path]) -> None:
        """Open table files under their names."""

    def ask(self, question: str) -> Answered:
        """Return the records that answer a question; raises EngineError when there is none to be had."""

    def close(self) -> None:
        """Let the engine go."""


class EngineError(SnapshotError):
    """引擎有误: an engine is not there, cannot be reached or does not answer."""


def engine_at(address: str) -> Engine | None:
    """Return the engine at an address `sc://HOST:PORT`; None for the one of this process.

    Raises: EngineError, when it cannot be reached or its client is not installed.
    """
    if address == HERE:
        return None
    if not address.startswith("sc://"):
        raise EngineError(
            f"没有名为“{address}”的引擎。请写 {HERE}，或一个 Spark Connect 地址，如 sc://127.0.0.1:15002。"
        )
    from zhibao.snapshot.spark import Spark  # noqa: PLC0415  its client is an extra, and slow to start

    return Spark(address)
