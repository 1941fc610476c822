"""Write the pages of docs/reference/ from the definitions and the commands themselves.

uv run --group dev python scripts/write_reference.py            writes the pages
uv run --group dev python scripts/write_reference.py --check    says which page is not what it should be
"""

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from enum import EnumType
from pathlib import Path
from typing import Any

import typer
from reference_kinds import (
    cell,
    contents,
    editions_page,
    generated_checks,
    heading,
    lists_page,
    registers_page,
    sources_page,
    standards_page,
)

from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.model import Check, Indicator, Rule
from zhibao.check.run import all_checks
from zhibao.cli.app import app
from zhibao.manual.pages import pages as manual_pages
from zhibao.manual.site import Page
from zhibao.terms import errors

# Typer keeps the classes of commands and parameters to itself; they are read by their attributes.
Command = Any
Parameter = Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
LONGEST = 300
HEAD = "<!-- 由 scripts/write_reference.py 生成，请勿手改 -->\n\n"
WORDS = {"missing": "缺失", "undefined": "无意义"}
SCOPES = {
    "heading": "标题", "paragraph": "段落", "cell": "表格", "caption": "题注", "contents": "目录", "document": "全文"
}  # fmt: skip
BETTER = {"higher": "越高越好", "lower": "越低越好", "none": "不分高低"}


def main(arguments: list[str]) -> int:
    """Write or check the pages; the exit code counts the pages that differ."""
    differing = 0
    for name, text in pages().items():
        path = FOLDER / name
        if "--check" in arguments:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                differing += 1
                print(f"docs/reference/{name} is not what scripts/write_reference.py writes")
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return differing


def pages() -> dict[str, str]:
    """Return every page by file name."""
    catalog = load_catalog()
    made: dict[str, list[Page]] = {}
    for page in manual_pages(catalog):
        made.setdefault(page.kind, []).append(page)
    return {
        "commands.md": HEAD + commands_page(),
        "registers.md": HEAD + registers_page(catalog, made["registers"]),
        "indicators.md": HEAD + indicators_page(catalog, made["indicators"]),
        "checks.md": HEAD + checks_page(catalog, all_checks(catalog), made["checks"]),
        "rules.md": HEAD + rules_page(catalog, made["rules"]),
        "editions.md": HEAD + editions_page(catalog),
        "sources.md": HEAD + sources_page(catalog),
        "standards.md": HEAD + standards_page(catalog),
        "lists.md": HEAD + lists_page(catalog),
    }


def commands_page() -> str:
    """Return the page of all commands and of what their exit codes mean."""
    root = typer.main.get_command(app)
    parts = ["# 命令\n", *(command_part(name, one) for name, one in commands(root, "zhibao")), "## 退出码\n"]
    tree, _, codes = (errors.__doc__ or "").partition("\n\n")[2].partition("\n\n")
    parts.append(f"```\n{textwrap.dedent(tree).strip()}\n```\n\n{codes.strip()}\n")
    return "\n".join(parts)


def commands(command: Command, name: str) -> Iterable[tuple[str, Command]]:
    """Yield every command with its full name, groups left out."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
    else:
        for word in inner:
            yield from commands(inner[word], f"{name} {word}")


def command_part(name: str, command: Command) -> str:
    """Return the section of one command."""
    parameters = [one for one in command.params if one.name != "help"]
    usage = " ".join([name, *(usage_of(one) for one in parameters)])
    rows = [f"| `{cell(usage_of(one).strip('[]'))}` | {one.help or ''} |" for one in parameters]
    table = ["| 参数 | 含义 |", "|---|---|", *rows, ""] if rows else []
    told = re.sub(r"示例：(zhibao .*)", r"示例：`\1`", (command.help or "").strip())
    return "\n".join([f"## {name}\n", f"```\n{usage}\n```\n", told + "\n", *table])


def usage_of(parameter: Parameter) -> str:
    """Return how a parameter is typed."""
    annotation = parameter.type_descriptor.annotation
    choices = isinstance(annotation, EnumType)
    value = "|".join(one.value for one in annotation) if choices else parameter.metavar or parameter.name.upper()
    if parameter.param_type_name == "argument":
        text = value
    else:
        text = parameter.opts[0] if parameter.is_flag else f"{parameter.opts[0]} {value}"
    return text if parameter.required else f"[{text}]"


def indicators_page(catalog: Catalog, pages: Sequence[Page]) -> str:
    """Return the page of all indicators with formulas and examples."""
    parts = map(indicator_part, catalog.indicators.values())
    return "\n".join([f"# 指标（{len(catalog.indicators)} 个）\n", contents(pages), *parts])


def indicator_part(indicator: Indicator) -> str:
    """Return the section of one indicator."""
    facts = [
        f"单位 {indicator.unit}",
        f"小数 {indicator.decimals} 位",
        indicator.period.label,
        BETTER[indicator.better],
    ]
    if indicator.by:
        facts.append(f"按 `{indicator.by}` 分布")
    if indicator.aliases:
        facts.append(f"又称 {'、'.join(indicator.aliases)}")
    formula = indicator.value or f"{indicator.numerator}\n÷ {indicator.denominator}"
    if indicator.unit == "%":
        formula += "\n× 100"
    examples = [f"- 由 {given_text(one.given)} 得 {expected_text(one.expect)}" for one in indicator.examples]
    text = [*heading(indicator), f"{indicator.definition}\n", "；".join(facts) + "。\n", f"```sql\n{formula}\n```\n"]
    return "\n".join([*text, *examples, ""])


def given_text(given: Mapping[str, Iterable[Mapping[str, object]]]) -> str:
    """Return the rows of an example in one line."""
    tables = []
    for register, rows in given.items():
        texts = ("，".join(f"{key}={value}" for key, value in row.items()) for row in rows)
        tables.append(f"`{register}`（{'；'.join(texts)}）")
    return "、".join(tables) or "没有报送的数据"


def expected_text(expect: Mapping[str, str]) -> str:
    """Return the expected values of an example in one line."""
    return "，".join(f"{place} {WORDS.get(value, value)}" for place, value in expect.items())


def checks_page(catalog: Catalog, checks: Mapping[str, Check], pages: Sequence[Page]) -> str:
    """Return the page of all checks; those that follow from the registers in small tables."""
    written = [one for one in checks.values() if not one.generated]
    generated = [one for one in checks.values() if one.generated]
    return "\n".join(
        [
            f"# 校验规则（{len(checks)} 条）\n",
            contents([page for page in pages if not page.folded]),
            f"另有[由数据表定义派生的 {len(generated)} 条](#由数据表定义派生{len(generated)}-条)。\n",
            *map(check_part, written),
            f"## 由数据表定义派生（{len(generated)} 条）\n",
            "数据表写明“分项合计”“其中”、表样的合计、阶段与日期先后的地方，自动成立为规则，都是强制性的。\n",
            generated_checks(generated, catalog, [page for page in pages if page.folded]),
        ]
    )


def check_part(check: Check) -> str:
    """Return the section of one written check."""
    must = [f"```sql\n{check.must}\n```\n"] if check.must else []
    texts = [f"{check.severity.label}，种类 `{check.kind}`。{check.message}\n", *must, *looks_at(check)]
    return "\n".join([*heading(check), *texts, f"怎么办：{check.fix}\n", *check_examples(check)])


def looks_at(check: Check) -> list[str]:
    """Return what a check looks at and its parameters, where its condition does not say so."""
    said = [f"看：{'、'.join(f'`{name}`' for name in check.of)}。"] if check.of else []
    said += (
        [f"参数：{'，'.join(f'{name} = {one}' for name, one in check.parameters.items())}。"]
        if check.parameters
        else []
    )
    return ["".join(said) + "\n"] if said else []


def check_examples(check: Check) -> list[str]:
    """Return the examples of a check, those that it keeps silent on first."""
    lines = []
    for one in sorted(check.examples, key=lambda example: example.finds):
        given = one.row or one.given
        text = json.dumps(given, ensure_ascii=False, default=str)
        text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        more = f"，说明 {json.dumps(one.reasons, ensure_ascii=False)}" if one.reasons else ""
        lines.append(f"- {'报' if one.finds else '不报'}：`{text}`{more}")
    return [*lines, ""]


def rules_page(catalog: Catalog, pages: Sequence[Page]) -> str:
    """Return the page of all rules of the audit, by their kinds."""
    kinds = len({one.kind for one in catalog.rules.values()})
    told = (
        f"每条规则一个文件（`zhibao/catalog/rules/`），共 {kinds} 种。"
        "算例就是测试：该报的，报出所标的字；不该报的，一处不报。\n"
    )
    parts = map(rule_part, catalog.rules.values())
    return "\n".join([f"# 核验规则（{len(catalog.rules)} 条）\n", told, contents(pages), *parts])


def rule_part(rule: Rule) -> str:
    """Return the section of one rule of the audit."""
    read = "、".join(SCOPES[one] for one in rule.scope)
    facts = f"{rule.severity.label}，把握 {rule.confidence:g}；读 {read}；种类 `{rule.kind}`。"
    quiet = [f"- {quoted(one.text)}" for one in rule.examples if not (one.finds or one.confirms)]
    told = [*examples_part("该报的", rule, "finds"), *examples_part("该证实的", rule, "confirms")]
    return "\n".join([*heading(rule), facts + "\n", f"怎么办：{rule.fix}\n", "不报的：\n", *quiet, "", *told])


def examples_part(title: str, rule: Rule, field: str) -> list[str]:
    """Return the examples that name quotes in a field, and the quotes; nothing where none does."""
    named = [(one.text, getattr(one, field)) for one in rule.examples if getattr(one, field)]
    lines = [f"- {quoted(text)}：{'、'.join(f'“{quote}”' for quote in quotes)}" for text, quotes in named]
    return [f"{title}：\n", *lines, ""] if lines else []


def quoted(text: str) -> str:
    """Return a text of several lines in one line that Markdown leaves alone."""
    lines = " ⏎ ".join(line for line in text.strip().split("\n") if line)
    return f"`` {lines} ``" if "`" in lines else f"`{lines}`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
