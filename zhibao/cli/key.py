"""zhibao key: the key by which a province lets its cities be compared, made, installed and told."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import load_catalog
from zhibao.cli.chinese import Command, Group
from zhibao.cli.console import out, progress
from zhibao.cli.options import Folder
from zhibao.snapshot.comparison import install_key, make_key
from zhibao.snapshot.store import Store

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)


@app.command("make", cls=Command)
def make(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="密钥写到哪个文件。", show_default=False)],
) -> None:
    """省级：新做一把比对密钥，发给各市；同一个人在两个市登记，凭它才认得出。

    比对只用各市交来的标记，不用密钥：发完后请离线保管，不要与汇交的数据放在一处。

    示例：zhibao key make 示例省2021-compare.key
    """
    key = make_key(file)
    out.print(f"已写出 {escape(str(file))}，只有本人可读。编号 {key.comparison_id}。")
    out.print("请用安全的途径发给各市（不用电子邮件和即时通信），各市运行 zhibao key install。每轮年报另做一把。")


@app.command("install", cls=Command)
def install(
    folder: Folder,
    file: Annotated[Path, typer.Option("--from", metavar="FILE", help="省级发来的比对密钥。", show_default=False)],
) -> None:
    """市级：装上省级发来的比对密钥，给已封存的人员加上比对标记；封存件的编号不变。

    示例：zhibao key install 示例市 --from 示例省2021-compare.key
    """
    work = WorkingFolder(folder)
    store = Store(work.store)
    key = install_key(file, folder, store.key)
    own = work.catalog
    registers = load_catalog((own,) if own.is_dir() else ()).registers
    with progress() as report:
        changed = store.compare_again(registers, report)
    out.print(f"已装上比对密钥，编号 {key.comparison_id}；给 {changed} 份封存件加了比对标记，其余不变。")
    out.print("下一步：把数据交给省级；以后读入的工作簿自动带上标记。")


@app.command("show", cls=Command)
def show(folder: Folder) -> None:
    """看一个工作目录用哪把比对密钥，哪些封存件还没有比对标记。密钥本身不显示。

    示例：zhibao key show 示例市
    """
    store = Store(WorkingFolder(folder).store)
    key = store.comparison_key
    out.print(f"比对密钥编号 {key.comparison_id}。" if key else "没有装比对密钥。")
    sealed = [one for one in store.current() if one.sealed]
    wanted = key.comparison_id if key else ""
    without = [one for one in sealed if not one.compared_by or (wanted and one.compared_by != wanted)]
    out.print(f"有人员的封存件 {len(sealed)} 份，其中没有这把密钥的比对标记的 {len(without)} 份。")
    for one in without[:20]:
        out.print(f"  {escape(one.place.name)} {one.year} 年")
