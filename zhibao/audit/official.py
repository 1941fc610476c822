"""规范名称的近似: whether a printed name is an official one with a slip in it, or a different official one."""

import re

from zhibao.audit.likeness import bare, differences, is_reordered, likeness

_OTHER_THING = re.compile(
    "[省市县区国镇乡校院部厅局委一二三四五六七八九十百0-9上下初中高大小男女甲乙前后新旧内外东西南北左右]|年|第|试行|暂行|修订|草案|本科|专科|普通|中等|高等|职业|学前|教师|学生|校长"
)
_ISSUER = re.compile(
    "^(?:中共中央办公厅|国务院办公厅|中共中央|国务院|教育部办公厅|教育部等[一二三四五六七八九十]+部门|教育部|人力资源社会保障部|财政部|"
    "[\u4e00-\u9fff]{2,12}(?:省|市|区|县)?(?:人民政府|教育厅|教育局|委员会|厅|局)(?:办公厅|办公室)?)+(?=关于|印发)"
)
LIKE = 0.75
SHORTEST = 8


def without_issuer(title: str) -> str:
    """Return a title without the authority in front of 关于."""
    return _ISSUER.sub("", title)


def is_slip(said: str, right: str) -> bool:
    """Say whether one title is the other with a slip: words in the wrong order, or one or two signs wrong.

    Differences that make another thing of it (省 for 市, 中等 for 高等, a number) are none.
    """
    one, other = bare(said), bare(right)
    if one == other or min(len(one), len(other)) < SHORTEST:
        return False
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    if is_reordered(one, other):
        return likeness(one, other) >= 0.6
    pieces = differences(one, other)
    if len(pieces) != 1 or one[:2] != other[:2]:
        return False
    gone, come = pieces[0]
    if max(len(gone), len(come)) > (2 if gone and come else 1) or _OTHER_THING.search(gone + come):
        return False
    return likeness(one, other) >= LIKE
