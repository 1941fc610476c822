"""zhibao dataset: the snapshots of many cities in one place: taken in, packed, cleaned, proved, given back."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from zhibao.cli.chinese import Command, Group
from zhibao.cli.console import out, progress, show_table
from zhibao.cli.options import Format, Output
from zhibao.snapshot.dataset.clean import KINDS, clean
from zhibao.snapshot.dataset.dataset import Dataset, Standing
from zhibao.snapshot.dataset.heads import Entry, kept
from zhibao.snapshot.dataset.proof import Proof, prove
from zhibao.snapshot.dataset.sources import source_of
from zhibao.snapshot.errors import SnapshotError
from zhibao.snapshot.here import MEMORY

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)
Where = Annotated[
    Path, typer.Argument(metavar="DATASET", help="数据集文件夹；设了 ZHIBAO_S3 时在桶里。", show_default=False)
]
Years = Annotated[list[int] | None, typer.Option("--year", metavar="YEAR", help="只管这些年，可写几次。")]
Which = Annotated[str, typer.Argument(metavar="ID", help="封存的标识（64 位，或开头至少 8 位）。", show_default=False)]
School = Annotated[str, typer.Option("--place", metavar="CODE", help="不写标识时：学校或市的代码。")]
Grace = Annotated[float, typer.Option("--grace", metavar="HOURS", min=0, help="多少小时以内的一律不动。")]
_ID = re.compile(r"[0-9a-f]{8,64}")


@app.callback()
def dataset() -> None:
    """数据集：多市多年的封存放在一处，文件少，每一份都能按校验值证明。"""


@app.command("take-in", cls=Command)
def take_in(
    where: Where,
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE...", help="各市的工作目录或发布件。", show_default=False)
    ],
) -> None:
    """收进：把各市工作目录或发布件里的封存收进数据集，逐字节不变，先核对再生效。

    再收一次什么也不变；学校重新报送后再收，只收变了的。发布件所依据的封存从此不会被清理。

    示例：zhibao dataset take-in 全省 江门市 肇庆市 发布/2021
    """
    found = Dataset(where)
    for path in sources:
        with progress() as report:
            taken = found.take_in(source_of(path), report)
        years = "、".join(map(str, taken.years))
        out.print(f"{path}：{taken.city.name} {years} 年，新收 {taken.new} 份，原已在用 {taken.same} 份。")
    due = [one for one in found.plans() if found.is_due(one)]
    if due:
        out.print(f"有 {len(due)} 处散件够多，可以合包：zhibao dataset pack {where}")


@app.command("status", cls=Command)
def status(
    where: Where,
    year: Years = None,
    each: Annotated[bool, typer.Option("--each", help="逐市逐校列出在用的是哪一份。")] = False,
    output: Output = Format.TEXT,
) -> None:
    """现状：各年各省有几市几份封存在用，多少已合包、多少还散着，文件数与字节数。

    示例：zhibao dataset status 全省 --year 2021 --each
    """
    found = Dataset(where)
    if each:
        _show_each(found.standing(year or ()), output)
        return
    parts = [
        {
            "year": one.year,
            "province": one.province,
            "cities": len({city for city, _ in one.wanted.values()}),
            "in_force": len(one.wanted),
            "packed": len(one.held),
            "loose": len(one.new),
            "left": len(one.gone),
            "due": found.is_due(one),
        }
        for one in found.plans(year or ())
    ]
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for name, one in found.shelf.names("").items():
        top = name.partition("/")[0]
        files[top] += 1
        sizes[top] += one.size
    if output is Format.JSON:
        told = {
            "parts": parts,
            "files": dict(files),
            "bytes": dict(sizes),
            "kept": [one.why for one in kept(found.shelf)],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if not parts:
        out.print(f"{where}：数据集里还没有封存。收进：zhibao dataset take-in {where} 工作目录")
        return
    head = ("年", "省", "市", "在用", "已合包", "散件", "包里已失效", "该合包")
    names = ("year", "province", "cities", "in_force", "packed", "loose", "left")
    show_table(head, [(*(str(part[name]) for name in names), "是" if part["due"] else "") for part in parts])
    out.print(f"共 {sum(files.values())} 个文件，{_size(sum(sizes.values()))}；留存 {len(kept(found.shelf))} 项。")


@app.command("pack", cls=Command)
def pack(
    where: Where,
    year: Years = None,
    everything: Annotated[bool, typer.Option("--all", help="散件再少也合包，失效的行也去掉。")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="逐个核对合包的行，坏的由原件重做。")] = False,
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="最多用多少内存，多的放磁盘。")] = MEMORY,
    grace: Grace = 24,
) -> None:
    """合包：把一省一年的散件合成每表一个文件，原件另成归档；散件到包的八分之一才动。

    随时可以中断，再来一次接着做；几台机器同时做也不会丢、不会重。

    示例：zhibao dataset pack 全省 --all
    """
    found = Dataset(where)
    with progress() as report:
        done = found.pack(
            year or (),
            everything=everything,
            repair=repair,
            grace=grace * 3600,
            memory=_memory(memory),
            progress=report,
        )
    for one in done:
        if one.is_new:
            out.print(f"{one.year} {one.province}：{one.snapshots} 份、{one.rows} 行，写了 {len(one.written)} 个文件。")
        elif one.written:
            out.print(f"{one.year} {one.province}：由原件重做了 {len(one.written)} 个文件，与原来的逐字节相同。")
        for place in one.odd:
            out.print(f"[yellow]○[/yellow] {one.year} {one.province} {place}：有一栏的类型与别家不同，仍作散件。")
    if not any(one.is_new or one.written for one in done):
        out.print("没有要合包的：散件还不到八分之一。一定要合：加 --all。" if not everything else "没有要合包的。")


@app.command("clean", cls=Command)
def clean_up(
    where: Where,
    yes: Annotated[bool, typer.Option("--yes", help="真的删；不写只说会删什么。")] = False,
    grace: Grace = 24,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FILE", help="另要留下的封存标识，一行一个。", show_default=False),
    ] = None,
    releases: Annotated[
        list[Path] | None,
        typer.Option("--release", metavar="RELEASE", help="没有收进来的发布件，其中的封存也留下。", show_default=False),
    ] = None,
) -> None:
    """清理：删去没有谁再指名、又够旧的文件；在用的、发布件依据的、要留存的绝不动。

    示例：zhibao dataset clean 全省 --yes
    """
    found = Dataset(where)
    wanted = _listed(keep) | {one.id for path in releases or () for one in source_of(path).snapshots}
    with progress() as report:
        done = clean(found, remove=yes, grace=grace * 3600, keep=wanted, progress=report)
    kinds = Counter(name.partition("/")[0] for name, _ in done.gone)
    for kind, count in sorted(kinds.items()):
        size = sum(size for name, size in done.gone if name.partition("/")[0] == kind)
        out.print(f"{KINDS[kind]}：{count} 个文件，{_size(size)}")
    verb = "删去" if yes else "可以删去"
    out.print(f"{verb} {len(done.gone)} 个文件，{_size(done.size)}；另有 {done.waiting} 个还不到 {grace:g} 小时。")
    if done.gone and not yes:
        out.print("什么也没有删。确实要删：加 --yes。")
    for name in done.missing:
        out.print(f"[red]✗[/red] 该在而不在：{name}。请从备份恢复。")
    if done.missing:
        raise typer.Exit(1)


@app.command("keep", cls=Command)
def keep(
    where: Where,
    which: Annotated[str, typer.Argument(metavar="ID", help="封存的标识。", show_default=False)],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="为什么要留。", show_default=False)],
) -> None:
    """留存：让一份封存一直留着，以后被新的报送替下也不清理。

    示例：zhibao dataset keep 全省 3f2a… --why 审计底稿
    """
    found = Dataset(where)
    for one in {entry.snapshot for _, entry in _found(found, which, "", 0)}:
        found.keep(one, why)
        out.print(f"已留存 {one}：{why}")


@app.command("prove", cls=Command)
def prove_one(
    where: Where,
    which: Which = "",
    place: School = "",
    year: int = typer.Option(0, "--year", metavar="YEAR", help="数据年度。", show_default=False),
    output: Output = Format.TEXT,
) -> None:
    """证明：取出一份封存的原件，逐个文件核对校验值，按内容重算标识，并与合包里的行逐格比对。

    示例：zhibao dataset prove 全省 --place S01 --year 2021
    """
    found = Dataset(where)
    proofs = [prove(found, province, entry) for province, entry in _found(found, which, place, year)]
    if output is Format.JSON:
        typer.echo(json.dumps([_told(one) for one in proofs], ensure_ascii=False, indent=1))
    else:
        for one in proofs:
            _show(one)
    if any(one.faults for one in proofs):
        raise typer.Exit(1)


@app.command("restore", cls=Command)
def restore_one(
    where: Where,
    which: Which = "",
    place: School = "",
    year: int = typer.Option(0, "--year", metavar="YEAR", help="数据年度。", show_default=False),
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="放到哪个文件夹下。")] = Path(),
) -> None:
    """取出：把一份封存的原件逐字节写回一个文件夹，从不覆盖。

    示例：zhibao dataset restore 全省 --place S01 --year 2021 --to 取出
    """
    found = Dataset(where)
    for province, entry in _found(found, which, place, year):
        folder = to / entry.snapshot
        if folder.exists():
            folder = to / entry.manifest / entry.snapshot
        if folder.exists():
            raise SnapshotError(f"{folder}：已经有了，没有覆盖。请换一个 --to。")
        found.restore(province, entry, folder)
        out.print(f"{entry.place} {entry.year} 年：{folder}")


def _found(dataset: Dataset, which: str, place: str, year: int) -> tuple[tuple[str, Entry], ...]:
    """Return what a command asks for; raises SnapshotError when there is none, or when it is not clear which."""
    if which:
        ids = dataset.ids(which) if _ID.fullmatch(which) else ()
        if len(ids) != 1:
            said = "有几份，请写长一些" if ids else "没有这一份"
            raise SnapshotError(f"数据集里标识以 {which} 开头的封存：{said}。")
        return dataset.find(ids[0])
    found = dataset.find(place=place, year=year) if place and year else ()
    if not found:
        raise SnapshotError("请写封存的标识，或 --place 代码 --year 年度。" if not place or not year else
                            f"数据集里没有 {place} {year} 年在用的封存。")  # fmt: skip
    return found


def _show_each(standing: Sequence[Standing], output: Format) -> None:
    """Print who is in force, place by place."""
    rows = [
        (one.entry.year, one.province, one.city, one.entry.place, one.entry.snapshot, one.is_packed) for one in standing
    ]
    if output is Format.JSON:
        names = ("year", "province", "city", "place", "snapshot", "packed")
        typer.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
        return
    told = [(str(row[0]), *row[1:4], row[4][:16], "已合包" if row[5] else "散件") for row in rows]
    show_table(("年", "省", "市", "单位", "标识", "在哪里"), told, words=True)


def _show(one: Proof) -> None:
    who = f"{one.place.name}（{one.entry.place}）" if one.place else one.entry.place
    state = "在用" if one.is_in_force else "已被替下或另有所据"
    out.print(f"{who} {one.entry.year} 年，{state}，{'已合包' if one.is_packed else '散件或归档'}")
    out.print(f"标识 {one.entry.snapshot}")
    for name, digest in one.files:
        out.print(f"  {digest}  {name}")
    for fault in one.faults:
        out.print(f"[red]✗[/red] {fault}")
    if not one.faults:
        compared = f"；合包里的 {one.rows} 行与原件逐格相同" if one.is_packed else ""
        out.print(f"[green]✓[/green] {len(one.files)} 个文件与清单一致，按内容重算的标识相同{compared}。")


def _told(one: Proof) -> dict[str, object]:
    files = [{"file": name, "sha256": digest} for name, digest in one.files]
    return {
        "snapshot": one.entry.snapshot, "manifest": one.entry.manifest, "place": one.entry.place,
        "year": one.entry.year, "in_force": one.is_in_force, "packed": one.is_packed, "files": files,
        "rows": one.rows, "faults": list(one.faults),
    }  # fmt: skip


def _listed(file: Path | None) -> set[str]:
    return set(file.read_text(encoding="utf-8").split()) if file else set()


def _memory(said: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]*\s?(MB|GB|MiB|GiB)", said):
        raise SnapshotError(f"--memory {said}：写法如 512MB 或 4GB。")
    return said


def _size(size: float) -> str:
    for unit in ("字节", "KB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}" if unit != "字节" else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.3g} GB"
