"""代码表、词表与名称的页: codes with their labels, words of the audit, official names."""

from collections.abc import Iterable, Mapping

from zhibao.catalog.model import CodeList, ListItem, Names, Words
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross
from zhibao.manual.markup import Html, bullets, code, folded, join, section, table, words
from zhibao.manual.site import Entry, Page, link, links, path_of

ATTRIBUTES = {"category": "专业大类", "class": "专业类", "since": "列入目录"}
_LONG = 60


def list_page(one: CodeList, cross: Cross) -> Page:
    """Return the page of a code list."""
    used = ((register, f"“{cross.catalog.registers[register].label}”{_field(register, name, cross)}", name)
            for register, name in cross.fields_of_list.get(one.name, ()))  # fmt: skip
    links_ = bullets((link("registers", register, label, f"f-{name}") for register, label, name in used), kind="links")
    body = join(
        (
            head("lists", one, cross),
            section(f"代码（{len(one.items)} 个）", *_codes(one, cross), id_="codes"),
            section("用到它的栏目", links_),
            foot("lists", one, cross),
        )
    )
    path = path_of("lists", one.name)
    items = (
        Entry("codes", f"{path}#c-{key}", item.label, f"“{one.label}”的一项，代码 {key}", (key,))
        for key, item in one.items.items()
    )
    labels = "、".join(one.labels()[:8]) + ("……" if len(one.items) > 8 else "")
    long = f"{len(one.items)} 项：{labels}"
    return Page("lists", one.name, one.label, body, "", long, entries=(entry("lists", one, under=long), *items))


def _codes(one: CodeList, cross: Cross) -> Iterable[Html]:
    """Return the codes in their order; a long list falls into parts by its category."""
    categories = cross.catalog.lists.get("major_categories")
    if len(one.items) <= _LONG or categories is None:
        return [_table(one, one.items)]
    parts: dict[str, dict[str, ListItem]] = {}
    for key, item in one.items.items():
        parts.setdefault(item.attributes.get("category", ""), {})[key] = item
    made = []
    for category, items in parts.items():
        named = categories.items.get(category)
        title = f"{category} {named.label}" if named else category or "其他"
        made.append(folded(f"{title}（{len(items)} 个）", _table(one, items, without="category"), is_open=True))
    return made


def _table(one: CodeList, items: Mapping[str, ListItem], without: str = "") -> Html:
    attributes = [
        name for name in dict.fromkeys(key for item in items.values() for key in item.attributes) if name != without
    ]
    head_row = ("代码", "名称", *(ATTRIBUTES.get(name, name) for name in attributes))
    rows = (
        [code(key), words(item.label), *(words(item.attributes.get(name, "")) for name in attributes)]
        for key, item in items.items()
    )
    return table(head_row, rows, one.label, kind="codes", anchors=[f"c-{key}" for key in items])


def _field(register: str, name: str, cross: Cross) -> str:
    return cross.catalog.registers[register].fields[name].label


def words_page(one: Words, cross: Cross) -> Page:
    """Return the page of a list of words of the audit."""
    rows = ([words(name), words("、".join(group))] for name, group in one.groups.items())
    body = join(
        (
            head("words", one, cross),
            section(f"词（{len(one.groups)} 组）", table(("组", "词"), rows, one.label)),
            section("用到它的规则", links("rules", _rules(one.name, cross))),
            foot("words", one, cross),
        )
    )
    # A group is one text: a common word must not outrank the indicator that is named by it.
    found_by = ("|".join((name, *group)) for name, group in one.groups.items())
    return Page("words", one.name, one.label, body, "", one.why, entries=(entry("words", one, *found_by),))


def names_page(one: Names, cross: Cross) -> Page:
    """Return the page of official names."""
    rows = ([words(name), words("、".join(also) or "—")] for name, also in one.items.items())
    body = join(
        (
            head("names", one, cross),
            section(f"名称（{len(one.items)} 个）", table(("规范名称", "也可以写作"), rows, one.label)),
            section("用到它的规则", links("rules", _rules(one.name, cross))),
            foot("names", one, cross),
        )
    )
    found_by = (word for name, also in one.items.items() for word in (name, *also))
    return Page("names", one.name, one.label, body, "", one.why, entries=(entry("names", one, *found_by),))


def _rules(name: str, cross: Cross) -> Iterable[tuple[str, str]]:
    return ((rule, cross.catalog.rules[rule].label) for rule in cross.rules_of.get(name, ()))
