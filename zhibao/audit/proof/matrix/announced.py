"""报出的个数: sentences that announce a number of things and list them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from zhibao.audit.proof.matrix.case import Case
from zhibao.audit.proof.matrix.printing import drawn_style
from zhibao.audit.proof.matrix.template import chosen
from zhibao.audit.proof.matrix.wordings import Wording

LISTS: Mapping[str, tuple[str, ...]] = {
    "departments": ("机电工程系", "信息技术系", "财经商贸系", "旅游管理系", "艺术设计系", "汽车工程系", "建筑工程系"),
    "majors": ("数控技术应用", "电子商务", "学前教育", "中餐烹饪", "护理", "物流服务与管理", "工业机器人技术应用"),
    "towns": ("青石镇", "白沙镇", "柳河镇", "石门镇", "东岭镇", "南塘镇", "松溪镇"),
    "divisions": ("研发中心", "采购部", "市场部", "财务部", "人力资源部", "质量管理部", "法务部"),
    "tasks": ("完善教学标准", "改进课堂方法", "建设实训基地", "健全评价制度", "推进校企合作", "加强队伍建设"),
}  # fmt: skip
NUMERALS = "零一二三四五六七八九十"


def drawn_list(wording: Wording, rng: Random) -> Case:
    """Return a right instance: as many things as announced (at most as many before 等)."""
    count = rng.randint(3, 6)
    items = rng.sample(LISTS[wording.law], count)
    announced = count + (rng.randint(0, 2) if "{#L}等" in wording.template else 0)
    chinese = rng.random() < 0.5
    texts = {
        "N": _numeral(announced, chinese),
        "L": _listed(wording.law, items, rng.random() < 0.5),
        "items": "|".join(items),
    }
    return Case(wording, chosen(wording.template, rng), {}, (), drawn_style(rng), texts)


def wrong_count(case: Case, rng: Random) -> Case | None:
    """Return the case with one more or one less announced, or one thing fewer listed."""
    return _recounted(case, rng, (-1, 1))


def far_count(case: Case, rng: Random) -> Case | None:
    """Return the case with at least two more or fewer announced."""
    return _recounted(case, rng, (-2, 2, 3))


def _recounted(case: Case, rng: Random, steps: tuple[int, ...]) -> Case | None:
    items = case.texts["items"].split("|")
    announced = _value(case.texts["N"])
    ways = [announced + step for step in steps]
    rng.shuffle(ways)
    for way in ways:
        if 2 <= way <= 9 and _breaks(case, way, len(items)):
            return replace(case, texts={**case.texts, "N": _numeral(way, not case.texts["N"].isascii())}, changed="N")
    return None


def _breaks(case: Case, announced: int, items: int) -> bool:
    # 和 before the last thing may also stand inside a name: then there is one thing less.
    least = items - 1 if "和" in case.texts["L"] else items
    return announced < least if "{#L}等" in case.template else not least <= announced <= items


def _numeral(value: int, chinese: bool) -> str:
    return ("两" if value == 2 else NUMERALS[value]) if chinese else str(value)


def _value(text: str) -> int:
    return NUMERALS.index(text) if text in NUMERALS else int(text)


def _listed(law: str, items: list[str], joined: bool) -> str:
    if law == "tasks":
        return "；".join(f"{NUMERALS[at]}是{one}" for at, one in enumerate(items, 1))
    return "、".join(items[:-1]) + ("和" if joined else "、") + items[-1]


LIST_MUTATIONS: Mapping[str, Callable[[Case, Random], Case | None]] = {"slip": wrong_count, "far": far_count}
