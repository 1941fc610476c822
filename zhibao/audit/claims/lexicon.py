"""词法: the catalog's word lists as the patterns that the reading of sentences uses, compiled once per rule book."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from zhibao.catalog.rulebook import RuleBook


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """词法: patterns over normalised text."""

    up: frozenset[str]
    down: frozenset[str]
    change: re.Pattern[str]
    change_end: re.Pattern[str]
    change_to: re.Pattern[str]
    compare_end: re.Pattern[str]
    not_change: re.Pattern[str]
    flat: re.Pattern[str]
    before: re.Pattern[str]
    now: re.Pattern[str]
    average: re.Pattern[str]
    planned: re.Pattern[str]
    cumulative: re.Pattern[str]
    real: re.Pattern[str]
    real_things: re.Pattern[str]
    share_end: re.Pattern[str]
    parts: re.Pattern[str]
    open: re.Pattern[str]
    total_end: re.Pattern[str]
    complete: re.Pattern[str]
    verbs_end: re.Pattern[str]
    not_additive: re.Pattern[str]
    additive: re.Pattern[str]
    scope: re.Pattern[str]
    fillers: re.Pattern[str]
    series: tuple[tuple[str, ...], ...]


_FILLERS = (
    "了 的 约 近 超过 超 逾 达到 达 为 是 幅度 幅 数额 数量 额度 额 人数 数 率 值 量 至少 将近 大约 不到 到 合计 共 "
    "分别 依次 各 比例 : 速度 均 仅 又 再 金额 总计 高达 速 少于 多于"
)
_FILL = f"(?:{'|'.join(_FILLERS.split())})*"


@lru_cache(maxsize=8)
def lexicon(book: RuleBook) -> Lexicon:
    """Return the patterns of a rule book."""
    change, period, role, scope = (
        book.words[name] for name in ("change_words", "period_words", "role_words", "scope_words")
    )
    words = one_of((*change["up"], *change["down"], *change["either"]))
    moves = one_of(word for word in (*change["up"], *change["down"]) if word not in change["rate_nouns"])
    totals = one_of(word for word in role["total"] if word != "共")
    compare = one_of((*change["over"], *change["under"]))
    return Lexicon(
        up=frozenset((*change["up"], *change["over"])),
        down=frozenset((*change["down"], *change["under"])),
        change=re.compile(words),
        change_end=re.compile(f"(?P<word>{words})(?P<fill>{_FILL})$"),
        change_to=re.compile(
            f"(?P<word>{moves}|发展|调整|变化|变动|变|攀升|升格|扩展|整合|合并|撤并|优化)(?P<fill>了)?(?:到了|到|至|为|成)(?:了|约|近|超过|(?:19|20)\\d{{2}}年(?:末|底|度)?|的|今年|本学年|本年度|本学期|本期|本年|目前|年末|期末|末|今天|现在|当前|年底|上年|去年)*$"
        ),
        compare_end=re.compile(f"(?P<word>{compare})(?P<thing>[^，。；、]*?)(?P<fill>{_FILL})$"),
        not_change=re.compile(one_of(change["not_change"])),
        flat=re.compile(f"(?:{one_of(change['flat'])})(?!价)"),
        before=re.compile(
            f"(?!年初(?:确定|安排|计划|预算|部署|提出|承诺))(?:{one_of(period['before'])})(?:末|底)?(?!结转|结余|滚存|工作|准备|手续|费用|论证|项目)|[一二两三四五六七八九十\\d]{{1,3}}年前"
        ),
        now=re.compile(f"(?<![上去前])(?:{one_of(period['now'])})"),
        average=re.compile(one_of(period["average"])),
        planned=re.compile(f"(?:{one_of(period['planned'])})(?!收入|支出|单列|财政|外|内|经费|项目)"),
        cumulative=re.compile(one_of(period["cumulative"])),
        real=re.compile(one_of(period["real"])),
        real_things=re.compile(one_of(period["real_things"])),
        share_end=re.compile(f"(?P<word>{one_of(role['share'])})(?P<base>[^，。；、（）]*?)$"),
        parts=re.compile(f"(?:{one_of(role['parts'])})(?!，?(?:最高|最低|最大|最小|平均))"),
        open=re.compile(one_of(role["open"])),
        total_end=re.compile(
            f"(?<!折合教师)(?<!折合学生)(?<!折合在校生)(?P<word>{totals}|(?<!公)共)(?P<fill>[^，。；、（）]{{0,8}}?)$"
        ),
        complete=re.compile(one_of(role["complete"])),
        verbs_end=re.compile(f"(?:{one_of(role['verbs'])})+$"),
        not_additive=re.compile(one_of(role["closed_not_additive"])),
        additive=re.compile(one_of(role["additive_means"])),
        scope=re.compile(one_of(scope["scope"])),
        fillers=re.compile(one_of(scope["fillers"])),
        series=tuple(
            words
            for name in sorted(book.words)
            if name.startswith("closed_series")
            for words in book.words[name].values()
        ),
    )
