"""诊改台账: all problems of the city by stage, with filters; what is late stands out."""

from django.http import HttpResponse
from django.shortcuts import render

from zhibao.web.guard import Visit, page
from zhibao.web.parts.improvement_board import board_of, chosen_by
from zhibao.web.records.role import Need


@page("<slug:campaign>/improve/", name="improve_board", needs=Need.BOARD)
def improve_board(visit: Visit) -> HttpResponse:
    """诊改台账: of the schools that the person may look at, and of the city itself."""
    told = {
        "campaign": visit.campaign,
        "account": visit.account,
        "board": board_of(visit.campaign, visit.account, chosen_by(visit.request.GET)),
    }
    return render(visit.request, "pages/improve/improve_board.html", told)
