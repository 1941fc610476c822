"""The pages of docs/reference/ on registers, editions, systems and lists, and what all pages share: heads, contents."""

from collections.abc import Iterable, Iterator, Sequence

from zhibao.catalog.asked import qualified
from zhibao.catalog.expression import parse_condition
from zhibao.catalog.frames import UNCONFIRMED, Annex, Break, Frame, FrameChapter
from zhibao.catalog.grid import Grid
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check, CodeList, Names, Words
from zhibao.catalog.register import Layout, Register, RegisterField
from zhibao.catalog.shape import Definition
from zhibao.catalog.spoken import spoken_condition, spoken_formula
from zhibao.catalog.spoken_standard import applies_text, limit_text
from zhibao.catalog.standard import Standard
from zhibao.catalog.systems import ColumnMapping, System
from zhibao.manual.registers import TYPES
from zhibao.manual.site import Page

LONG = 100


def heading(definition: Definition, level: int = 2) -> list[str]:
    """Return what every section begins with: label, name, why and on whose authority."""
    force = "".join(
        f"，{word} {year} 年" for word, year in (("自", definition.since), ("至", definition.until)) if year is not None
    )
    ground = "；".join(str(one.term()) for one in definition.source)
    return [f"{'#' * level} {definition.label} `{definition.name}`\n", f"{definition.why}依据：{ground}{force}。\n"]


def cell(text: str) -> str:
    """Return a text that a table cell can hold."""
    return text.replace("|", "\\|").replace("\n", " ")


def link(label: str, name: str) -> str:
    """Return a link to the section of a definition on the same page."""
    anchor = "".join(one for one in f"{label} {name}".lower() if one.isalnum() or one in "_- ").replace(" ", "-")
    return f"[{label.replace('[', '(').replace(']', ')')}](#{anchor})"


def contents(pages: Sequence[Page]) -> str:
    """Return links to all sections of a page, group by group, the largest group first."""
    groups: dict[str, list[Page]] = {}
    for page in pages:
        groups.setdefault(page.group, []).append(page)
    lines = []
    for group, some in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        title = f"**{group}**（{len(some)}）：" if group else ""
        lines.append(f"- {title}{'、'.join(link(page.label, page.name) for page in some)}")
    return "\n".join([*lines, ""])


def registers_page(catalog: Catalog, pages: Sequence[Page]) -> str:
    """Return the page of all registers with their fields, under the headings of those who fill them in."""
    groups: dict[str, list[str]] = {}
    for page in pages:
        groups.setdefault(page.group, []).append(page.name)
    parts = [f"# 数据表（{len(catalog.registers)} 张）\n", contents(pages)]
    for group, names in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        parts += [f"## {group}\n", *(_register(catalog.registers[name], catalog) for name in names)]
    return "\n".join(parts)


def _register(register: Register, catalog: Catalog) -> str:
    shape = "每校每年一行" if register.shape == "form" else f"多行，以 {'、'.join(register.key)} 区分"
    facts = [
        f"期间：{register.period.label}" + (f"，{register.as_of}" if register.as_of else ""),
        f"形状：{shape}",
        *(["可以整张不填"] if register.optional else []),
        *([f"数据取自{register.system}"] if register.system else []),
    ]
    fields = _layout(register.layout) if register.layout else _fields(register, catalog)
    stages = [
        f"- 阶段“{name}”：{one.by}；{'、'.join(one.after) or '开始'}之后"
        + (f"；须填 {'、'.join(f'`{field}`' for field in one.requires)}" if one.requires else "")
        for name, one in register.stages.items()
    ]
    return "\n".join([*heading(register, 3), "；".join(facts) + "。\n", *fields, "", *stages, ""])


def _fields(register: Register, catalog: Catalog) -> list[str]:
    rows = []
    for name, field in register.fields.items():
        told = "；".join((*([field.note] if field.note else []), *_relations(register, field, catalog)))
        kind = TYPES[field.type] + (f" `{field.list}`" if field.list else "")
        rows.append(f"| `{name}` | {cell(field.label)} | {kind} | {field.unit} | {cell(told)} |")
    return ["| 字段 | 名称 | 类型 | 单位 | 口径 |", "|---|---|---|---|---|", *rows]


def _relations(register: Register, field: RegisterField, catalog: Catalog) -> Iterator[str]:
    if field.within:
        yield f"不多于{'、'.join(_label(register, name, catalog) for name in field.within)}"
    if field.part_of:
        yield f"按{field.split}分列，合计等于{_label(register, field.part_of, catalog)}"
    if field.derived_from:
        yield f"由{_label(register, field.derived_from, catalog)}带出"
    if field.not_before:
        yield f"不早于{_label(register, field.not_before, catalog)}"
    if field.derive:
        tree = catalog.formula(field.derive).tree
        yield f"台账得数：{spoken_formula(tree, catalog.registers, register.name)}"
    if field.personal:
        yield "个人信息"
    if not field.required:
        yield "可不填"


def _label(register: Register, name: str, catalog: Catalog) -> str:
    other, field = qualified(register.name, name)
    return f"“{catalog.registers[other].fields[field].label}”"


def _layout(layout: Layout) -> list[str]:
    """Return a printed table with the names of its cells."""
    cells = layout.cells()
    rows = []
    for row, label in layout.rows.items():
        shown = f"其中：{label}" if row in layout.of_which else label
        names = (f"`{cells[row, column]}`" if (row, column) in cells else "不填" for column in layout.columns)
        rows.append(f"| {cell(shown)} | {' | '.join(names)} |")
    head = f"| {cell(layout.head)} | {' | '.join(map(cell, layout.columns.values()))} |"
    note = f"单位：{layout.unit}。{layout.note}。\n"
    return [note, head, "|---" * (len(layout.columns) + 1) + "|", *rows]


def generated_checks(checks: Iterable[Check], catalog: Catalog, pages: Sequence[Page]) -> str:
    """Return the checks that follow from the registers, a small table per register; long sums are told in words."""
    by_name = {check.name: check for check in checks}
    groups: dict[str, list[Check]] = {}
    for page in pages:
        groups.setdefault(page.group, []).append(by_name[page.name])
    parts = []
    for group, some in groups.items():
        rows = [f"| `{one.name}` | {cell(one.label)} | {cell(_condition(one, catalog))} |" for one in some]
        parts += [f"### {group}\n", "| 名称 | 必须成立 | 条件 |", "|---|---|---|", *rows, ""]
    return "\n".join(parts)


def _condition(check: Check, catalog: Catalog) -> str:
    if not check.must:
        return f"种类 `{check.kind}`"
    condition = parse_condition(check.must, catalog.registers, check.rows_of)
    home = {one.register for one in condition.fields}
    told = spoken_condition(condition, catalog.registers, next(iter(home)) if len(home) == 1 else "")
    return told if len(told) <= LONG else check.message


def editions_page(catalog: Catalog) -> str:
    """Return the page of editions, attached tables, rows that wait for an official text, and breaks in series."""
    return "\n".join(
        [
            "# 年报版本、附表与口径变化\n",
            f"## 年报版本（{len(catalog.editions)} 个）\n",
            *map(_edition, catalog.editions.values()),
            f"## 附表（{len(catalog.annexes)} 份）\n",
            *(_annex(one, catalog) for one in catalog.annexes.values()),
            f"## 待核定指标（{len(catalog.drafts)} 个）\n",
            f"只有名称，{UNCONFIRMED}，不参与计算。\n",
            "| 名称 | 标签 | 单位 | 附表 |",
            "|---|---|---|---|",
            *(f"| `{one.name}` | {cell(one.label)} | {one.unit} | {one.table} |" for one in catalog.drafts.values()),
            "",
            f"## 口径变化（{len(catalog.breaks)} 处）\n",
            *map(_break, catalog.breaks.values()),
        ]
    )


def _edition(frame: Frame) -> str:
    told = [f"见于 {'、'.join(frame.labels)}；提纲 `{frame.outline}`。{frame.note}\n"]
    for word, chapters in (("学校年报", frame.school), ("市级年报", frame.city)):
        if chapters:
            told += [f"{word}：{_titles(chapters)}。\n"]
    told += [f"{one.label}：{_titles(one.chapters)}。\n" for one in frame.variants]
    return "\n".join([*heading(frame, 3), *told])


def _titles(chapters: Iterable[FrameChapter]) -> str:
    return "；".join(
        f"{number} {one.title}" + (f"（{'、'.join(head.title for head in one.heads)}）" if one.heads else "")
        for number, one in enumerate(chapters, 1)
    )


def _annex(annex: Annex, catalog: Catalog) -> str:
    bound = sum(bool(row.indicator) for row in annex.rows)
    state = "" if annex.confirmed else f"{UNCONFIRMED}。"
    rows = [
        f"| {row.number} | {cell(row.label)} | {row.unit} | `{row.indicator or row.draft}` |"
        for row in annex.rows
        if row.indicator in catalog.indicators or row.draft
    ]
    told = f"{state}{len(annex.rows)} 行，{bound} 行有指标。{annex.note}\n"
    return "\n".join([*heading(annex, 3), told, "| 序号 | 项目 | 单位 | 定义 |", "|---|---|---|---|", *rows, ""])


def _break(one: Break) -> str:
    touched = "、".join(f"`{name}`" for name in (*one.indicators, *one.fields)) or one.series
    compared = "前后可比，印出时加注" if one.comparable else "前后不可比，不印增减"
    told = f"自 {one.year} 年：{one.before} → {one.after}；{compared}。涉及 {touched}。注：{one.note}。\n"
    return "\n".join([*heading(one, 3), told])


def sources_page(catalog: Catalog) -> str:
    """Return the page of systems that data come from, and of the mappings of their columns."""
    return "\n".join(
        [
            "# 来源系统与列对应\n",
            f"## 来源系统（{len(catalog.systems)} 个）\n",
            *map(_system, catalog.systems.values()),
            f"## 列对应（{len(catalog.mappings)} 个）\n",
            *map(_mapping, catalog.mappings.values()),
        ]
    )


def _system(one: System) -> str:
    also = f"；又称 {'、'.join(one.aliases)}" if one.aliases else ""
    feeds = "、".join(f"`{name}`" for name in one.feeds)
    return "\n".join([*heading(one, 3), f"主办：{one.operator}{also}。可填入：{feeds}。\n"])


def _mapping(one: ColumnMapping) -> str:
    rows = [f"| {cell(head)} | `{name}` | {one.units.get(name, '')} |" for head, name in one.columns.items()]
    told = f"系统 `{one.system}`，读入 `{one.register_}`。\n"
    return "\n".join([*heading(one, 3), told, "| 表头 | 字段 | 文件里的单位 |", "|---|---|---|", *rows, ""])


def standards_page(catalog: Catalog) -> str:
    """Return the page of standards with their examples, and of the grids with their points."""
    return "\n".join(
        [
            "# 标准与诊断表\n",
            f"## 标准（{len(catalog.standards)} 项）\n",
            *(_standard(one, catalog) for one in catalog.standards.values()),
            f"## 诊断表（{len(catalog.grids)} 个项目）\n",
            *map(_grid, catalog.grids.values()),
        ]
    )


def _standard(one: Standard, catalog: Catalog) -> str:
    indicator = f"`{one.indicator}`" if one.indicator else "同组各项标准"
    unit = catalog.indicators[one.indicator].unit if one.indicator else "%"
    told = f"{one.group}，`{one.kind}`，指标 {indicator}：{limit_text(one, unit)}。适用于：{applies_text(one)}。"
    told += "只作参考。" if one.advisory else ""
    words = {"met": "达标", "below": "未达标", "unjudged": "不能判断"}
    rows = [
        f"| {one.value} | {'、'.join(one.peers)} | {words[one.expect]} | {one.gap} | {one.points} |"
        for one in one.examples
    ]
    head = ["| 值 | 其他单位 | 结果 | 差 | 得分 |", "|---|---|---|---|---|"]
    return "\n".join([*heading(one, 3), told + "\n", *head, *rows, ""])


def _grid(one: Grid) -> str:
    rows = [
        f"| {element.number} {element.label} | {point.number} {point.label} | "
        f"{'、'.join(f'`{name}`' for name in (*point.indicators, *point.registers))} |"
        for element in one.elements
        for point in element.points
    ]
    return "\n".join([*heading(one, 3), "| 要素 | 诊断点 | 指标与数据表 |", "|---|---|---|", *rows, ""])


def lists_page(catalog: Catalog) -> str:
    """Return the page of code lists, and of the words and names that the audit reads by."""
    return "\n".join(
        [
            "# 代码表、规范名称与词表\n",
            f"## 代码表（{len(catalog.lists)} 张）\n",
            "| 名称 | 标签 | 项数 | 代码 |",
            "|---|---|---|---|",
            *map(_list, catalog.lists.values()),
            "",
            f"## 规范名称（{len(catalog.names)} 类）\n",
            *map(_words, catalog.names.values()),
            "",
            f"## 词表（{len(catalog.words)} 张）\n",
            *map(_words, catalog.words.values()),
            "",
        ]
    )


def _list(one: CodeList) -> str:
    labels = "、".join(
        label if label == code else f"{code} {label}" for code, label in zip(one.items, one.labels(), strict=True)
    )
    shown = labels if len(labels) <= 3 * LONG else f"{labels[: 3 * LONG]}……"
    return f"| `{one.name}` | {cell(one.label)} | {len(one.items)} | {cell(shown)} |"


def _words(one: Words | Names) -> str:
    count = f"{len(one.groups)} 组" if isinstance(one, Words) else f"{len(one.items)} 个"
    return f"- {one.label} `{one.name}`（{count}）：{one.why}"
