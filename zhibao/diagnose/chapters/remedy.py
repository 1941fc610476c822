"""整改: what was asked of each school, until when, and what the re-check with this year's numbers says."""

from collections.abc import Iterator

from zhibao.diagnose.cells import NOTHING, gap_text, limit, value_number, word
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.ground import text
from zhibao.diagnose.notices import Item, Notice
from zhibao.diagnose.setter import Setter
from zhibao.diagnose.verdict import Outcome
from zhibao.document.nodes import Block, Cell, Row, Text
from zhibao.snapshot.submission import Row as Given
from zhibao.terms.place import Level

_COLUMNS = ("学校", "项目", "标准", "通知", "期限", "状态", "复核：本年值", "复核结果", "办结")
_OWN = ("学校", "监测指标", "现值与差额", "补足措施", "期限", "已投入／计划（元）", "状态", "达标日期")
GAPS = "facility_gaps"
RECHECKED = {Outcome.MET: "已达到", Outcome.BELOW: "未达到", Outcome.UNJUDGED: "不能判断"}


def remedies(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield the items of all notices with the state of each, and the findings about them."""
    if not found.notices:
        yield setter.text("没有需要整改的项目，也没有未办结的整改通知。")
    else:
        yield from _notices(found, setter)
    own = list(_own(found))
    if own:
        yield setter.table("学校填报的补足情况", _OWN, (_own_row(name, row) for name, row in own))


def _notices(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    items = sum(len(one.items) for one in found.notices)
    waiting = sum(item.asked is None for one in found.notices for item in one.items)
    yield setter.text(
        f"有整改项目的学校{len(found.notices)}所，项目{items}个，其中尚未登记整改通知的{waiting}个。"
        "每所学校的通知稿在 notices 文件夹，一校一份。"
    )
    yield setter.table(
        "整改项目与复核", _COLUMNS, (_row(one, item, found) for one in found.notices for item in one.items)
    )
    for finding in found.findings:
        if "notice" in finding.rule and "shortfall" not in finding.rule:
            yield setter.text(str(finding))


def _row(notice: Notice, item: Item, found: Diagnosis) -> Row:
    first, asked = item.worst, item.asked
    return (
        word(notice.name),
        word(item.label),
        word(limit(first)),
        word(asked.number if asked else "未登记"),
        word(str(asked.deadline) if asked and asked.deadline else NOTHING),
        word(asked.state if asked else NOTHING),
        Cell((value_number(first, found.ground),), "right"),
        Cell((Text("，".join(filter(None, (RECHECKED[item.outcome], gap_text(first, found.ground))))),)),
        word((asked.closed if asked else "") or NOTHING),
    )


def _own(found: Diagnosis) -> Iterator[tuple[str, Given]]:
    """Yield the rows in which schools say how they make up for what is lacking."""
    ground = found.ground
    for code in ground.places(Level.SCHOOL, ground.edition.this):
        for row in ground.rows.get(ground.edition.this, {}).get(code, {}).get(GAPS, ()):
            yield ground.names[code], row


def _own_row(name: str, row: Given) -> Row:
    invested, planned = (text(row.get(one)) or NOTHING for one in ("invested", "planned"))
    said = [word(text(row.get(one)) or NOTHING) for one in ("item", "gap", "measure", "due")]
    ends = [word(text(row.get(one)) or NOTHING) for one in ("state", "closed_on")]
    return (word(name), *said, word(f"{invested}／{planned}"), *ends)
