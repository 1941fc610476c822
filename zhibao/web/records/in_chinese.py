"""中文原话: what is kept is written in Chinese, whichever language its writer reads."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import override

CHINESE = "zh-hans"
Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def in_chinese(text: object) -> str:
    """Return a label as it is kept: in the words of the source, not in those of the reader."""
    with override(CHINESE):
        return str(text)


def kept_in_chinese(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Return a function whose result is kept, or goes out in a file: what it says is Chinese for every reader."""

    @wraps(make)
    def made(*asked: Asked.args, **named: Asked.kwargs) -> Made:
        with override(CHINESE):
            return make(*asked, **named)

    return made
