"""规则清单: for each edition of the report every rule that holds, with an example that passes and one that fails."""

from collections.abc import Iterable, Iterator, Sequence

from zhibao.catalog.asked import asked_for
from zhibao.catalog.frames import Frame
from zhibao.catalog.model import Check, CheckExample, Rule, RuleExample
from zhibao.catalog.shape import Definition
from zhibao.manual.about import in_force
from zhibao.manual.cross import Cross, registers_of
from zhibao.manual.examples import check_in_line
from zhibao.manual.markup import NONE, Html, code, folded, join, lines, paragraph, section, table, tag, words
from zhibao.manual.rules import field_labels, home, plain, quoted
from zhibao.manual.site import KINDS, Entry, Page, link, mark, path_of
from zhibao.terms.place import Level

_HEAD = ("规则", "要求", "通过的例子", "不通过的例子")


def inventory_page(frame: Frame, cross: Cross) -> Page:
    """Return the page of all rules of an edition."""
    asked = _asked(frame, cross)
    holding = [one for one in cross.checks.values() if holds_for(one, frame)]
    checks = [one for one in holding if set(registers_of(one, cross.catalog)) <= asked]
    rules = [one for one in cross.catalog.rules.values() if holds_for(one, frame)]
    written = [one for one in checks if not one.generated]
    generated = [one for one in checks if one.generated]
    others = [one for one in holding if one not in checks]
    body = join(
        (
            paragraph(words(KINDS["inventory"]), kind="kind"),
            tag("h1", words(f"{frame.label}的规则")),
            paragraph(words(_told(frame, len(checks), len(rules), len(others))), kind="why"),
            paragraph(words("版本："), link("editions", frame.name, frame.label)),
            section(
                f"报数时查：填写的校验（{len(written)} 条）", _check_table(written, cross, "填写的校验"), id_="written"
            ),
            section(
                f"报数时查：由数据表定义派生的校验（{len(generated)} 条）",
                *_by_register(generated, cross),
                id_="generated",
            ),
            section(f"加采数据表时另查（{len(others)} 条）", *_by_register(others, cross), id_="others"),
            section(f"报告里查：核验规则（{len(rules)} 条）", _rule_table(rules), id_="rules"),
        )
    )
    label = f"{frame.label}的规则"
    told = f"填写的校验 {len(written)} 条，派生的校验 {len(generated)} 条，核验规则 {len(rules)} 条"
    entries = (
        Entry("inventory", path_of("inventory", frame.name), label, told, (frame.name, "规则清单", *frame.labels)),
    )
    return Page("inventory", frame.name, label, body, "", told, entries=entries)


def holds_for(one: Definition, frame: Frame) -> bool:
    """Say whether a definition is in force in any year of an edition."""
    begins = frame.until is None or one.since is None or one.since <= frame.until
    return begins and (frame.since is None or one.until is None or frame.since <= one.until)


def _asked(frame: Frame, cross: Cross) -> set[str]:
    """Return the registers that the outline of an edition asks for; all of them where it has none of ours."""
    if frame.outline not in cross.catalog.outlines:
        return set(cross.catalog.registers)
    levels = (Level.SCHOOL, Level.CITY)
    return {one.register.name for level in levels for one in asked_for(cross.catalog, frame.outline, level)}


def _told(frame: Frame, checks: int, rules: int, left: int) -> str:
    more = f"另有 {left} 条校验查的是本版提纲不用的数据表，加采这些表时适用。" if left else ""
    return f"{in_force(frame)}各轮适用：校验 {checks} 条，核验规则 {rules} 条。{more}"


def _check_table(checks: Sequence[Check], cross: Cross, label: str) -> Html:
    return table(_HEAD, (_check_row(one, cross) for one in checks), label, kind="inventory")


def _check_row(check: Check, cross: Cross) -> list[Html]:
    passing = next((one for one in check.examples if not one.finds), None)
    failing = next((one for one in check.examples if one.finds), None)
    name = lines((join((link("checks", check.name, check.label), mark(check.severity.label))), code(check.name)))
    demand = words(plain(check.message, field_labels(check, cross)))
    return [name, demand, _check_example(passing, check, cross), _check_example(failing, check, cross)]


def _check_example(example: CheckExample | None, check: Check, cross: Cross) -> Html:
    return check_in_line(example, cross.catalog, home(check, cross)) if example else words("—")


def _by_register(checks: Iterable[Check], cross: Cross) -> Iterator[Html]:
    parts: dict[str, list[Check]] = {}
    for check in checks:
        parts.setdefault(registers_of(check, cross.catalog)[0], []).append(check)
    for register, some in parts.items():
        label = cross.catalog.registers[register].label
        yield folded(f"{label}（{len(some)} 条）", _check_table(some, cross, label))


def _rule_table(rules: Iterable[Rule]) -> Html:
    rows = []
    for rule in rules:
        name = lines((join((link("rules", rule.name, rule.label), mark(rule.severity.label))), code(rule.name)))
        rows.append([name, words(plain(rule.message, {})), _shortest(rule, finds=False), _shortest(rule, finds=True)])
    return table(_HEAD, rows, "核验规则", kind="inventory")


def _shortest(rule: Rule, *, finds: bool) -> Html:
    """Return the shortest example that passes, or that does not; a rule that only confirms has none of these."""
    fitting: list[RuleExample] = [one for one in rule.examples if bool(one.finds) is finds]
    if not fitting:
        return words("只证实，不报错") if rule.examples else NONE
    return quoted(min(fitting, key=lambda one: len(one.text)))
