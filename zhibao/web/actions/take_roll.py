"""收名单: what a list of accounts would open and change, line by line; and all of it at once, or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from zhibao.web.actions.account_form import Wanted, faults
from zhibao.web.actions.change_account import changed
from zhibao.web.actions.keep_accounts import kept_by, locked
from zhibao.web.actions.open_account import opened
from zhibao.web.actions.refused import RefusedError
from zhibao.web.records.account import EVERYWHERE, Account
from zhibao.web.records.known_places import Known, known
from zhibao.web.records.role import Role
from zhibao.web.records.trail import leave

_NAMES = {
    "name": gettext_lazy("姓名"),
    "role": gettext_lazy("角色"),
    "city": gettext_lazy("市"),
    "place": gettext_lazy("单位"),
    "sections": gettext_lazy("负责的表"),
    "identity": gettext_lazy("统一认证标识"),
}


@dataclass(frozen=True)
class Line:
    """一行: what it wants, the account that is there, what would change, and what is wrong."""

    row: int
    wanted: Wanted
    account: Account | None
    changes: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def does(self) -> str:
        """Return what would be done, in one word."""
        if self.faults:
            return "bad"
        if self.account is None:
            return "new"
        return "change" if self.changes else "same"


def planned(administrator: Account, rows: Sequence[tuple[int, Wanted]]) -> list[Line]:
    """Return what every row would do; nothing is done."""
    places = known()
    there = {one.login: one for one in Account.objects.filter(login__in=[wanted.login for _, wanted in rows])}
    times = Counter(wanted.login.lower() for _, wanted in rows)
    bound = Counter(wanted.identity for _, wanted in rows if wanted.identity)
    lines = []
    for row, wanted in rows:
        account = there.get(wanted.login)
        found = faults(administrator, wanted, places, account)
        if account is not None and not kept_by(administrator).filter(pk=account.pk).exists():
            found = [gettext("账号“{login}”已经有了，不归您管。").format(login=wanted.login)]
        if times[wanted.login.lower()] > 1:
            found.append(gettext("同一个账号在名单里不止一行。"))
        if wanted.identity and bound[wanted.identity] > 1:
            found.append(gettext("同一个统一认证标识在名单里不止一行。"))
        lines.append(Line(row, wanted, account, _changes(account, wanted, places), tuple(found)))
    return lines


@transaction.atomic
def take_roll(administrator: Account, rows: Sequence[tuple[int, Wanted]]) -> list[tuple[Account, str]]:
    """Do what the rows want and return the new accounts with their links' tokens.

    Raises: RefusedError, when any row has something wrong by now; then nothing is done.
    """
    lines = planned(administrator, rows)
    if wrong := [one.row for one in lines if one.faults]:
        raise RefusedError(
            gettext("第 {rows} 行有错，一行也没有做。请改好名单再上传。").format(
                rows=gettext("、").join(map(str, wrong[:5]))
            )
        )
    links = []
    for one in lines:
        if one.account is not None:
            changed(administrator, locked(administrator, one.account), one.wanted)
    for one in lines:
        if one.account is None:
            links.append(opened(administrator, one.wanted))
    counted = Counter(one.does for one in lines)
    leave(administrator, "收名单", detail={"new": counted["new"], "changed": counted["change"]})
    return links


def _changes(account: Account | None, wanted: Wanted, places: Mapping[str, Known]) -> tuple[str, ...]:
    """Return what would be another thing than now, as field: before → after."""
    if account is None:
        return ()
    before = Wanted.of(account)
    return tuple(
        f"{label} {worded(before, name, places)} → {worded(wanted, name, places)}"
        for name, label in _NAMES.items()
        if getattr(before, name) != getattr(wanted, name)
    )


def worded(wanted: Wanted, name: str, places: Mapping[str, Known]) -> str:
    """Return one of the things that are wanted, in words."""
    here = places.get(wanted.city)
    match name:
        case "role":
            return str(dict(Role.choices).get(wanted.role, wanted.role))
        case "sections":
            names = here.registers if here else {}
            return "、".join(names.get(one, one) for one in wanted.sections) or gettext("全部")
        case "place":
            return (here.schools.get(wanted.place, (wanted.place, ""))[0] if here else wanted.place) or gettext(
                "（空）"
            )
        case "city":
            return here.place if here else gettext("全部") if wanted.city == EVERYWHERE else wanted.city
    return str(getattr(wanted, name)) or gettext("（空）")
