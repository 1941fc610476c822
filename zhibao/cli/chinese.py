"""命令行的中文: help pages and usage errors in the language of the people who read them."""

from typing import Any

import typer.core
import typer.rich_utils

UsageError: Any = typer.BadParameter.__mro__[1]
"""What the command line raises when a command is written wrongly."""


class Command(typer.core.TyperCommand):
    """命令: with a Chinese line for --help."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, told in Chinese."""
        return _chinese_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line with a Chinese prefix."""
        return super().get_usage(ctx).replace("Usage:", "用法：", 1)


class Group(typer.core.TyperGroup):
    """命令组: with a Chinese line for --help."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, told in Chinese."""
        return _chinese_option(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line with a Chinese prefix."""
        return super().get_usage(ctx).replace("Usage:", "用法：", 1)


def chinese_help() -> None:
    """Give the help pages Chinese headings."""
    words: Any = typer.rich_utils
    words.ARGUMENTS_PANEL_TITLE = "参数"
    words.OPTIONS_PANEL_TITLE = "选项"
    words.COMMANDS_PANEL_TITLE = "命令"
    words.REQUIRED_LONG_STRING = "[必填]"
    words.DEFAULT_STRING = "[默认：{}]"


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


def _chinese_option(option: Any) -> Any:
    if option is not None:
        option.help = "显示这段说明后退出。"
    return option
