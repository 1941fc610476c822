"""不能接收的话: every sentence about what a member of a region handed in and was not taken over."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from zhibao.catalog.edition import FILE, Member
from zhibao.snapshot.frozen import Snapshot


def only_a_region(folder: Path) -> str:
    """Return that a city has nobody to gather from."""
    return (
        f"{folder}：{FILE} 里是一个市，没有可以汇集的下级。省写 level: province 和 cities，"
        "全国写 level: nation 和 provinces。"
    )


def data_elsewhere(folder: Path, dataset: str) -> str:
    """Return that a region's data are in a dataset, which takes them in itself."""
    return (
        f"{folder}：{FILE} 写明数据在数据集 {dataset}，不汇集到本目录。"
        f"请把各市的工作目录或发布件收进数据集：zhibao dataset take-in {dataset} 市的目录。"
    )


def not_there(member: Member, source: Path) -> str:
    """Return that a member has not handed in."""
    if not member.from_:
        return f"{member.name}（{member.code}）：{FILE} 里没有写 from（报来的工作目录或发布件在哪里）。"
    return f"{member.name}（{member.code}）：没有找到 {source}。报来后再运行一次；在此之前按“未报送”计，不作零。"


def nothing_handed_in(member: Member, source: Path) -> str:
    """Return that a member's folder holds no data of the edition."""
    return (
        f"{member.name}（{member.code}）：{source} 里没有本轮年份的封存数据。"
        "请由该地先读入并封存（zhibao collect read）。"
    )


def other_edition(member: Member, source: Path, key: str, said: str, expected: str) -> str:
    """Return that a member's settings are not those of this edition."""
    return (
        f"{member.name}（{member.code}）：{source / FILE} 的 {key} 是“{said}”，这里应为“{expected}”。"
        "请核对是不是另一轮、另一地的文件夹。"
    )


def damaged(member: Member, snapshot: Snapshot, faults: Sequence[str]) -> str:
    """Return that a snapshot is not what its manifest says, or was made by other definitions."""
    return (
        f"{member.name}（{member.code}）：{snapshot.place.name}{snapshot.year}年的封存数据与其标识不符（{'；'.join(faults)}）。"
        "请重新取一份；如果该地另有自己的数据表定义，请把它放进本目录的 catalog/。"
    )


def unknown_registers(member: Member, snapshot: Snapshot, names: Sequence[str]) -> str:
    """Return that a snapshot holds registers that nobody here defines."""
    return (
        f"{member.name}（{member.code}）：{snapshot.place.name}{snapshot.year}年有这里没有定义的数据表："
        f"{'、'.join(names)}。请把该地的定义放进本目录的 catalog/registers/。"
    )


def bad_code(member: Member, snapshot: Snapshot) -> str:
    """Return that a place's code cannot be a file name."""
    return f"{member.name}（{member.code}）：单位代码“{snapshot.place.code}”不能用作文件名。请由该地改正代码。"


def code_of_a_place(member: Member, code: str) -> str:
    """Return that a school bears the code of a city or province."""
    return f"{member.name}（{member.code}）：名册里的学校代码 {code} 与市或省的代码相同。请由该地改正。"


def on_two_rosters(names: Mapping[str, str], city: str, other: str, code: str, year: int) -> str:
    """Return that a school is on two cities' rosters."""
    return (
        f"{names.get(city, city)}：{year}年名册里的学校代码 {code} 也在{names.get(other, other)}的名册里。"
        "一所学校只能由一个市报送；代码重复时，请其中一个市改用不同的代码。"
    )
