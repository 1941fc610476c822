"""教学诊断与改进: the state of the grid's elements, and what the schools' own diagnoses come to."""

from collections.abc import Iterator

from zhibao.diagnose.cells import NOTHING, whole, word
from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.grid import ElementState, self_diagnosis
from zhibao.diagnose.setter import Setter
from zhibao.document.nodes import Block, Row

_COLUMNS = ("项目", "要素", "诊断点", "各校有数据", "部分学校有", "都没有", "须用文字说明", "还没有数据的诊断点")
_WIDTHS = (0.14, 0.17, 0.07, 0.07, 0.07, 0.07, 0.07, 0.34)
_MARKS = {"C": "", "G": "名称未见原文，取自一般知识", "U": "未能核实"}


def grid_table(found: Diagnosis, setter: Setter) -> Iterator[Block]:
    """Yield the elements with how many of their points have data, and a count of the schools' own findings."""
    points = sum(len(one.points) for one in found.grid)
    if not points:
        yield setter.text("本年没有有效的诊断表。")
        return
    yield setter.text(
        f"诊断表{len({one.grid.name for one in found.grid})}个项目、{len(found.grid)}个要素、{points}个诊断点，"
        f"其中{sum(one.count('data') + one.count('part') for one in found.grid)}个已有数据。"
    )
    unsure = {one.grid.number: _MARKS[one.grid.mark] for one in found.grid if _MARKS[one.grid.mark]}
    notes = [f"项目{number}：{said}。" for number, said in unsure.items()]
    notes += [f"依据：{'；'.join(str(one.term()) for one in found.grid[0].grid.source)}。"]
    yield setter.table("诊断点的数据", _COLUMNS, (_row(one) for one in found.grid), _WIDTHS, notes)
    own = self_diagnosis(found.ground)
    if own.schools:
        yield setter.text(
            f"{own.schools}所学校填报了自我诊断，共{own.points}个诊断点，有待改进的{own.problems}个，"
            f"已改进或复核通过的{own.improved}个。"
        )
    else:
        yield setter.text("还没有学校填报自我诊断（数据表“教学诊断与改进”）。")


def _row(one: ElementState) -> Row:
    lacking = [each.point.label for each in one.points if each.state == "none"]
    return (
        word(f"{one.grid.number} {one.grid.label}"),
        word(f"{one.number} {one.label}"),
        whole(len(one.points)),
        whole(one.count("data")),
        whole(one.count("part")),
        whole(one.count("none")),
        whole(one.count("words")),
        word("、".join(lacking) or NOTHING),
    )
