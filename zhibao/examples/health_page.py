"""体检结果的页面: the health of the checks as a page of Markdown, the same on every machine."""

from collections.abc import Iterator
from fractions import Fraction

from zhibao.catalog.load import load_catalog
from zhibao.check.kinds.feasibility import power
from zhibao.check.rules import all_checks
from zhibao.examples.faults import GROUPS
from zhibao.examples.health import MOST, HealthRecord, MutationRecord
from zhibao.terms.quantity import Form, print_number

_HEAD = "<!-- 由 zhibao check --health --output docs/rule_health.md 生成，请勿手改 -->\n\n# 规则体检\n\n"
_BASES = (50, 300, 800, 3000, 8000)
_DECIMALS = (1, 2)
_NAMED = 3
_SUMS = "合计与分项、部分与整体"


def health_page(health: HealthRecord) -> str:
    """Return the page."""
    parts = (_cities(health), _groups(health), _kinds(health), _power())
    return _HEAD + _intro(health) + "\n".join("\n".join(part) + "\n" for part in parts)


def _intro(health: HealthRecord) -> str:
    return (
        f"校验规则 {health['rules']} 条，用在两个示例城市本年的数据上。三个问题：有多少个数有规则看着；"
        "故意写错的数能找出多少，由哪些规则找出；没有写错时报出多少需要处理的问题。"
        "示例城市各校的变化彼此相近，真实的学校差别更大，与各校相比的规则在真实数据上会放得更宽、找出得更少。\n\n"
    )


def _cities(health: HealthRecord) -> Iterator[str]:
    yield "## 看着多少个数，误报多少\n"
    yield "“看着”指规则的定义读到这一格，而且手头的数据足够它作出判断；只查空格的规则不算。\n"
    yield "| 示例城市 | 学校 | 数字格 | 有规则看着 | 覆盖率 | 误报（强制） | 误报（提示） |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for one in health["cities"].values():
        alarms = one["false_alarms"]
        numbers = (one["schools"], one["cells"], one["touched"], _percent(one["coverage"]), *alarms.values())
        yield f"| {one['label']} | {' | '.join(map(str, numbers))} |"


def _groups(health: HealthRecord) -> Iterator[str]:
    yield "## 四类差错的召回率\n"
    yield "| 差错 | 播下 | 找出 | 召回率 | 目标 |"
    yield "|---|---:|---:|---:|---:|"
    for label, kinds in GROUPS.items():
        sown = sum(health["mutation"][kind]["seeded"] for kind in kinds)
        found = sum(health["mutation"][kind]["found"] for kind in kinds)
        yield f"| {label} | {sown} | {found} | {_percent(found / sown)} | ≥ 95% |"


def _kinds(health: HealthRecord) -> Iterator[str]:
    yield "## 逐种差错\n"
    yield (
        f"每种差错在每个城市最多播 {MOST} 处，散布于各校各格，位置固定。"
        "有一条新的、还没有了结的发现指向这所学校，才算找出。写错的那一格没有写过说明；“已有说明”一行例外，其中的说明照旧留着，看它能遮住多少差错。\n"
    )
    yield "| 差错 | 播下 | 找出 | 召回率 | 主要由哪些规则找出 |"
    yield "|---|---:|---:|---:|---|"
    labels = {name: one.label for name, one in all_checks(load_catalog()).items() if not one.generated}
    for one in health["mutation"].values():
        yield (
            f"| {one['label']} | {one['seeded']} | {one['found']} | {_percent(one['recall'])} | {_by(one, labels)} |"
        )


def _by(one: MutationRecord, labels: dict[str, str]) -> str:
    """Return the rules that found most; those that follow from the registers are one."""
    counted = {labels[rule]: number for rule, number in one["by"].items() if rule in labels}
    if one["by_identities"]:
        counted[_SUMS] = one["by_identities"]
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMED]
    return "；".join(f"{label} {number}" for label, number in most)


def _power() -> Iterator[str]:
    yield "## 百分数能否得出：检验的把握\n"
    yield "没有分子、只知道分母时，能判为“任何整数都得不出”的错误百分数的比例。低于规则写明的下限时规则不作判断。\n"
    yield "| 分母（人） | " + " | ".join(f"保留{one}位小数" for one in _DECIMALS) + " |"
    yield "|---:|" + "---:|" * len(_DECIMALS)
    for base in _BASES:
        caught = (print_number(power(Fraction(base), one) * 100, Form(1)) for one in _DECIMALS)
        yield f"| {base} | " + " | ".join(f"{one}%" for one in caught) + " |"


def _percent(share: float) -> str:
    return print_number(Fraction(str(round(share, 4))) * 100, Form(1)) + "%"
