"""成绩单: what the audit finds, misses and wrongly accuses, on texts of known truth, as a page of Markdown.

The same on every machine: it holds no time, no path and no version, and every draw has a seed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from zhibao.audit.proof.engine import book, spread
from zhibao.audit.proof.genres.write import VARIANTS
from zhibao.audit.proof.labels import CLASSES, GENRES, RELATIONS, SEEDED
from zhibao.audit.proof.matrix.measure import WRONG, Row, all_samples
from zhibao.audit.proof.seeding import ERRORS
from zhibao.audit.proof.tallies import (
    Pair,
    Tally,
    of_examples,
    of_mutants,
    of_report,
    of_samples,
    of_scrambled,
    of_source,
    understood,
)

HEAD = "<!-- 由 zhibao audit --scorecard --output docs/scorecard.md 生成，请勿手改 -->\n\n"
SOURCES = ("jiangmen-2021", "qingyuan-2022")
HALVES = {"open": "开放", "held": "留存"}
EACH_WORDING, SEED, BATCH, EACH_ERROR, MUTANTS, MUTANT_BATCHES = 2, 1, 150, 2, 60, 6

Job = Callable[[], Tally]
Item = TypeVar("Item")


def scorecard() -> str:
    """Return the page."""
    samples = list(all_samples(EACH_WORDING, SEED))
    right = [one for one in samples if one.variant == "right" and one.results][::2]
    rules = sorted(book().rules)
    jobs: list[Job] = [partial(of_mutants, (SOURCES[0], MUTANTS, one, MUTANT_BATCHES)) for one in range(MUTANT_BATCHES)]
    jobs += [partial(of_source, name) for name in SOURCES]
    jobs += [partial(of_report, (variant, 1, EACH_ERROR)) for variant in VARIANTS]
    jobs += [partial(of_samples, batch) for batch in _batches(samples, BATCH)]
    jobs += [partial(of_scrambled, batch) for batch in _batches(right, BATCH)]
    jobs += [partial(of_examples, batch) for batch in _batches(rules, 25)]
    whole = Tally()
    for tally in spread(_done, jobs):
        whole.take(tally)
    parts = (_gold(whole), _matrices(whole), _reports(whole), _null(whole), _numerals(whole), _rules(whole))
    return HEAD + "# 核验成绩单\n\n" + _intro(len(samples)) + "\n".join("\n".join(part) + "\n" for part in parts)


def _done(job: Job) -> Tally:
    return job()


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


def _intro(samples: int) -> str:
    return (
        "核验程序在已知真相的文本上的成绩：该报的报出多少，不该报的误报多少。全部文本按固定种子抽取，"
        f"措辞与表格矩阵 {samples} 段，自编报告 {len(VARIANTS)} 份。“开放”是写规则时看的措辞，“留存”是没有看过核验程序"
        "而写下的最后一批。今后每发现一处漏报，都成为一个新的案例。\n\n"
        "错误与提示算报出，注不算。更大的样本由测试运行：`tests/audit/matrix`、`tests/audit/genres`；"
        "400 个数词的判读在 `tests/audit/typing`。\n\n"
    )


def _gold(whole: Tally) -> Iterator[str]:
    yield "## 已发表报告的金标准\n"
    if whole.gold is None:
        yield "本机没有来源报告（`ZHIBAO_SOURCES`），这一节未测。"
        return
    score = whole.gold
    yield from _table(
        ("类别", "应报", "报出", "召回率"),
        [
            (CLASSES[name], number, found, _rate(found / number))
            for name, (found, number) in sorted(score.recall.items())
        ],
    )
    yield ""
    yield from _table(
        ("", "成绩", "目标"),
        [
            ("强制性发现中正确的", _of(Pair(score.errors_right, score.errors)), "≥ 0.95"),
            ("强制与提示中正确的", _of(Pair(score.loud_right, score.loud)), "–"),
            ("误报为错的正确写法", str(score.tempted), "0"),
            ("改一位数字后发现的", _of(whole.mutants), "≥ 0.80"),
            ("其中在别处另有新发现的", _of(whole.mutants_aside), "0"),
        ],
    )


def _matrices(whole: Tally) -> Iterator[str]:
    yield "## 措辞矩阵与表格矩阵\n"
    yield "每种关系：正确时核实的比例；差一位、差很远、变化词反转、单位错误时发现的比例；误报的段数；精确率。\n"
    groups = [(f"{RELATIONS[name]}（{HALVES[half]}）", whole.rows[name, half]) for name, half in sorted(whole.rows)]
    for half, label in (*HALVES.items(), ("", "合计")):
        groups.append((f"**{label}**", _sum(row for key, row in whole.rows.items() if half in ("", key[1]))))
    yield from _table(
        ("关系", "措辞", "正确时核实", "差一位", "差很远", "反转", "单位", "误报", "精确率"),
        [
            (name, len(row.wordings), *(_rate(row.rate(one)) for one in ("right", *WRONG)), row.alarms, _precision(row))
            for name, row in groups
        ],
    )
    yield "\n目标：核实 ≥ 0.95，差一位 ≥ 0.90，差很远 ≥ 0.95，反转 ≥ 0.90，误报 0。"


def _reports(whole: Tally) -> Iterator[str]:
    yield "## 自编报告与埋入的错误\n"
    total = Pair()
    for pair in whole.seeded.values():
        total.add(pair.good, pair.number)
    rows = [(SEEDED[name], _of(whole.seeded[name])) for name in ERRORS if whole.seeded[name].number]
    yield from _table(
        ("埋入的错误", "发现"), [*rows, ("**合计**", _of(total)), ("在别处另有新发现的", _of(whole.aside))]
    )
    yield ""
    everything = Pair()
    for pair in whole.false.values():
        everything.add(pair.good, pair.number)
    named = [(GENRES[name], pair) for name, pair in sorted(whole.false.items())]
    yield from _table(
        ("没有错误的报告", "字数", "误报", "每万字"),
        [
            (name, pair.number, pair.good, f"{10_000 * (pair.rate or 0):.2f}")
            for name, pair in [*named, ("**合计**", everything)]
        ],
    )
    yield "\n目标：改一位数字发现 ≥ 0.85，每万字误报 ≤ 0.3。"


def _null(whole: Tally) -> Iterator[str]:
    yield "## 打乱后的零检验\n"
    yield "把关系中的每个数字随机换掉：仍“核实”的是巧合；读法由措辞或表头确定的，应当仍然报出。\n"
    rows = [
        (
            RELATIONS[row.relation],
            row.tried,
            _rate(row.by_chance / row.tried),
            _rate(row.spoken / row.tried),
            "" if row.must_speak else "可以不报",
        )
        for _, row in sorted(whole.nulls.items())
    ]
    tried = sum(row.tried for row in whole.nulls.values())
    forced = [row for row in whole.nulls.values() if row.must_speak]
    chance = sum(row.by_chance for row in whole.nulls.values()) / max(tried, 1)
    spoken = sum(row.spoken for row in forced) / max(sum(row.tried for row in forced), 1)
    rows.append(("**合计**", tried, _rate(chance), _rate(spoken), "只计应当报出的"))
    yield from _table(("关系", "打乱", "巧合核实", "仍然报出", ""), rows)
    yield "\n目标：巧合核实 ≤ 0.02；应当报出的 ≥ 0.80。"


def _numerals(whole: Tally) -> Iterator[str]:
    yield "## 数字的交代\n"
    rows = []
    for name, classes in whole.classes.items():
        values, unread, judged = understood(classes)
        label = GENRES.get(name, name)
        rows.append((label, classes["total"], values, _rate(judged), _rate(unread)))
    yield from _table(("来源或体裁", "数字", "作数据", "已核实、有矛盾、仅内部一致", "未读懂"), rows)
    yield "\n目标：未读懂 ≤ 0.03；jiangmen-2021 核对 ≥ 0.35，qingyuan-2022 ≥ 0.60。"


def _rules(whole: Tally) -> Iterator[str]:
    yield "## 各条规则\n"
    yield "算例：每条规则单独跑它自己的算例。报对与误报：在以上全部文本中（一段文本中的同一规则算一次）。\n"
    rows = []
    for name, rule in sorted(book().rules.items()):
        spoken = whole.rules.get(name, Pair())
        rows.append(
            (
                f"{rule.label} `{name}`",
                _of(whole.examples.get(name, Pair())),
                _of(whole.silent.get(name, Pair())),
                spoken.good,
                spoken.number - spoken.good,
                _rate(spoken.rate),
            )
        )
    yield from _table(("规则", "算例中该报的", "算例中不该报的", "报对", "误报", "精确率"), rows)


def _sum(rows: Iterable[Row]) -> Row:
    whole = Tally()
    for row in rows:
        whole.take(Tally(rows={("", ""): row}))
    return whole.rows.get(("", ""), Row(""))


def _precision(row: Row) -> str:
    found = sum(pair[0] for variant, pair in row.counts.items() if variant != "right")
    return _rate(found / (found + row.alarms) if found + row.alarms else None)


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.3f}"


def _of(pair: Pair) -> str:
    return f"{pair.good}/{pair.number} = {pair.rate:.3f}" if pair.number else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
