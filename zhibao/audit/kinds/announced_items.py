"""所称项数: 三个方面：一是 … 二是 …: as many marks as the text announces."""

import re
from collections.abc import Iterator

from zhibao.audit.blocks import Flat
from zhibao.audit.enumeration import DIGITS, Run, runs
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_ANNOUNCED = re.compile(
    r"(?P<number>[二两三四五六七八九十]|\d{1,2})(?:个|大|项|条|点|类)?(?:方面|问题|短板|困难|原因|措施|举措|任务|工作|特点|特征|抓手|环节|"
    r"不足|挑战|亮点|突破|转变|优势|经验|做法|途径|要求|原则|目标|重点|维度|层面|要点|着力点|创新|步骤|难题|瓶颈)"
    r"(?:[^，。；:]{0,8})?(?::|，即|。)$"
)
_REACH = 40


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield announced numbers that the marks right behind them do not bear out; where no marks follow, none is due."""
    for run in runs(flat):
        if run.style not in ("is", "of", "th") or run.faults() or run.signs[0].number != 1 or len(run.signs) < 2:
            continue
        found = _announced(run)
        if found is None:
            continue
        block = run.signs[0].block
        value = _value(found["number"])
        if value != len(run.signs):
            start, end = found.start("number"), found.end()
            yield Remark(
                rule.name,
                block,
                start,
                end,
                said=found[0].rstrip(":。"),
                expected=str(len(run.signs)),
                computation=f"其后列举{'、'.join(one.printed for one in run.signs)}，共 {len(run.signs)} 项",
                related=tuple((one.block, one.start, one.end) for one in run.signs[:6]),
                values={"counted": str(len(run.signs))},
            )


def _announced(run: Run) -> re.Match[str] | None:
    """Return the announcement right in front of the first mark."""
    first = run.signs[0]
    lead = first.block.text[: first.start]
    begin = max(lead[:-1].rfind(sign) for sign in "。；") + 1
    return _ANNOUNCED.search(lead, max(begin, len(lead) - _REACH))


def _value(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    return 2 if printed == "两" else DIGITS.index(printed) + 1
