"""数据表的页: fields, printed table, stages, an example, and who uses the register."""

from collections.abc import Iterable, Iterator

from zhibao.catalog.asked import qualified
from zhibao.catalog.register import FieldType, Layout, Register, RegisterField
from zhibao.catalog.spoken import spoken_formula
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross
from zhibao.manual.examples import rows_table
from zhibao.manual.markup import NONE, Html, boxed, code, facts, folded, join, lines, paragraph, section, table, tag
from zhibao.manual.markup import words as said
from zhibao.manual.site import Entry, Page, link, links, mark, path_of
from zhibao.terms.place import Level

TYPES = {
    FieldType.COUNT: "整数", FieldType.MEASURE: "数", FieldType.AMOUNT: "金额", FieldType.TEXT: "文字",
    FieldType.CODE: "单选", FieldType.DATE: "日期", FieldType.ID_NUMBER: "证件号",
}  # fmt: skip


def register_page(register: Register, cross: Cross) -> Page:
    """Return the page of a register."""
    fields = _fields(register, cross)
    body = join(
        (
            head("registers", register, cross, "个人信息" if register.personal else ""),
            _facts(register, cross),
            _printed(register.layout) if register.layout else NONE,
            section(
                f"栏目（{len(register.fields)} 个）",
                folded("逐格看名称与口径", fields) if register.layout else fields,
                id_="fields",
            ),
            _stages(register),
            section("填写示例", rows_table(register, register.examples), id_="examples"),
            _used(register, cross),
            foot("registers", register, cross),
        )
    )
    group = f"{register.level.label}填报 · {register.owner}"
    return Page("registers", register.name, register.label, body, group, register.why, entries=_entries(register))


def _entries(register: Register) -> tuple[Entry, ...]:
    labels = tuple(field.label for field in register.fields.values())
    path = path_of("registers", register.name)
    fields = (
        Entry("fields", f"{path}#f-{name}", field.label, f"“{register.label}”的栏目", (name, field.note))
        for name, field in register.fields.items()
    )
    return (entry("registers", register, register.owner, register.system, *labels), *fields)


def _facts(register: Register, cross: Cross) -> Html:
    keys = "、".join(register.fields[name].label for name in register.key)
    systems = [one for one in cross.catalog.systems.values() if register.name in one.feeds]
    who = "市级主管部门" if register.level is Level.CITY else register.level.label
    return facts(
        (
            ("由谁填", said(f"{who} · {register.owner}")),
            ("期间", said("，".join(filter(None, (register.period.label, register.as_of))))),
            ("形状", said("每个单位每年一行" if register.shape == "form" else f"一事一行，以{keys}区分")),
            ("是否必填", said("可以整张不填" if register.optional else "提纲用到就要填")),
            ("数据取自", said(register.system)),
            ("可导入自", join((link("systems", one.name, one.label) for one in systems), "、")),
        )
    )


def _fields(register: Register, cross: Cross) -> Html:
    names = list(register.fields)
    rows = (_field(register, name, field, cross) for name, field in register.fields.items())
    anchors = [f"f-{name}" for name in names]
    return table(
        ("栏目", "类型", "单位", "口径与关系"), rows, f"{register.label}的栏目", kind="fields", anchors=anchors
    )


def _field(register: Register, name: str, field: RegisterField, cross: Cross) -> list[Html]:
    kind = said(TYPES[field.type])
    if field.list in cross.catalog.lists:
        kind = lines((kind, link("lists", field.list, cross.catalog.lists[field.list].label)))
    marks = join(
        (
            mark("个人信息" if field.personal else ""),
            mark("区分各行" if name in register.key else ""),
            mark("可不填" if not field.required else ""),
        )
    )
    label = lines((join((said(field.label), marks)), code(name)))
    return [label, kind, said(field.unit), lines((said(field.note), *_relations(register, field, cross)))]


def _relations(register: Register, field: RegisterField, cross: Cross) -> Iterator[Html]:
    """Yield what the definition of a field says of other fields."""
    if field.within:
        yield _relation("其中：不多于", _others(register, field.within, cross))
    if field.group:
        yield said(f"与同为“{field.group}”的各栏合计，也不多于它")
    if field.part_of:
        yield _relation(f"按{field.split}分列，各栏合计等于", _others(register, (field.part_of,), cross))
    if field.derived_from:
        yield _relation("由代码带出，不填：取自", _others(register, (field.derived_from,), cross))
    if field.not_before:
        yield _relation("不早于", _others(register, (field.not_before,), cross))
    if field.derive:
        formula = cross.catalog.formula(field.derive)
        spoken = spoken_formula(formula.tree, cross.catalog.registers, register.name)
        yield join((mark("台账得数"), said(f"不填时取 {spoken}")))
        yield tag("span", code(field.derive), kind="source-code")
    if field.personal:
        yield said("只存在本库，不进报告、清单、日志和发布件")


def _relation(word: str, others: Html) -> Html:
    return join((tag("b", said(word)), others), " ")


def _others(register: Register, names: Iterable[str], cross: Cross) -> Html:
    found = []
    for name in names:
        table_name, field = qualified(register.name, name)
        other = cross.catalog.registers[table_name]
        label = other.fields[field].label
        told = label if other is register else f"“{other.label}”{label}"
        found.append(link("registers", table_name, told, f"f-{field}"))
    return join(found, "、")


def _printed(layout: Layout) -> Html:
    """Return the layout drawn as the table that is filled in."""
    cells = layout.cells()
    down, _, across = layout.head.partition("\\")
    corner = tag(
        "th",
        tag("span", said(across), kind="across"),
        tag("span", said(down)),
        kind="corner" if across else "",
        scope="col",
    )
    heads = join(tag("th", said(label), scope="col") for label in layout.columns.values())
    rows = []
    for row, label in layout.rows.items():
        first = tag("th", said(f"　其中：{label}" if row in layout.of_which else label), scope="row")
        drawn = (_cell(layout, cells.get((row, column), ""), column) for column in layout.columns)
        rows.append(tag("tr", first, *drawn, kind="sum" if row == layout.total_row else ""))
    content = join((tag("thead", tag("tr", corner, heads)), tag("tbody", *rows)))
    note = paragraph(said(f"单位：{layout.unit}。{layout.note}。"), kind="under")
    grey = paragraph(said("画斜线的格不填；合计一行一列由各格相加。"), kind="under")
    return section("表样", boxed(content, "表样", kind="printed"), note, grey, id_="layout")


def _cell(layout: Layout, name: str, column: str) -> Html:
    if not name:
        return tag("td", kind="grey", **{"aria-label": "不填"})
    return tag("td", code(name), kind="sum" if column == layout.total_column else "")


def _stages(register: Register) -> Html:
    rows = [
        [
            said(name),
            said(one.by),
            said("、".join(one.after) or "开始"),
            said("、".join(register.fields[field].label for field in one.requires) or "—"),
        ]
        for name, one in register.stages.items()
    ]
    field = said(f"写在“{register.fields[register.stage].label}”一栏；只按次序推进。") if register.stage else NONE
    return section(
        "阶段", table(("阶段", "由谁", "在哪个阶段之后", "此时须已填"), rows, "阶段"), paragraph(field, kind="under")
    )


def _used(register: Register, cross: Cross) -> Html:
    catalog, name = cross.catalog, register.name
    checks = [(one, cross.checks[one].label) for one in cross.checks_of.get(name, ())]
    written = [pair for pair in checks if not cross.checks[pair[0]].generated]
    generated = [pair for pair in checks if cross.checks[pair[0]].generated]
    indicators = [(one, catalog.indicators[one].label) for one in cross.indicators_of.get(name, ())]
    chapters = cross.listings_of.get(name, ())
    mappings = [(one.name, one.label) for one in catalog.mappings.values() if one.register_ == name]
    return join(
        (
            section(f"用到本表的指标（{len(indicators)} 个）", links("indicators", indicators), id_="indicators"),
            section(
                f"查到本表的校验（{len(checks)} 条）",
                links("checks", written),
                folded(f"由定义派生的 {len(generated)} 条", links("checks", generated), is_open=not written),
                id_="checks",
            ),
            section("印出本表各行的章", chapter_links(chapters, cross)),
            section(
                "由本表得数的表",
                links("registers", ((one, catalog.registers[one].label) for one in cross.derived_from.get(name, ()))),
            ),
            section("列对应", links("mappings", mappings)),
            section(
                "口径变化", links("breaks", ((one, catalog.breaks[one].label) for one in cross.breaks_of.get(name, ())))
            ),
        )
    )


def chapter_links(chapters: Iterable[tuple[str, str]], cross: Cross) -> Html:
    """Return the chapters that print something, each with its outline."""
    return links(
        "outlines", ((outline, f"{cross.catalog.outlines[outline].label}：{title}") for outline, title in chapters)
    )
