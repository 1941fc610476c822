"""来源的页: systems that data come from, and which column of their exports is which field of ours."""

from zhibao.catalog.register import Register
from zhibao.catalog.systems import ColumnMapping, System
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross
from zhibao.manual.markup import NONE, Html, facts, join, section, table, words
from zhibao.manual.site import Page, link, links


def system_page(system: System, cross: Cross) -> Page:
    """Return the page of a system that data come from."""
    catalog = cross.catalog
    fed = ((one, catalog.registers[one].label) for one in system.feeds if one in catalog.registers)
    mapped = ((one.name, one.label) for one in catalog.mappings.values() if one.system == system.name)
    body = join(
        (
            head("systems", system, cross),
            facts((("主办", words(system.operator)), ("又称", words("、".join(system.aliases))))),
            section("可以填入的数据表", links("registers", fed)),
            section("列对应", links("mappings", mapped)),
            foot("systems", system, cross),
        )
    )
    entries = (entry("systems", system, *system.aliases, system.operator),)
    return Page("systems", system.name, system.label, body, "", system.why, entries=entries)


def mapping_page(one: ColumnMapping, cross: Cross) -> Page:
    """Return the page of a mapping of columns."""
    catalog = cross.catalog
    system, register = catalog.systems.get(one.system), catalog.registers.get(one.register_)
    rows = ([words(head_), _field(name, register), words(one.units.get(name, "")), _values(one, name)]
            for head_, name in one.columns.items())  # fmt: skip
    only = "；".join(f"“{name}”为 {'、'.join(kept)} 的行" for name, kept in one.only.items())
    down = f"表头竖排：“{one.labels_in}”是项目，“{one.values_in}”是数"
    body = join(
        (
            head("mappings", one, cross),
            facts(
                (
                    ("系统", link("systems", system.name, system.label) if system else words(one.system)),
                    ("读入", link("registers", register.name, register.label) if register else words(one.register_)),
                    ("学校一列", words(one.school or "没有：一个文件只说一个单位")),
                    ("表头", words(down if one.heads == "down" else "表头横排，一行一个单位或一项")),
                    ("只读", words(only)),
                )
            ),
            section("列", table(("文件里的表头", "本系统的栏目", "文件里的单位", "代码换成"), rows, one.label)),
            foot("mappings", one, cross),
        )
    )
    return Page("mappings", one.name, one.label, body, "", one.why, entries=(entry("mappings", one, *one.columns),))


def _field(name: str, register: Register | None) -> Html:
    if register is None or name not in register.fields:
        return words(name)
    return link("registers", register.name, register.fields[name].label, f"f-{name}")


def _values(one: ColumnMapping, name: str) -> Html:
    said = "；".join(f"{theirs} → {ours}" for theirs, ours in one.values.get(name, {}).items())
    return words(said) if said else NONE
