"""下载诊改清单: the problems of the board, as they are filtered there, as a workbook."""

from django.http import HttpResponse

from zhibao.web.actions.export_improvements import exported_improvements
from zhibao.web.guard import Visit, page
from zhibao.web.pages.collect.workbook import download
from zhibao.web.parts.improvement_board import board_of, chosen_by
from zhibao.web.records.role import Need


@page("<slug:campaign>/improve-sheet/", name="improve_sheet", needs=Need.BOARD)
def improve_sheet(visit: Visit) -> HttpResponse:
    """下载诊改清单: problems, measures, and everything that happened."""
    board = board_of(visit.campaign, visit.account, chosen_by(visit.request.GET))
    content = exported_improvements(visit.account, visit.campaign, board.improvements, visit.campaign.place)
    return download(content, f"{visit.campaign.place}{visit.campaign.year}年诊改清单.xlsx")
