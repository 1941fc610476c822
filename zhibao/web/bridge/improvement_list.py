"""诊改清单的桥: problems, measures and what happened, as sheets of one workbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from zhibao.document.writers.lists import Column, ListRow, ListSheet
from zhibao.document.writers.lists_xlsx import write_lists
from zhibao.web.bridge.diagnosing import Measured, measured, readings
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry
from zhibao.web.records.in_chinese import kept_in_chinese
from zhibao.web.records.measure import Measure

_PROBLEMS = (
    Column("编号", 6), Column("单位", 20), Column("问题", 28, wraps=True), Column("事实", 46, wraps=True),
    Column("指标", 22), Column("立项时的值", 11), Column("标准", 10), Column("目标", 10), Column("现在的值", 11),
    Column("原因类别", 18, wraps=True), Column("原因", 40, wraps=True), Column("牵头", 16), Column("完成时限", 12),
    Column("环节", 8), Column("逾期", 6), Column("立项人", 12), Column("立项日期", 12), Column("销号人", 12),
    Column("销号日期", 12),
)  # fmt: skip
_MEASURES = (
    Column("编号", 6), Column("单位", 20), Column("问题", 28, wraps=True), Column("措施", 40, wraps=True),
    Column("谁", 16), Column("确定日期", 12), Column("到期", 12), Column("做到什么", 24, wraps=True), Column("进展", 9),
    Column("逾期", 6), Column("完成日期", 12), Column("结果", 40, wraps=True),
)  # fmt: skip
_ENTRIES = (
    Column("编号", 6), Column("单位", 20), Column("时间", 17), Column("谁", 12), Column("哪一方", 9),
    Column("做了什么", 24), Column("说明", 50, wraps=True), Column("文件", 24), Column("网址", 30),
    Column("改动", 50, wraps=True),
)  # fmt: skip


@kept_in_chinese
def improvement_list(campaign: Campaign, those: Sequence[Improvement], where: str) -> bytes:
    """Return the workbook: one sheet of problems, one of measures, one of what happened to them."""
    today, about = timezone.localdate(), measured(campaign.path)
    measures = list(Measure.objects.filter(improvement__in=those).select_related("improvement__school__campaign"))
    entries = ImprovementEntry.objects.filter(improvement__in=those).select_related("by", "improvement__school")
    remark = f"{where}，{campaign.year} 年度，{today.isoformat()} 导出"
    sheets = (
        ListSheet("问题", _PROBLEMS, [_problem(campaign, one, about, today) for one in those], remark, 3),
        ListSheet("措施", _MEASURES, [_measure(one, today) for one in measures], remark, 4),
        ListSheet("经过", _ENTRIES, list(_entries(entries)), remark, 2),
    )
    return write_lists(sheets, f"{where}诊改清单")


def _problem(campaign: Campaign, one: Improvement, about: dict[str, Measured], today: date) -> ListRow:
    known = about.get(one.indicator)
    is_late = one.is_late(today)
    cells = (
        one.number, one.where, one.title, one.fact,
        known.label if known else "",
        _printed(known, one.opened_value), _printed(known, one.line), _printed(known, one.target),
        _now(campaign, one, known),
        "、".join(one.cause_labels), one.cause, one.lead, _day(one.due), str(one.standing.label),
        "逾期" if is_late else "", one.opened_by.name, _moment(one.opened_at)[:10],
        one.closed_by.name if one.closed_by else "", _moment(one.closed_at)[:10],
    )  # fmt: skip
    return ListRow(cells, {14: "error"} if is_late else {})


def _measure(one: Measure, today: date) -> ListRow:
    problem, is_late = one.improvement, one.is_late(today)
    cells = (
        problem.number, problem.where, problem.title, one.text, one.owner, _day(one.decided), _day(one.due), one.aim,
        one.state, "逾期" if is_late else "", _day(one.finished), one.result,
    )  # fmt: skip
    return ListRow(cells, {9: "error"} if is_late else {})


def _entries(entries: Iterable[ImprovementEntry]) -> Iterator[ListRow]:
    for one in entries:
        changes = "；".join(f"{what}：{before or '空'} → {now or '空'}" for what, before, now in one.changes)
        yield ListRow(
            (one.improvement.number, one.improvement.where, _moment(one.at), one.by.name, one.get_side_display(),
             one.label, one.text, one.file_name, one.link, changes)
        )  # fmt: skip


def _now(campaign: Campaign, one: Improvement, known: Measured | None) -> str:
    if known is None:
        return ""
    through = readings([campaign.path], one.indicator, one.place)
    return through[-1].printed if through else ""


def _printed(known: Measured | None, number: str) -> str:
    return known.printed(Fraction(number)) if known and number else number


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
