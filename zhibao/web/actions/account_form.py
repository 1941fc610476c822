"""账号的填写: what an administrator wants an account to be, and what is wrong with that, in Chinese."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.known_places import Known
from zhibao.web.records.role import Role

LOGIN = re.compile(r"[\w.@-]{3,60}")
OF_SCHOOL = (Role.CLERK, Role.HEADMASTER)
SPOILT = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Wanted:
    """要的账号: as it is typed; `place` is a school's code or a county's name."""

    login: str
    name: str
    role: str
    city: str
    place: str = ""
    sections: tuple[str, ...] = ()
    identity: str = ""

    @classmethod
    def of(cls, account: Account) -> "Wanted":
        """Return what an account is now."""
        sections = tuple(str(one) for one in account.sections)
        identity = account.identity or ""
        return cls(account.login, account.name, account.role, account.city, account.place, sections, identity)


def faults(administrator: Account, wanted: Wanted, places: Mapping[str, Known], now: Account | None) -> list[str]:
    """Return what is wrong with what is wanted; `now` is the account that is to be changed, None for a new one."""
    found = [] if now else list(_of_login(wanted.login))
    if not wanted.name.strip() or len(wanted.name) > 60 or SPOILT.search(wanted.name):
        found.append(gettext("姓名没有填，或超过 60 个字。"))
    if wanted.role not in Role.values:
        return [
            *found,
            gettext("角色“{role}”不认识。可用：{names}。").format(
                role=wanted.role, names=gettext("、").join(str(one) for one in Role.labels)
            ),
        ]
    found += _of_city(administrator, wanted, places)
    found += _of_place(wanted, places.get(wanted.city))
    found += _of_identity(wanted, now)
    return found


def _of_login(login: str) -> list[str]:
    if not LOGIN.fullmatch(login):
        return [
            gettext("账号“{login}”不能用。用 3 到 60 个字母、数字、汉字或 . _ - @，中间没有空格。").format(login=login)
        ]
    if Account.objects.filter(login__iexact=login).exists():
        return [gettext("账号“{login}”已经有了，请换一个。").format(login=login)]
    return []


def _of_city(administrator: Account, wanted: Wanted, places: Mapping[str, Known]) -> list[str]:
    if administrator.city != EVERYWHERE and wanted.city != administrator.city:
        return [gettext("您只能管本市的账号。")]
    if not wanted.city:
        return [gettext("没有写是哪个市、哪个单位的。")]
    is_above = wanted.role in (Role.PROVINCE, Role.ADMINISTRATOR)
    if wanted.city == EVERYWHERE:
        return [] if is_above else [gettext("{role}要写明是哪个市的。").format(role=Role(wanted.role).label)]
    if wanted.role == Role.PROVINCE:
        return [gettext("省级查看不属于某一个市，由管全部的管理员开。")]
    if wanted.city not in places and not is_above:
        return [gettext("还没有“{city}”这个市的采集。请先开始采集，再开这个市的账号。").format(city=wanted.city)]
    return []


def _of_place(wanted: Wanted, here: Known | None) -> list[str]:
    if here is None:
        return [gettext("单位和负责的表要空着。")] if wanted.place or wanted.sections else []
    match wanted.role:
        case Role.CLERK | Role.HEADMASTER if wanted.place not in here.schools:
            said = (
                gettext("“{place}”不是参报学校。{role}要属于名册里的一所学校。")
                if wanted.place
                else gettext("没有写学校。{role}要属于名册里的一所学校。")
            )
            return [said.format(place=wanted.place, role=Role(wanted.role).label)]
        case Role.COUNTY if wanted.place not in here.counties:
            said = (
                gettext("“{place}”不是名册里的县（市、区）。可用：{names}。")
                if wanted.place
                else gettext("没有写县（市、区）。可用：{names}。")
            )
            return [said.format(place=wanted.place, names=gettext("、").join(here.counties))]
        case Role.CITY_EDITOR | Role.CITY_APPROVER | Role.PROVINCE | Role.ADMINISTRATOR if wanted.place:
            return [gettext("{role}不属于某一校或某一县，单位要空着。").format(role=Role(wanted.role).label)]
    unknown = [one for one in wanted.sections if one not in here.registers]
    found = [gettext("负责的表里，这些不认识：{names}。").format(names=gettext("、").join(unknown))] if unknown else []
    if wanted.sections and wanted.role != Role.CLERK:
        found.append(gettext("只有填报员才写负责的表。"))
    return found


def _of_identity(wanted: Wanted, now: Account | None) -> list[str]:
    if len(wanted.identity) > 200 or SPOILT.search(wanted.identity):
        return [gettext("统一认证标识太长，或有不能用的字符。")]
    if not wanted.identity:
        return []
    other = Account.objects.filter(identity=wanted.identity).exclude(pk=now.pk if now else 0).first()
    return (
        [
            gettext("统一认证标识“{identity}”已经绑在账号 {login} 上。").format(
                identity=wanted.identity, login=other.login
            )
        ]
        if other
        else []
    )
