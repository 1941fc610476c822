"""进度: how long work tells its caller where it is; doors draw it, verbs only report."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of parts done and the number of parts in all."""


def silent(step: str, done: int, total: int) -> None:
    """Report nothing."""
