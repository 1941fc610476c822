"""整改通知稿: one page for each school below a line: what to remedy, until when, the re-check and the closing."""

from collections.abc import Iterator
from datetime import date

from zhibao.diagnose.cells import NOTHING, gap_text, limit, period, shortage_text, value_cell, word
from zhibao.diagnose.chapters.remedy import RECHECKED
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.notices import Item, Notice
from zhibao.diagnose.setter import Setter
from zhibao.document.nodes import Block, Cover, Document, Heading, Row, Text
from zhibao.terms.numeral import chinese_year_month

_TO_FILL = "（待填）"
_ITEMS = ("项目", "标准", "本校值", "差距", "还缺", "整改期限")
_CHECK = ("项目", "通知时的值", "复核：本年值", "复核结果", "办结日期", "处理与结果")
_DRAFT = (
    "本稿由系统按报送的数据写出，不是正式公文：文号、下达日期、期限与正式措辞由主管部门确定，"
    "登记在“办学条件整改（市）”后再次生成。"
)


def notice_page(found: Diagnosis, notice: Notice, due: date | None = None) -> Document:
    """Return the draft of a school's notice; `due` is the date to be printed where none is registered."""
    edition = found.ground.edition
    year, month = map(int, edition.issued.split("-"))
    return Document(
        Cover(("办学条件整改通知（稿）",), edition.issuer, chinese_year_month(year, month), (notice.name,)),
        tuple(_blocks(found, notice, due)),
        {"author": edition.issuer, "subject": notice.name, "declaration": edition.declaration},
    )


def _blocks(found: Diagnosis, notice: Notice, due: date | None) -> Iterator[Block]:
    edition, below = found.ground.edition, notice.below
    first = Setter(1)
    yield Heading(2, "1", (Text("整改项目"),), "items")
    numbers = dict.fromkeys(one.asked.number for one in notice.items if one.asked and one.asked.number)
    issued = dict.fromkeys(one.asked.issued for one in notice.items if one.asked and one.asked.issued)
    yield first.text(f"文号：{'、'.join(numbers) or _TO_FILL}　　下达日期：{'、'.join(issued) or _TO_FILL}")
    if below:
        yield first.text(
            f"{notice.name}：按{edition.this}年报送的数据，下列{len(below)}项没有达到标准。请在期限前整改，"
            f"并把结果报{edition.issuer}复核。"
        )
        yield first.table("未达到标准的项目", _ITEMS, (_item(found, one, due) for one in below))
        yield first.text(f"依据：{'。'.join(f'{one.label}，{_grounds(one)}' for one in below)}。")
    else:
        yield first.text(
            f"{notice.name}：此前通知整改的项目按{edition.this}年报送的数据都已达到标准或不能判断，请核实后办结。"
        )
    second = Setter(2)
    yield Heading(2, "2", (Text("复核与办结"),), "check")
    yield second.table("复核与办结", _CHECK, (_checked(found, one) for one in notice.items))
    yield second.text(f"复核人：{_TO_FILL}　　复核日期：{_TO_FILL}　　办结意见：{_TO_FILL}")
    yield second.text(_DRAFT)


def _item(found: Diagnosis, one: Item, due: date | None) -> Row:
    first = one.worst
    deadline = (one.asked.deadline if one.asked else None) or due
    return (
        word(one.label),
        word(limit(first)),
        value_cell(first, found.ground),
        word(gap_text(first, found.ground)),
        word(shortage_text(first)),
        word(str(deadline) if deadline else _TO_FILL),
    )


def _checked(found: Diagnosis, one: Item) -> Row:
    asked, first = one.asked, one.worst
    return (
        word(f"{one.label}（{period(first, found.ground)}）"),
        word((asked.actual if asked else "") or NOTHING),
        value_cell(first, found.ground),
        word(RECHECKED[one.outcome]),
        word((asked.closed if asked else "") or _TO_FILL),
        word("，".join(filter(None, (asked.state, asked.result))) if asked else _TO_FILL),
    )


def _grounds(one: Item) -> str:
    cited = (str(source.term()) for verdict in one.verdicts for source in verdict.standard.source if source.mark == "C")
    return "；".join(dict.fromkeys(cited)) or "一般要求，文件待核"
