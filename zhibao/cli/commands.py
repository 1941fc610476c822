"""命令表: every command by name, with its one line of help; its module is read only when it is asked for."""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer

from zhibao.cli.chinese import Command, Group


@dataclass(frozen=True, slots=True)
class Entry:
    """一条命令: where it is written, and what the list of commands says of it."""

    module: str
    attribute: str
    help: str


COMMANDS = {
    "audit": Entry("audit", "audit", "核验：读任何一份写好的报告，逐个数字给出交代，说出哪里不对、为什么、怎么改。"),
    "demo": Entry("demo", "demo", "演示：两个示例城市从工作簿到发布件的全程，并逐格对照已公开报告的数；最后打开网站。"),
    "collect": Entry("collect", "app", "采集：生成空白工作簿，读入填好的工作簿。"),
    "check": Entry("check", "check", "校验已封存的数据：合计与分项、占比、同比变化、是否齐全。"),
    "compute": Entry("compute", "compute", "计算提纲用到的指标：全市、各县、各校，两年及变化。"),
    "gather": Entry(
        "gather",
        "gather_members",
        "汇集：省从各市、全国从各省的工作目录或发布件接收封存的数据和选用的案例，逐份核对，原样保存。",
    ),
    "compare": Entry(
        "compare",
        "compare",
        "比较：各市（或各校、各县、各省）逐个指标的值、名次、分位，与全省（全市）、标准和上年的差距。",
    ),
    "diagnose": Entry(
        "diagnose", "diagnose", "诊断：各校与全市对照设置标准、达标工程等标准，写出诊断报告、整改通知稿和学位测算。"
    ),
    "compile": Entry("compile", "compile_report", "编制报告：按提纲写出 report.docx、report.pdf 和 report.html。"),
    "preview": Entry("preview", "preview", "预览：在浏览器里边写边看报告，存盘即更新，问题列在文字旁边。"),
    "take-back": Entry(
        "take_back", "take_back_report", "收回改稿：编出的 Word 改过后收回提纲：文字归编者，数字归数据，批注留下。"
    ),
    "template": Entry("template", "app", "Word 模板：检查本单位自己的 Word 文件，占位写错在哪里，有没有不能用的内容。"),
    "publish": Entry("publish", "publish", "发布：把报告、数值、封存数据、定义、提纲与案例写成一个可以自证的文件夹。"),
    "run": Entry("run", "run", "全程：读入工作簿、校验、计算、编制、发布。有工作簿读不进来就停下，先改再来。"),
    "next-year": Entry(
        "next_year",
        "next_year",
        "新的一年：从上年的工作目录开出下一年的：设置的年份加一，提纲与文字沿用，逐段标明尚未改过。",
    ),
    "verify": Entry(
        "verify",
        "verify",
        "核验发布件：逐个文件比对校验值，用其中的封存数据和定义重新计算、重新编制，说出哪里不符。",
    ),
    "dataset": Entry(
        "dataset", "app", "数据集：多市多年的封存放在一处：收进、合包、清理、证明、取出，在磁盘或对象存储上。"
    ),
    "why": Entry("why", "why", "说明两份发布件之间每个数为什么变：定义、名单、重新报送、导入，逐校逐格，或只是写法。"),
    "serve": Entry("serve", "serve", "网站：采集的一年在浏览器里：填报、提交、审核、签署、封存。"),
    "account": Entry("account", "app", "账号：给网站开第一个管理员，或给谁一个新的邀请链接。"),
    "campaign": Entry("campaign", "app", "采集年度：在网站上开始一个工作目录的采集，定各级的时限。"),
    "worker": Entry("worker", "worker", "后台：给网站添做后台任务的进程：核验、封存、编制、读入。"),
    "publish-site": Entry(
        "publish_site", "publish_site", "静态站点：把已发布的公开页写成一个文件夹，放到普通网页服务器上。"
    ),
    "backup": Entry("backup", "backup", "备份：网站的数据库、数据文件夹和工作目录写成一个可以自证的文件，网站不必停。"),
    "restore": Entry("restore", "restore", "还原：把备份放回空的地方，先逐个核对再就位，从不覆盖。"),
    "trail": Entry("trail", "app", "留痕：查网站上谁在什么时候做了什么的记录是否完整。"),
    "key": Entry("key", "app", "比对密钥：省级做一把发给各市，同一个人在两个市登记才认得出。"),
    "catalog": Entry("catalog", "app", "定义：查看、新建和检查数据表、指标、校验规则、核验规则。"),
}


class Commands(MutableMapping[str, Any]):
    """命令的映射: name → command; a command's module is imported when the command is taken, not when it is listed."""

    def __init__(self) -> None:
        """Know every name, and no module yet."""
        self._taken: dict[str, Any] = {}
        self._names = list(COMMANDS)

    def __getitem__(self, name: str) -> Any:
        """Return a command, ready to run."""
        if name not in self._taken:
            self._taken[name] = _command(name, COMMANDS[name])
        return self._taken[name]

    def __setitem__(self, name: str, command: Any) -> None:
        """Put a command that was made elsewhere under a name."""
        self._taken[name] = command
        self._names = list(dict.fromkeys((*self._names, name)))

    def __delitem__(self, name: str) -> None:
        """Forget a command."""
        self._names.remove(name)

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many commands there are."""
        return len(self._names)


class Root(Group):
    """总命令: lists its commands from the table, and imports the one that is run."""

    def __init__(self, **given: Any) -> None:
        """Take the commands from the table instead of from what was registered."""
        super().__init__(**{**given, "commands": Commands()})

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the table: first what most people need."""
        return list(self.commands)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page that lists the commands; plainly, since drawing boxes takes longer than many an audit."""
        width = max(map(len, COMMANDS)) + 2
        usage = self.get_usage(ctx).replace("： ", "：")
        told = [f" {line}".rstrip() for line in (self.help or "").splitlines()]
        parameters: Any = self.get_params(ctx)
        options = [f"   {', '.join(one.opts).ljust(width + 6)}{one.help}" for one in parameters]
        lines = ["", f" {usage}", "", *told, "", " 选项", *options]
        lines += ["", " 命令", *(f"   {name.ljust(width)}{entry.help}" for name, entry in COMMANDS.items())]
        formatter.write("\n".join([*lines, "", " 每条命令的写法与示例：zhibao <命令> --help", "", ""]))


def _command(name: str, entry: Entry) -> Any:
    """Return the command that a module defines: a function, or a group of its own."""
    found = getattr(import_module(f"zhibao.cli.{entry.module}"), entry.attribute)
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False, rich_markup_mode="rich")
        single.command(name, cls=Command)(found)
        return typer.main.get_command(single)
    group: Any = typer.main.get_command(found)
    group.name, group.help = name, entry.help
    return group
