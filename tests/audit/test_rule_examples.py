"""The examples inside the rule files: what each rule finds in them, alone, and what it must leave alone."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from zhibao.audit.run import audit
from zhibao.audit.ties.known import example_records
from zhibao.catalog.load import load_catalog
from zhibao.catalog.model import Rule, RuleExample
from zhibao.catalog.rulebook import RuleBook, load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.audited import NumeralClass
from zhibao.terms.finding import Severity
from zhibao.terms.source import TextPlace

LEAST_WORDINGS, LEAST_CASES = 5, 3
"""How many examples a rule has of each sort: one that reads sentences, and one that reads cells, titles or lists."""


@cache
def _book() -> RuleBook:
    return load_rulebook()


@cache
def _alone(name: str) -> RuleBook:
    return replace(_book(), rules={name: _book().rules[name]})


@cache
def _rules() -> Mapping[str, Rule]:
    return load_catalog().rules


def _examples() -> list[tuple[str, int, RuleExample]]:
    rules = _rules()
    return [(name, place, example) for name, rule in rules.items() for place, example in enumerate(rule.examples)]


def _only_confirms(rule: Rule) -> bool:
    """Say whether a rule is evidence alone: it accuses in none of its examples and confirms in some."""
    return not any(one.finds for one in rule.examples) and any(one.confirms for one in rule.examples)


@pytest.mark.parametrize(
    ("name", "place", "example"), _examples(), ids=lambda value: value if isinstance(value, str) else None
)
def test_a_rule_finds_in_its_example_what_the_example_says(name: str, place: int, example: RuleExample) -> None:
    book, alone = _book(), _alone(name)
    data = example_records(example.values, book.indicators) if example.values else None
    previous = read_text(example.previous) if example.previous else None
    audited = audit(read_text(example.text), alone, data=data, previous=previous)
    quotes = [one.where.quote for one in audited.findings if one.rule == name and isinstance(one.where, TextPlace)]
    assert sorted(quotes) == sorted(example.finds), (place, example.text)
    if _only_confirms(_rules()[name]):
        verified = [one.printed for one in audited.numerals if one.outcome is NumeralClass.VERIFIED]
        assert verified == list(example.confirms), (place, example.text)


@pytest.mark.parametrize("name", _rules())
def test_a_rule_has_wordings_enough_that_it_speaks_on_and_that_it_leaves_alone(name: str) -> None:
    rule = _rules()[name]
    least = LEAST_WORDINGS if "paragraph" in rule.scope else LEAST_CASES
    cases = {(one.text, one.previous, *one.values.items(), bool(one.finds or one.confirms)) for one in rule.examples}
    speaks = sum(bool(case[-1]) for case in cases)
    assert (speaks >= least, len(cases) - speaks >= least) == (True, True), (speaks, len(cases) - speaks)


def test_only_a_note_may_confirm_and_never_find() -> None:
    rules = _rules().values()
    assert [rule.name for rule in rules if _only_confirms(rule) and rule.severity is not Severity.NOTE] == []
    assert [
        rule.name for rule in rules if not _only_confirms(rule) and any(one.confirms for one in rule.examples)
    ] == []
