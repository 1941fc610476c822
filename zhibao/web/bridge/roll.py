"""名单的桥: accounts as a workbook to be filled, and what a filled one wants, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhibao.collect.name_list import ListColumn, list_bytes, read_list
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.in_chinese import in_chinese, kept_in_chinese
from zhibao.web.records.known_places import Known
from zhibao.web.records.role import Role

TITLE = "账号"
LOGIN, NAME, ROLE, CITY, PLACE, SECTIONS, IDENTITY = "账号 姓名 角色 市 单位 负责的表 统一认证标识".split()
ALL = "全部"
_BETWEEN = str.maketrans({"，": "、", ",": "、", ";": "、", "；": "、", "\n": "、"})


@dataclass(frozen=True)
class RollLine:
    """名单的一行: as it was typed, with places and registers by their code where they are known."""

    row: int
    login: str
    name: str
    role: str
    city: str
    place: str
    sections: tuple[str, ...]
    identity: str


@kept_in_chinese
def roll_bytes(places: Mapping[str, Known], city: str, accounts: Sequence[Account]) -> bytes:
    """Return the workbook in which accounts are listed; `city` is the one that is meant where none is written."""
    here = [places[city]] if city in places else list(places.values())
    schools = [name for one in here for name, _ in one.schools.values()]
    counties = [county for one in here for county in one.counties]
    labels = list(dict.fromkeys(label for one in here for label in one.registers.values()))
    columns = (
        ListColumn(LOGIN, "登录用的名字：3 到 60 个字母、数字、汉字或 . _ - @，不能重复。已有的账号照此改。", 22),
        ListColumn(NAME, "本人姓名。", 14),
        ListColumn(ROLE, "从下拉里选。", 14, tuple(str(one) for one in Role.labels)),
        ListColumn(CITY, "本市的可以空着。", 14, tuple(one.place for one in here)),
        ListColumn(
            PLACE, "填报员、校长写校名或学校代码；县级审核员写县（市、区）；其余空着。", 30, (*counties, *schools)
        ),
        ListColumn(SECTIONS, "填报员只填其中几张表的，写表名，用顿号分开；空着是全部。", 40, tuple(labels)),
        ListColumn(IDENTITY, "用统一认证登录的，写认证方那里的标识；没有就空着。", 26),
    )
    lines = [_line(one, places.get(one.city)) for one in accounts]
    return list_bytes(TITLE, "一行一人。星号以外的栏可以空着。上传后先看会怎样，再确认。", columns, lines)


def read_roll(name: str, content: bytes, places: Mapping[str, Known], city: str) -> tuple[RollLine, ...] | str:
    """Return what a filled list wants, or in Chinese why it cannot be read."""
    lines = read_list(name, content, TITLE, (LOGIN, NAME, ROLE))
    if isinstance(lines, str):
        return lines
    return tuple(_read(one.row, one.texts, places, city) for one in lines)


def _line(account: Account, here: Known | None) -> list[str]:
    schools, registers = (here.schools, here.registers) if here else ({}, {})
    place = schools.get(account.place, (account.place, ""))[0]
    sections = "、".join(registers.get(one, one) for one in account.sections)
    city = ALL if account.city == EVERYWHERE else here.place if here else account.city
    return [account.login, account.name, account.role_label, city, place, sections, account.identity or ""]


def _read(row: int, texts: Mapping[str, str], places: Mapping[str, Known], city: str) -> RollLine:
    said = {title: texts.get(title, "").strip() for title in (LOGIN, NAME, ROLE, CITY, PLACE, SECTIONS, IDENTITY)}
    roles = {in_chinese(one.label): str(one.value) for one in Role}
    cities = {one.place: one.city for one in places.values()} | {ALL: EVERYWHERE}
    meant = cities.get(said[CITY], said[CITY]) or city
    here = places.get(meant)
    by_name = {name: code for code, (name, _) in here.schools.items()} if here else {}
    by_label = {label: name for name, label in here.registers.items()} if here else {}
    sections = [one.strip() for one in said[SECTIONS].translate(_BETWEEN).split("、")]
    return RollLine(
        row=row,
        login=said[LOGIN],
        name=said[NAME],
        role=roles.get(said[ROLE], said[ROLE]),
        city=meant,
        place=by_name.get(said[PLACE], said[PLACE]),
        sections=tuple(by_label.get(one, one) for one in sections if one),
        identity=said[IDENTITY],
    )
