"""年报的页: editions with chapters and notices, attached tables, drafts, breaks in series, outlines."""

from collections.abc import Iterable, Sequence

from zhibao.catalog.chapter import Chapter, Exhibit
from zhibao.catalog.chapter import Section as Heading
from zhibao.catalog.frames import UNCONFIRMED, Annex, AnnexRow, Break, Draft, Frame, FrameChapter, Mark, Notice
from zhibao.catalog.inline import fill_words
from zhibao.catalog.outline import Outline, used_indicators
from zhibao.manual.about import MARKS, entry, foot, head, sources, unconfirmed
from zhibao.manual.cross import Cross, chapter_indicators
from zhibao.manual.markup import (
    NONE,
    Html,
    bullets,
    code,
    facts,
    folded,
    join,
    lines,
    paragraph,
    section,
    table,
    tag,
    trimmed,
    words,
)
from zhibao.manual.site import Page, link, links, mark
from zhibao.manual.titles import FILLED, title_of

_ROW = ("序号", "项目", "单位", "所对的指标", "组", "核定")
_LEVELS = {"school": "学校", "city": "市"}


def edition_page(frame: Frame, cross: Cross) -> Page:
    """Return the page of an edition of the report."""
    catalog = cross.catalog
    outline = catalog.outlines.get(frame.outline)
    body = join(
        (
            head("editions", frame, cross),
            facts(
                (
                    ("见于", words("、".join(frame.labels))),
                    ("提纲", link("outlines", outline.name, outline.label) if outline else NONE),
                    ("适用的规则", link("inventory", frame.name, "逐条列出，附通过与不通过的例子")),
                )
            ),
            paragraph(words(frame.note)),
            section("通知", _notices(frame.notices)),
            section("学校年报的章目", _chapters(frame.school)),
            section("市级年报的章目", _chapters(frame.city)),
            section(
                "附表",
                links(
                    "annexes", ((one, catalog.annexes[one].label) for one in frame.annexes if one in catalog.annexes)
                ),
            ),
            *(_variant(one.label, one.level, one.chapters, one.note, sources(one.source)) for one in frame.variants),
            foot("editions", frame, cross),
        )
    )
    titles = (chapter.title for chapter in (*frame.school, *frame.city))
    numbers = (part for one in frame.notices for part in (one.number, one.title))
    entries = (entry("editions", frame, *frame.labels, *titles, *numbers),)
    return Page("editions", frame.name, frame.label, body, "", frame.why, entries=entries)


def _notices(notices: Iterable[Notice]) -> Html:
    rows = (
        [
            words(one.number),
            words(one.title or "标题未见"),
            words(f"{one.round}" if one.round else ""),
            _ground(one.mark),
        ]
        for one in notices
    )
    return table(("文号", "标题", "轮次", "依据"), rows, "通知")


def _chapters(chapters: Sequence[FrameChapter]) -> Html:
    rows = []
    for number, one in enumerate(chapters, 1):
        heads = join(
            (join((words(each.title), _ground(each.mark) if each.mark != "C" else NONE)) for each in one.heads), "、"
        )
        rows.append([words(str(number)), words(one.title), heads, lines((_ground(one.mark), words(one.note)))])
    return table(*trimmed(("章", "标题", "节", "依据与说明"), rows), "章目")


def _variant(label: str, level: str, chapters: Sequence[FrameChapter], note: str, cited: Html) -> Html:
    title = f"另一种章目：{label}（{_LEVELS[level]}）"
    return section(title, _chapters(chapters), paragraph(words(note), kind="under"), cited)


def _ground(one: Mark) -> Html:
    return tag("span", words(MARKS[one]), kind=f"ground g-{one.lower()}")


def annex_page(annex: Annex, cross: Cross) -> Page:
    """Return the page of an attached table, its rows as they are printed."""
    catalog = cross.catalog
    edition = catalog.editions.get(annex.edition)
    rows = []
    for row, whole in annex.parents():
        label = join((words("　" if whole else ""), words(row.label)))
        bound = _bound(row, cross)
        shown = mark("待核定") if annex.mark_of(row) else NONE
        rows.append([words(row.number), label, words(row.unit), bound, words(row.group), shown])
    told = (
        ("年报版本", link("editions", edition.name, edition.label) if edition else words(annex.edition)),
        ("栏", words("、".join(annex.columns))),
    )
    body = join(
        (
            head("annexes", annex, cross, unconfirmed(annex.confirmed)),
            facts(told),
            paragraph(words(annex.note)),
            section(
                f"各行（{len(annex.rows)} 行）",
                table(*trimmed(_ROW, rows), annex.label, kind="annex"),
            ),
            foot("annexes", annex, cross),
        )
    )
    labels = (row.label for row in annex.rows)
    remark = "" if annex.confirmed else "待核定"
    return Page(
        "annexes", annex.name, annex.label, body, "", annex.why, remark, entries=(entry("annexes", annex, *labels),)
    )


def _bound(row: AnnexRow, cross: Cross) -> Html:
    if row.indicator:
        one = cross.catalog.indicators.get(row.indicator)
        return link("indicators", row.indicator, one.label) if one else code(row.indicator)
    draft = cross.catalog.drafts.get(row.draft)
    return link("drafts", row.draft, draft.label) if draft else code(row.draft)


def draft_page(draft: Draft, cross: Cross) -> Page:
    """Return the page of a row that nobody has defined yet."""
    annexes = dict.fromkeys((*([draft.table] if draft.table else []), *cross.annexes_of.get(draft.name, ())))
    known = [(one, cross.catalog.annexes[one].label) for one in annexes if one in cross.catalog.annexes]
    body = join(
        (
            head("drafts", draft, cross, UNCONFIRMED),
            paragraph(words("只有名称，没有口径：没有见到官方文本，所以不参与计算，也不进报告。")),
            facts((("序号", words(draft.number)), ("单位", words(draft.unit)), ("属于", words(draft.parent)))),
            paragraph(words(draft.note)),
            section("附表", links("annexes", known)),
            foot("drafts", draft, cross),
        )
    )
    group = known[0][1] if known else "不属任何附表"
    told = f"{draft.number} {draft.unit}".strip()
    entries = (entry("drafts", draft, under=f"{group}，待核定"),)
    return Page("drafts", draft.name, draft.label, body, group, told, "待核定", entries=entries)


def break_page(one: Break, cross: Cross) -> Page:
    """Return the page of a change of meaning."""
    catalog = cross.catalog
    linked = (_field(name, cross) for name in one.fields)
    named = ((name, catalog.indicators[name].label) for name in one.indicators if name in catalog.indicators)
    body = join(
        (
            head("breaks", one, cross),
            facts(
                (
                    ("自", words(f"{one.year} 年的数")),
                    ("此前", words(one.before)),
                    ("此后", words(one.after)),
                    ("前后相比", words("可比，印出时加注" if one.comparable else "不可比，不印增减")),
                    ("印出的注", words(one.note)),
                    ("别处的数列", words(one.series)),
                )
            ),
            section("涉及的指标", links("indicators", named)),
            section("涉及的栏目", bullets(linked, kind="links")),
            foot("breaks", one, cross),
        )
    )
    told = f"{one.year} 年：{one.before} → {one.after}"
    entries = (entry("breaks", one, one.before, one.after, one.series),)
    return Page("breaks", one.name, one.label, body, "", told, entries=entries)


def _field(name: str, cross: Cross) -> Html:
    register, _, field = name.partition(".")
    owner = cross.catalog.registers.get(register)
    if owner is None or field not in owner.fields:
        return code(name)
    return link("registers", register, f"“{owner.label}”{owner.fields[field].label}", f"f-{field}")


def outline_page(outline: Outline, cross: Cross) -> Page:
    """Return the page of an outline: its chapters with sections, exhibits and the indicators they print."""
    used = used_indicators(outline)
    editions = ((one.name, one.label) for one in cross.catalog.editions.values() if one.outline == outline.name)
    title = "".join(fill_words(line, FILLED) for line in outline.title)
    body = join(
        (
            head("outlines", outline, cross),
            facts(
                (
                    ("题目", words(title)),
                    ("章", words(f"{len(outline.chapters)} 章")),
                    ("指标", words(f"{len(used)} 个")),
                )
            ),
            section("用于", links("editions", editions)),
            section("各章", *(_chapter(one, cross) for one in outline.chapters), id_="chapters"),
            foot("outlines", outline, cross),
        )
    )
    titles = tuple(title_of(one.title) for one in outline.chapters)
    return Page(
        "outlines", outline.name, outline.label, body, "", outline.why, entries=(entry("outlines", outline, *titles),)
    )


def _chapter(chapter: Chapter, cross: Cross) -> Html:
    catalog = cross.catalog
    heads = [title_of(part.content) for part in chapter.parts if isinstance(part, Heading) and part.level == 2]
    exhibits = [part for part in chapter.parts if isinstance(part, Exhibit)]
    printed = [
        (name, catalog.indicators[name].label) for name in chapter_indicators(chapter) if name in catalog.indicators
    ]
    shown = bullets((words(fill_words(one.spec.caption, FILLED)) for one in exhibits), kind="links")
    kind = "（附录）" if chapter.annex else ""
    return tag(
        "div",
        tag("h3", words(title_of(chapter.title) + kind)),
        paragraph(words("；".join(heads))),
        folded(f"图表 {len(exhibits)} 个", shown),
        folded(f"指标 {len(printed)} 个", links("indicators", printed)),
        kind="chapter",
    )
