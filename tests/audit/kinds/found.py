"""What one rule finds in a text, as quotes."""

from functools import cache

from zhibao.audit.run import rule_findings
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.source import TextPlace


@cache
def book() -> RuleBook:
    """Return the packaged rules."""
    return load_rulebook()


def quotes(rule: str, text: str) -> list[str]:
    """Return the quotes of a rule's findings in reading order."""
    found = rule_findings(read_text(text), book().rules[rule], book())
    return [one.where.quote for one in found if isinstance(one.where, TextPlace)]
