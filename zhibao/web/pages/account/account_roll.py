"""用名单开账号."""

from dataclasses import asdict

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from zhibao.web.actions.account_form import Wanted
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.take_roll import Line, planned, take_roll, worded
from zhibao.web.bridge.roll import read_roll
from zhibao.web.guard import Visit, page
from zhibao.web.parts.arriving import ask_again
from zhibao.web.parts.slips import slips
from zhibao.web.records.account import EVERYWHERE
from zhibao.web.records.known_places import known
from zhibao.web.records.role import Need

MOST_BYTES = 2 << 20
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et")
_GOOD_SECONDS = 3600
Rows = list[tuple[int, Wanted]]


@page("accounts/roll/", name="account_roll", needs=Need.KEEP_ACCOUNTS, methods=("GET", "POST"))
def account_roll(visit: Visit) -> HttpResponse:
    """用名单开账号: what a list would do is shown line by line; after a second press it is done, all or nothing."""
    told: dict[str, object] = {"account": visit.account, "is_fresh": visit.is_fresh, "most": MOST_BYTES >> 20}
    refused = ""
    if visit.is_post:
        try:
            if kept := visit.posted("rows"):
                rows = _unpacked(visit, kept)
                told |= _shown(visit, rows)
                ask_again(visit)
                return slips(visit, take_roll(visit.account, rows), gettext("名单收下了"))
            told |= _shown(visit, _read(visit))
        except RefusedError as error:
            refused = str(error)
    told["refused"] = refused
    return render(visit.request, "pages/account/account_roll.html", told, status=409 if refused else 200)


def _read(visit: Visit) -> Rows:
    """Return the rows of the list that was sent. Raises: RefusedError, when there is none to be read."""
    sent = visit.request.FILES.get("roll")
    if not isinstance(sent, UploadedFile) or not sent.name:
        raise RefusedError(gettext("没有选文件。请选填好的名单再上传。"))
    if not sent.name.lower().endswith(ENDINGS):
        raise RefusedError(
            gettext("“{name}”不是工作簿。请上传 {endings} 文件。").format(
                name=sent.name, endings=gettext("、").join(ENDINGS)
            )
        )
    if (sent.size or 0) > MOST_BYTES:
        raise RefusedError(
            gettext("“{name}”超过 {most} MB。请只留名单再上传。").format(name=sent.name, most=MOST_BYTES >> 20)
        )
    own = "" if visit.account.city == EVERYWHERE else visit.account.city
    lines = read_roll(sent.name, sent.read(), known(), own)
    if isinstance(lines, str):
        raise RefusedError(lines)
    if not lines:
        raise RefusedError(gettext("“{name}”里一行也没有填。").format(name=sent.name))
    return [
        (one.row, Wanted(one.login, one.name, one.role, one.city, one.place, one.sections, one.identity))
        for one in lines
    ]


def _shown(visit: Visit, rows: Rows) -> dict[str, object]:
    lines, places = planned(visit.account, rows), known()
    wrong_first = sorted(lines, key=lambda one: (not one.faults, one.row))
    names = ("role", "place", "sections")
    told = [(one, {name: worded(one.wanted, name, places) for name in names}) for one in wrong_first]
    counts = {does: sum(one.does == does for one in lines) for does in ("new", "change", "same", "bad")}
    return {"lines": told, "counts": counts, "rows": "" if counts["bad"] else _packed(visit, lines)}


def _packed(visit: Visit, lines: list[Line]) -> str:
    """Return the rows as the page sends them back, signed for whom they were shown to."""
    rows = [[one.row, asdict(one.wanted)] for one in lines]
    return signing.dumps(rows, salt=f"roll {visit.account.pk}", compress=True)


def _unpacked(visit: Visit, kept: str) -> Rows:
    try:
        rows = signing.loads(kept, salt=f"roll {visit.account.pk}", max_age=_GOOD_SECONDS)
    except signing.BadSignature as error:
        raise RefusedError(gettext("看过的名单过期了，一行也没有做。请再上传一次。")) from error
    return [(row, Wanted(**{**wanted, "sections": tuple(wanted["sections"])})) for row, wanted in rows]
