"""Write docs/reference/coverage.md: what serves each feature of the two requirement papers, and what is not served yet.

uv run --group dev python scripts/write_coverage.py            writes the page
uv run --group dev python scripts/write_coverage.py --check    says whether the page is what it should be
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import yaml

from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.outline import used_indicators, used_registers
from zhibao.catalog.shape import Definition

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "coverage.md"
FEATURES = ROOT / "scripts" / "features.yaml"
HEAD = "<!-- 由 scripts/write_coverage.py 生成，请勿手改 -->\n\n"
LONGEST = 12
SECOND = "Q:"
PAPERS = {"": "第一份需求（江门）", SECOND: "第二份需求（清远）"}
COLUMNS = ("编号", "内容", "数据表", "指标", "规则与校验", "提纲的章", "备注")
Served = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Feature:
    """需求: an id of a paper, what it is about, and what serves it beside the definitions that name it."""

    id: str
    label: str
    by: str = ""
    partly: str = ""
    not_yet: str = ""
    rules: tuple[str, ...] = ()
    note: str = ""

    @property
    def paper(self) -> str:
        """Return the mark of the paper that it stands in."""
        return SECOND if self.id.startswith(SECOND) else ""


def main(arguments: list[str]) -> int:
    """Write or check the page; the exit code says whether something is at fault."""
    features, catalog = read_features(FEATURES), load_catalog()
    found = [*faults(features, catalog)]
    if not found and "--check" not in arguments:
        PAGE.write_text(page(features, catalog), encoding="utf-8")
    elif not found and (not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page(features, catalog)):
        found = ["docs/reference/coverage.md is not what scripts/write_coverage.py writes"]
    print("\n".join(found), end="\n" if found else "")
    return int(bool(found))


def read_features(path: Path) -> tuple[Feature, ...]:
    """Return the features of both papers in the order of the file.

    Raises: TypeError, for an entry with a key that features do not have.
    """
    content: dict[str, str | dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    features = []
    for name, said in content.items():
        given = {"label": said} if isinstance(said, str) else said
        rules = tuple(given.get("rules", ()))
        features.append(Feature(name, **{key: text for key, text in given.items() if key != "rules"}, rules=rules))
    return tuple(features)


def faults(features: tuple[Feature, ...], catalog: Catalog) -> Iterator[str]:
    """Yield what does not fit: ids that no paper has, rules that do not exist, long labels, features with nothing."""
    known = {one.id for one in features}
    served = serving(catalog)
    for kind, name, definition in definitions(catalog):
        yield from (f"{kind}/{name}: no feature {one!r}" for one in definition.serves if one not in known)
    for one in features:
        yield from (f"{one.id}: no rule or check {name!r}" for name in one.rules if name not in _rule_names(catalog))
        if not 0 < len(one.label) <= LONGEST:
            yield f"{one.id}: the label has {len(one.label)} characters, at most {LONGEST} are allowed"
        if one.id not in served and not (one.by or one.rules or one.not_yet):
            yield f"{one.id}: no definition serves it; say `by` or `not_yet` in scripts/features.yaml"
        if one.not_yet and (one.by or one.id in served):
            yield f"{one.id}: is served, and said not to be yet"


def definitions(catalog: Catalog) -> Iterator[tuple[str, str, Definition]]:
    """Yield (kind, name, definition) for whatever may serve a feature."""
    kinds: dict[str, Mapping[str, Definition]] = {
        "registers": catalog.registers,
        "indicators": catalog.indicators,
        "checks": {**catalog.checks, **catalog.rules},
        "others": {**catalog.lists, **catalog.standards, **catalog.grids, **catalog.words, **catalog.names},
    }
    for kind, table in kinds.items():
        yield from ((kind, name, one) for name, one in sorted(table.items()))


def serving(catalog: Catalog) -> Served:
    """Return feature → kind → names of the definitions that say they serve it."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, name, definition in definitions(catalog):
        for feature in definition.serves:
            found[feature][kind].append(name)
    return {feature: {kind: tuple(names) for kind, names in kinds.items()} for feature, kinds in found.items()}


def page(features: tuple[Feature, ...], catalog: Catalog) -> str:
    """Return the page: a table per paper, then the counts."""
    served, printed = serving(catalog), _printed(catalog)
    told = (
        "两份需求的每一条由什么实现：数据表、指标、规则由定义中的 `serves` 得出；\n"
        "由命令、提纲或核验本身实现的写在备注里。“提纲的章”是印出这些指标和名单的章。\n"
    )
    parts = ["# 需求与实现\n", told]
    for paper, title in PAPERS.items():
        rows = [_row(one, served.get(one.id, {}), printed) for one in features if one.paper == paper]
        parts += [f"## {title}\n", *_table(COLUMNS, rows), ""]
    counts = [_counts(title, [one for one in features if one.paper == paper]) for paper, title in PAPERS.items()]
    return HEAD + "\n".join([*parts, "## 合计\n", *_table(("需求", "条数", "已实现", "部分实现", "尚未"), counts), ""])


def _row(feature: Feature, served: Mapping[str, tuple[str, ...]], printed: Mapping[str, tuple[str, ...]]) -> list[str]:
    names = {kind: tuple(served.get(kind, ())) for kind in ("registers", "indicators", "checks", "others")}
    rules = tuple(dict.fromkeys((*names["checks"], *feature.rules)))
    chapters = chain.from_iterable(printed.get(name, ()) for name in (*names["registers"], *names["indicators"]))
    lacking = feature.not_yet or feature.partly
    remarks = [feature.by, feature.note, f"尚缺：{lacking}" if lacking else ""]
    return [
        feature.id,
        feature.label,
        _listed((*names["registers"], *names["others"])),
        _listed(names["indicators"]),
        _listed(rules),
        "、".join(sorted(set(chapters))),
        "；".join(one for one in remarks if one),
    ]


def _counts(title: str, features: list[Feature]) -> list[str]:
    waiting, partly = sum(bool(one.not_yet) for one in features), sum(bool(one.partly) for one in features)
    return [title, *map(str, (len(features), len(features) - waiting - partly, partly, waiting))]


def _printed(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return indicator or register → the chapters that print it, such as 十章05."""
    found: dict[str, list[str]] = defaultdict(list)
    for outline in catalog.outlines.values():
        short = re.sub(r".*（(.*)）", r"\1", outline.label)
        for chapter in outline.chapters:
            alone = replace(outline, chapters=(chapter,))
            for name in (*used_indicators(alone), *used_registers(alone)):
                found[name].append(f"{short}{chapter.name.partition('_')[0]}")
    return {name: tuple(chapters) for name, chapters in found.items()}


def _rule_names(catalog: Catalog) -> set[str]:
    return {*catalog.checks, *catalog.rules}


def _listed(names: Iterable[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


def _table(head: Iterable[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [[*head], *rows]
    drawn = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]
    return [drawn[0], f"|{'---|' * len(lines[0])}", *drawn[1:]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
