"""定义的首尾: what every page begins and ends with: name, reason, years in force, sources, features, file."""

from zhibao.catalog.frames import UNCONFIRMED, Draft
from zhibao.catalog.outline import Outline
from zhibao.catalog.shape import Cited, Definition
from zhibao.manual.cross import Cross
from zhibao.manual.markup import Html, bullets, code, facts, join, paragraph, section, tag, words
from zhibao.manual.site import KINDS, Entry, link, mark, part_of, path_of

Defined = Definition | Outline | Draft
MARKS = {"C": "已见原文", "G": "一般知识，未引原文", "U": "未能核实"}


def head(kind: str, one: Defined, cross: Cross, remark: str = "") -> Html:
    """Return the beginning of a page: kind, label, name, marks and the reason."""
    local = "本地定义" if cross.is_local(kind, one.name) else ""
    marks = join((mark(text) for text in (remark, local)), "")
    return join(
        (
            paragraph(words(KINDS[kind]), kind="kind"),
            tag("h1", words(one.label), marks),
            paragraph(code(one.name), kind="name"),
            paragraph(words(getattr(one, "why", "")), kind="why"),
        )
    )


def foot(kind: str, one: Defined, cross: Cross) -> Html:
    """Return the end of a page: sources with their marks, years in force, features served, the file."""
    serves = getattr(one, "serves", ())
    told = facts(
        (
            ("适用", words(in_force(one))),
            ("满足的需求", join((link("features", part_of(name), name, name) for name in serves), "、")),
            ("定义文件", code(cross.files.get((kind, one.name), "").removeprefix("+") or "由数据表定义派生，没有文件")),
        )
    )
    return section("依据", sources(one.source), told, id_="sources")


def sources(cited: tuple[Cited, ...]) -> Html:
    """Return sources as a list, each with its mark in words."""
    return bullets((_source(one) for one in cited), kind="sources")


def in_force(one: Defined) -> str:
    """Return the data years in which a definition holds."""
    since, until = getattr(one, "since", None), getattr(one, "until", None)
    if since is None and until is None:
        return "各年"
    return "".join((f"自{since}年" if since else "", f"至{until}年" if until else "", "" if until else "起"))


def entry(kind: str, one: Defined, *also: str, under: str = "") -> Entry:
    """Return the entry of the index that leads to a definition."""
    cited = [part for source in one.source for part in (source.title, source.number) if part]
    told = under or getattr(one, "definition", "") or getattr(one, "why", "")
    found_by = (one.name, getattr(one, "why", ""), *also, *cited, *getattr(one, "serves", ()))
    return Entry(kind, path_of(kind, one.name), one.label, told, tuple(filter(None, found_by)))


def unconfirmed(confirmed: bool) -> str:
    """Return what stands beside something that no official text has confirmed."""
    return "" if confirmed else UNCONFIRMED


def _source(one: Cited) -> Html:
    marked = tag("span", words(MARKS[one.mark]), kind=f"ground g-{one.mark.lower()}")
    return join((words(str(one.term())), marked), " ")
