"""规则的页: what a check of the data or a rule of the audit demands, says and asks to do, with its examples."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module

from zhibao.catalog.model import Check, CheckExample, Rule, RuleExample
from zhibao.catalog.spoken import spoken_condition
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross, registers_of
from zhibao.manual.examples import given_tables, label_of, row_examples, verdict
from zhibao.manual.markup import NONE, Html, bullets, code, facts, join, paragraph, section, table, tag, words
from zhibao.manual.site import Page, link, links

SCOPES = {
    "heading": "标题", "paragraph": "段落", "cell": "表格", "caption": "题注", "contents": "目录", "document": "全文"
}  # fmt: skip
HOLES = {
    "label": "栏目", "labels": "各栏目", "said": "所写的", "expected": "应有的", "bound": "界限", "last": "上年",
    "this": "本年", "stage": "阶段", "other": "另一处", "schools": "校数", "usual": "通常范围", "rate": "比率",
    "percent": "百分数", "years": "年数", "share": "占比", "source": "来源", "given": "来源的数", "reason": "说明",
    "change": "变化", "computation": "算式", "word": "词", "part": "部分", "whole": "总数", "indicator": "指标",
    "year": "年份", "chapter": "章", "title": "标题", "missing": "缺的部分", "items": "各项", "counted": "实数",
}  # fmt: skip
"""What a message fills in, where it is no field of a register; anything rarer is shown as a gap."""
_HOLE = re.compile(r"\{(\w+)\}")
_ALL = "看全部数据表的校验"


def check_page(check: Check, cross: Cross) -> Page:
    """Return the page of a check."""
    registers = registers_of(check, cross.catalog)
    linked = links("registers", ((one, cross.catalog.registers[one].label) for one in registers))
    body = join(
        (
            head("checks", check, cross, check.severity.label),
            section("必须成立" if check.must else "查什么", _demand(check, cross), id_="demand"),
            section("怎么说、怎么办", _said(check, field_labels(check, cross)), id_="message"),
            section("例子", *_check_examples(check, cross), id_="examples"),
            section("查哪些数据表", linked or paragraph(words("全部报来的数据表。"))),
            foot("checks", check, cross),
        )
    )
    if check.generated:
        group = f"由“{cross.catalog.registers[registers[0]].label}”的定义派生"
    else:
        group = f"{noun('zhibao.check.kinds', check.kind)}" if registers else _ALL
    labels = (label_of(name, cross.catalog) for name in check.of)
    entries = (entry("checks", check, check.kind, *labels, under=plain(check.message, field_labels(check, cross))),)
    told = plain(check.message, field_labels(check, cross))
    return Page("checks", check.name, check.label, body, group, told, check.severity.label, check.generated, entries)


def rule_page(rule: Rule, cross: Cross) -> Page:
    """Return the page of a rule of the audit."""
    catalog = cross.catalog
    lists = [one for said in rule.words.values() for one in said if one in catalog.words or one in catalog.names]
    linked = bullets(_vocabulary(one, cross) for one in dict.fromkeys(lists))
    body = join(
        (
            head("rules", rule, cross, rule.severity.label),
            facts(
                (
                    ("读哪里", words("、".join(SCOPES[one] for one in rule.scope))),
                    ("种类", join((words(noun("zhibao.audit.kinds", rule.kind)), code(rule.kind)), " ")),
                    ("把握", words(f"{rule.confidence * 100:g}%")),
                    ("可以说明免改", words("是" if rule.answerable else "")),
                    ("参数", join((_parameter(*one) for one in rule.parameters.items()), "；")),
                )
            ),
            section("怎么说、怎么办", _said(rule, {}), id_="message"),
            section("例子", *_rule_examples(rule), id_="examples"),
            section("用到的词表与名称", linked),
            foot("rules", rule, cross),
        )
    )
    group = f"读{SCOPES[rule.scope[0]]}"
    told = plain(rule.message, {})
    entries = (entry("rules", rule, rule.kind, noun("zhibao.audit.kinds", rule.kind), under=told),)
    return Page("rules", rule.name, rule.label, body, group, told, rule.severity.label, entries=entries)


def noun(package: str, kind: str) -> str:
    """Return what a kind of rule is called: the noun that its module begins with."""
    about = import_module(f"{package}.{kind}").__doc__ or kind
    return about.partition(":")[0]


def field_labels(check: Check, cross: Cross) -> Mapping[str, str]:
    """Return name → label of the fields that a check's message may fill in."""
    if not check.must:
        return {}
    fields = cross.catalog.condition(check.must, check.rows_of).fields
    return {one.field: cross.catalog.registers[one.register].fields[one.field].label for one in fields}


def plain(message: str, labels: Mapping[str, str]) -> str:
    """Return a message with what it fills in told in angled brackets."""
    return _HOLE.sub(lambda found: f"〔{_hole(found[1], labels)}〕", message)


def demand_in_words(check: Check, cross: Cross) -> str:
    """Return the condition of a check in words; nothing where its kind says it all."""
    if not check.must:
        return ""
    condition = cross.catalog.condition(check.must, check.rows_of)
    return spoken_condition(condition, cross.catalog.registers, home(check, cross))


def home(check: Check, cross: Cross) -> str:
    """Return the one register that a check is about, whose name need not stand before every field."""
    registers = registers_of(check, cross.catalog)
    return registers[0] if len(registers) == 1 else check.rows_of


def _demand(check: Check, cross: Cross) -> Html:
    of = bullets((words(label_of(name, cross.catalog)) for name in check.of), kind="links")
    each = f"“{cross.catalog.registers[check.rows_of].label}”的每一行" if check.rows_of else ""
    condition = tag("div", words(demand_in_words(check, cross)), kind="formula") if check.must else NONE
    return join(
        (
            condition,
            facts(
                (
                    ("种类", join((words(noun("zhibao.check.kinds", check.kind)), code(check.kind)), " ")),
                    ("逐行", words(each)),
                    ("条件", code(check.must) if check.must else NONE),
                    ("看哪些栏目", of),
                    ("参数", join((_parameter(*one) for one in check.parameters.items()), "；")),
                )
            ),
        )
    )


def _said(rule: Check | Rule, labels: Mapping[str, str]) -> Html:
    said = tag("blockquote", _with_holes(rule.message, labels))
    return join((said, paragraph(tag("b", words("怎么办：")), _with_holes(rule.fix, labels))))


def _with_holes(message: str, labels: Mapping[str, str]) -> Html:
    parts = _HOLE.split(message)
    made = [
        tag("span", words(_hole(one, labels)), kind="hole") if at % 2 else words(one) for at, one in enumerate(parts)
    ]
    return join(made)


def _hole(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name) or HOLES.get(name, "……")


def _check_examples(check: Check, cross: Cross) -> Iterator[Html]:
    rows = [one for one in check.examples if one.row]
    if rows:
        yield row_examples(rows, cross.catalog, home(check, cross))
    for number, example in enumerate((one for one in check.examples if not one.row), 1):
        title = tag("h3", words(f"例 {number}　"), verdict(example.finds))
        given = tag("div", given_tables(example.given, cross.catalog), _beside(example, cross), kind="side")
        yield tag("div", title, given, kind="example")


def _beside(example: CheckExample, cross: Cross) -> Html:
    """Return what else an example gives: other sources' numbers, reasons, cases."""
    others = ([words(label_of(name, cross.catalog)), words(str(one))] for name, one in example.others.items())
    reasons = ([words(label_of(name, cross.catalog)), words(one)] for name, one in example.reasons.items())
    cases = ([words(school), words(text)] for school, text in example.cases.items())
    return join(
        (
            table(("栏目", "另一来源的数"), others, "另一来源"),
            table(("栏目", "说明"), reasons, "说明"),
            table(("学校", "案例"), cases, "案例"),
        )
    )


def _rule_examples(rule: Rule) -> Iterator[Html]:
    for example in sorted(rule.examples, key=lambda one: not (one.finds or one.confirms)):
        title = tag("span", words("✓ 证实"), kind="v ok") if example.confirms else verdict(len(example.finds))
        yield tag("div", tag("h3", title), tag("div", quoted(example), _context(example)), kind="example rule")


def quoted(example: RuleExample) -> Html:
    """Return the text of an example, what the rule finds in it marked."""
    marked, rest = [], example.text.strip()
    for quote in example.finds or example.confirms:
        before, found, after = rest.partition(quote)
        if found:
            marked += [words(before), tag("mark", words(found))]
            rest = after
    return tag("blockquote", *marked, words(rest), kind="text")


def _context(example: RuleExample) -> Html:
    rows = ([words(name), words(value)] for name, value in example.values.items())
    before = tag("blockquote", words(example.previous.strip()), kind="text") if example.previous else NONE
    title = paragraph(words("上年报告："), kind="under") if example.previous else NONE
    return join((table(("指标与年份", "数据的值"), rows, "数据"), title, before))


def _parameter(name: str, value: object) -> Html:
    return join((code(name), words(str(value))), " ＝ ")


def _vocabulary(name: str, cross: Cross) -> Html:
    catalog = cross.catalog
    kind = "names" if name in catalog.names else "words"
    return link(kind, name, catalog.names[name].label if kind == "names" else catalog.words[name].label)
