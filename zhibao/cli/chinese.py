"""命令行的中文: help pages and usage errors in the language of the people who read them."""

from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, cast, get_args, get_origin

import typer
import typer.core

UsageError: Any = typer.BadParameter.__mro__[1]
"""What the command line raises when a command is written wrongly."""


class Command(typer.core.TyperCommand):
    """命令: with a Chinese line for --help, and values read without the library that typer would load for them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Make the command; each parameter of a plain type reads its own values."""
        super().__init__(*given, **named)
        _read_plainly(*self.params)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, told in Chinese."""
        return _chinese_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line with a Chinese prefix."""
        return super().get_usage(ctx).replace("Usage:", "用法：", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page with Chinese headings."""
        _chinese_headings()
        super().format_help(ctx, formatter)


class _Reader:
    """Reads the value of a parameter; typer's own way takes a quarter of a second to load, as long as an audit."""

    def __init__(self, plain: type) -> None:
        self._plain = plain

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value in its type; raise what typer raises for a choice that is none."""
        if param.multiple or param.nargs == -1:
            return [self._one(one, param, ctx) for one in value or ()]
        return None if value is None else self._one(value, param, ctx)

    def _one(self, value: Any, param: Any, ctx: Any) -> Any:
        if isinstance(value, self._plain):
            return value
        if issubclass(self._plain, Enum) and value not in {one.value for one in self._plain}:
            choices = ", ".join(str(one.value) for one in self._plain)
            raise typer.BadParameter(f"{value} is not one of {choices}.", ctx=ctx, param=param)
        return self._plain(value)


def _read_plainly(*parameters: Any) -> None:
    """Let parameters of plain types read their own values."""
    for parameter in parameters:
        plain = _plain_type(parameter)
        if plain is not None:
            parameter._runtime_param = _Reader(plain)


def _plain_type(parameter: Any) -> type | None:
    """Return the type of a parameter's values where reading them needs nothing but calling it."""
    annotation = parameter.type_descriptor.annotation
    if get_origin(annotation) is list:
        annotation = get_args(annotation)[0]
    if annotation in (Path, str) or (isinstance(annotation, type) and issubclass(annotation, StrEnum)):
        return cast("type", annotation)
    return bool if annotation is bool and parameter.is_flag else None


class Group(typer.core.TyperGroup):
    """命令组: with a Chinese line for --help."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Make the group; its own options read their values as those of a command do."""
        super().__init__(*given, **named)
        _read_plainly(*self.params)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, told in Chinese."""
        return _chinese_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line with a Chinese prefix."""
        return super().get_usage(ctx).replace("Usage:", "用法：", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page with Chinese headings."""
        _chinese_headings()
        super().format_help(ctx, formatter)


def usage_fault(error: Any) -> str:
    """Return in Chinese how a command was written wrongly, and how to see the right way."""
    where = error.ctx.command_path if error.ctx else "zhibao"
    return f"{_fault(error)}\n用 {where} --help 查看写法与示例。"


def _fault(error: Any) -> str:
    parameter = getattr(error, "param", None)
    option = next((one for one in getattr(parameter, "opts", ()) if one.startswith("-")), "")
    name = option or getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or "参数"
    match type(error).__name__:
        case "MissingParameter":
            return f"缺少 {name}。"
        case "NoSuchOption":
            near = f"是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有选项 {error.option_name}。{near}"
        case "BadOptionUsage":
            return f"选项 {error.option_name} 后面缺少值。"
        case "BadParameter" if "is not one of" in error.message:
            wrong, _, choices = error.message.removeprefix("Value error, ").partition(" is not one of ")
            return f"{name} 没有 {wrong} 这个选择，可选：{choices.rstrip('.').replace(', ', '、')}。"
        case "BadParameter":
            return str(error.message)
        case _ if "No such command" in error.message:
            return f"没有命令 {error.message.split(chr(39))[1]}。"
        case _ if "extra argument" in error.message:
            return f"多出了 {error.message.rpartition('(')[2].rstrip(').')}。"
        case _:
            return str(error.message)


def _chinese_headings() -> None:
    """Give the help pages Chinese headings; what draws them is read only for a help page."""
    import typer.rich_utils  # noqa: PLC0415  costs more than many a command

    words: Any = typer.rich_utils
    words.ARGUMENTS_PANEL_TITLE = "参数"
    words.OPTIONS_PANEL_TITLE = "选项"
    words.COMMANDS_PANEL_TITLE = "命令"
    words.REQUIRED_LONG_STRING = "[必填]"
    words.DEFAULT_STRING = "[默认：{}]"


def _chinese_option(option: Any) -> Any:
    if option is not None:
        option.help = "显示这段说明后退出。"
        _read_plainly(option)
    return option
