"""zhibao: the command and its parts."""

import codecs
import io
import sys
import tempfile
import traceback

import typer

from zhibao import __version__
from zhibao.cli.chinese import UsageError, usage_fault
from zhibao.cli.commands import Root
from zhibao.terms.errors import ZhibaoError, reason_of

app = typer.Typer(
    cls=Root,
    help="质报：职业教育质量年度报告，从学校的一格数到公开的一句话。\n\n示例：zhibao demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"质报 zhibao {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", help="显示版本后退出。", callback=_version, is_eager=True),
) -> None:
    """质报：职业教育质量年度报告，从学校的一格数到公开的一句话。

    采集 → 校验 → 计算 → 编制 → 发布，每一步都以一个工作目录为对象；核验（audit）读任何一份写好的报告。

    示例：zhibao demo
    """


def main() -> None:
    """Run the command; a known error ends with its own exit code and one Chinese message, never a traceback."""
    _speak_chinese()
    try:
        sys.exit(app(standalone_mode=False))
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()
        else:
            _fail(usage_fault(error))
        sys.exit(2)
    except ZhibaoError as error:
        _fail(str(error))
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _fail("已中断。写到一半的内容没有留下，原有数据未变。")
        sys.exit(130)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        _fail(f"{where}读写文件失败（{reason_of(error)}）。请检查路径、权限与磁盘空间。")
        sys.exit(5)
    except Exception as error:  # noqa: BLE001  never a traceback to a user
        _fail(_unforeseen(error))
        sys.exit(70)


def _fail(message: str) -> None:
    """Print what stopped the command; the terminal library is read only for this."""
    from zhibao.cli.console import fail  # noqa: PLC0415  a command that goes well may never draw

    fail(message)


def _speak_chinese() -> None:
    """Let no character that a terminal lacks end a command; a terminal that knows ASCII only is taken for UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = codecs.lookup(stream.encoding or "ascii").name == "ascii"
            stream.reconfigure(encoding="utf-8" if plain else None, errors="backslashreplace")


def _unforeseen(error: Exception) -> str:
    """Return what to say of a fault of the program itself; the traceback goes into a file for its developers."""
    said = f"程序遇到没有料到的情况（{type(error).__name__}：{str(error)[:200]}）。已有的数据没有改动。"
    try:
        with tempfile.NamedTemporaryFile("w", prefix="zhibao-", suffix=".log", delete=False, encoding="utf-8") as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return said
    return f"{said}\n请把 {log.name} 连同所用的命令发给开发者。"
