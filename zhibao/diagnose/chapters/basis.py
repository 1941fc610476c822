"""标准与算法: every standard that was used, with its document and how sure it is, and how the verdicts are made."""

from collections.abc import Iterator

from zhibao.catalog.spoken_standard import applies_text, kind_text, limit_text
from zhibao.diagnose.cells import word
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.setter import Setter
from zhibao.document.nodes import Block

_COLUMNS = ("标准", "规则", "要求", "适用于", "依据", "把握")
_MARKS = {"C": "见公开文本", "G": "一般知识", "U": "未能核实"}
_HOW = (
    "判断用未经修约的值；印出的数按指标的小数位修约，修约后看似达到而实际未达到的，多印几位。",
    "还缺：其他不变时，达到标准还要增加的数量，人数、册数等向上取整。",
    "走势：与上年印出的值相比，按标准要求的方向；口径变化不可比的不比。",
    "标为“参考”的标准不计入达标与未达标，也不进整改通知。",
)


def definitions(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield the standards in force with their sources, and the rules of judging."""
    indicators = found.ground.catalog.indicators
    used = {one.standard.name for one in found.verdicts}
    yield setter.table(
        f"{found.ground.in_force}年有效的标准",
        _COLUMNS,
        (
            (
                word(one.label + ("（参考）" if one.advisory else "")),
                word(kind_text(one.kind).partition("：")[0]),
                word(limit_text(one, indicators[one.indicator].unit if one.indicator else "%")),
                word(applies_text(one)),
                word("；".join(str(cited.term()) for cited in one.source)),
                word("；".join(dict.fromkeys(_MARKS[cited.mark] for cited in one.source))),
            )
            for one in found.ground.standards
            if one.name in used
        ),
    )
    for said in _HOW:
        yield setter.text(said)
