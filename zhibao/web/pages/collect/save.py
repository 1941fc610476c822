"""存格: what the sheet sends while somebody types."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext

from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import Conflict, save_cells
from zhibao.web.actions.window import ClosedError
from zhibao.web.bridge.forms import form
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.grid import ROUTE
from zhibao.web.parts.tags import moment
from zhibao.web.records.revision import Change
from zhibao.web.records.role import Need

_LONGEST_ID = 40


@page(f"{ROUTE}save/", name="save", needs=Need.FILL, methods=("POST",))
def save(visit: Visit) -> HttpResponse:
    """存格: answer with the revision, or with what others wrote into the same cells."""
    try:
        changes = list(_changes(visit, json.loads(visit.request.body)))
    except (ValueError, KeyError, TypeError):
        return HttpResponse(gettext("没有存：发来的内容看不懂。"), status=400, content_type="text/plain; charset=utf-8")
    try:
        saved = save_cells(visit.account, visit.submission, changes)
    except ClosedError as closed:
        # 423: the sheet keeps what was typed, and hands it in when the register is opened again.
        return HttpResponse(str(closed), status=423, content_type="text/plain; charset=utf-8")
    except RefusedError as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    conflicts = [_told(one) for one in saved.conflicts]
    return JsonResponse({"number": saved.number, "conflicts": conflicts})


def _changes(visit: Visit, sent: Any) -> Iterator[Change]:  # noqa: ANN401  what a browser sends may be anything
    """Yield the changes that were sent. Raises: ValueError, KeyError, TypeError, for what is none."""
    asked = form(visit.campaign.path, visit.school, visit.submission.register)
    names = {one.name for one in asked.columns} | {""}
    for one in sent["changes"]:
        texts = {name: str(one.get(name, "")) for name in ("line", "field", "was", "now")}
        part, what = one.get("part", "cells"), one.get("what", "set")
        known = part in ("cells", "why") and what in ("set", "add", "drop") and texts["field"] in names
        if not known or not texts["line"] or len(texts["line"]) > _LONGEST_ID or not texts["line"].isalnum():
            raise ValueError("no change of a cell")
        yield Change(**texts, part=part, what=what)


def _told(one: Conflict) -> dict[str, str | bool]:
    change = one.change
    return {
        "line": change.line,
        "field": change.field,
        "part": change.part,
        "mine": change.now,
        "theirs": one.theirs,
        "by": one.by,
        "at": moment(one.at),
        "gone": one.is_gone,
    }
