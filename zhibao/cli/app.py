"""zhibao: the command and its parts."""

import sys

import typer

from zhibao import __version__
from zhibao.cli import catalog, check, collect, compile, compute, demo, publish, run, verify  # noqa: A004  the verbs' own names
from zhibao.cli.chinese import Command, Group, UsageError, chinese_help, usage_fault
from zhibao.cli.console import fail
from zhibao.terms.errors import ZhibaoError

app = typer.Typer(
    cls=Group,
    help="质报：职业教育质量年度报告，从学校的一格数到公开的一句话。\n\n示例：zhibao demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.add_typer(collect.app, name="collect", help="采集：生成空白工作簿，读入填好的工作簿。")
app.add_typer(catalog.app, name="catalog", help="定义：查看、新建和检查数据表、指标、校验规则。")
app.command("check", cls=Command)(check.check)
app.command("compute", cls=Command)(compute.compute)
app.command("compile", cls=Command)(compile.compile_report)
app.command("publish", cls=Command)(publish.publish)
app.command("run", cls=Command)(run.run)
app.command("verify", cls=Command)(verify.verify)
app.command("demo", cls=Command)(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"质报 zhibao {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", help="显示版本后退出。", callback=_version, is_eager=True),
) -> None:
    """质报：职业教育质量年度报告，从学校的一格数到公开的一句话。

    采集 → 校验 → 计算 → 编制 → 发布，每一步都以一个工作目录为对象。

    示例：zhibao demo
    """


def main() -> None:
    """Run the command; a known error ends with its own exit code and one Chinese message, never a traceback."""
    chinese_help()
    try:
        sys.exit(app(standalone_mode=False))
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()
        else:
            fail(usage_fault(error))
        sys.exit(2)
    except ZhibaoError as error:
        fail(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        fail("已中断。写到一半的内容没有留下，原有数据未变。")
        sys.exit(130)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        fail(f"{where}读写文件失败（{error.strerror or error}）。请检查路径、权限与磁盘空间。")
        sys.exit(5)
