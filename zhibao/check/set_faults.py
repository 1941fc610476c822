"""集合问句的检查: what checks ask about whole sets may be asked, here and of another engine; catalog lint says so."""

from collections.abc import Iterator

from zhibao.catalog.asked import qualified
from zhibao.catalog.expression import FormulaError
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.catalog.model import Check
from zhibao.catalog.set_question import Use, check_question
from zhibao.check.example import example_context
from zhibao.check.run import SetKind, kind_of
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace


def set_faults(catalog: Catalog) -> Iterator[Finding]:
    """Yield what is wrong with the questions of the written checks: what may not be asked, and who may not be."""
    for name, rule in catalog.checks.items():
        for fault in dict.fromkeys(_faults(rule, catalog)):
            where = CellPlace(f"checks/{name}.yaml")
            yield Finding("lint.question_is_allowed", Severity.ERROR, where, fault, fix="请改正定义文件。")


def _faults(rule: Check, catalog: Catalog) -> Iterator[str]:
    try:
        kind = kind_of(rule)
        if not isinstance(kind, SetKind):
            return
        for example in rule.examples:
            for question in kind.questions(rule, example_context(rule, example, catalog)):
                check_question(question)
                for use in question.uses:
                    if isinstance(use, Use):
                        yield from _personal(use, catalog)
    except FormulaError as error:
        yield str(error)
    except (CatalogError, LookupError, ValueError):
        return  # what has no such kind, register or field is told where names and examples are looked at


def _personal(use: Use, catalog: Catalog) -> Iterator[str]:
    register = catalog.registers[use.register]
    for name in (*use.numbers, *use.plain):
        if qualified("", name)[1] in register.personal:
            yield (
                f"集合问句用到了个人信息“{register.fields[name].label}”（{register.name}.{name}）。"
                "人只按证件号的密钥标记辨认：请改用 kind: same_person。"
            )
