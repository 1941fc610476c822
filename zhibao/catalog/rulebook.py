"""规则书: what an audit needs of the catalog, ready to use: rules, words, official names, indicators' names.

Checked once by the full loader, then kept under the hash of the files, so that an audit starts without reading or
checking hundreds of definitions (decision 23).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhibao.catalog.cache import cached_json
from zhibao.catalog.fingerprint import fingerprint, listed
from zhibao.terms.finding import Severity
from zhibao.terms.source import Source

_FOLDERS = ("rules", "words", "names", "indicators", "lists", "registers", "checks")


@dataclass(frozen=True, slots=True)
class AuditRule:
    """核验规则, as the audit uses it."""

    name: str
    label: str
    kind: str
    scope: frozenset[str]
    severity: Severity
    confidence: float
    message: str
    why: str
    fix: str
    source: tuple[Source, ...]
    words: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, int | float | str]
    answerable: bool = False


@dataclass(frozen=True, slots=True)
class NamedIndicator:
    """指标的名称与算法: names it goes by, unit, and the labels of what its formula divides (empty: no quotient).

    `factor` is what the quotient is multiplied by; `parts` holds, under 合计, the labels that add up to it. Labels are
    keys of `RuleBook.quantities`.
    """

    name: str
    labels: tuple[str, ...]
    unit: str
    numerator: str = ""
    denominator: str = ""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    factor: int = 1


@dataclass(frozen=True, slots=True)
class NamedQuantity:
    """基础数: a number that registers ask for: the names it goes by, what bounds it, and what it is split into.

    `within` are labels of what it is a part of, `not_below` what a check warns of when it is larger; `splits` maps
    按…分 to labels of all its parts, `groups` to labels of parts that together do not exceed it.
    """

    label: str
    labels: tuple[str, ...]
    unit: str
    is_count: bool
    within: tuple[str, ...] = ()
    not_below: tuple[str, ...] = ()
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class RuleBook:
    """规则书: rules, word groups, official names by sort, indicators, and the quantities that they are made of."""

    rules: Mapping[str, AuditRule]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    indicators: Mapping[str, NamedIndicator]
    quantities: Mapping[str, NamedQuantity] = field(default_factory=dict)

    def of_kind(self, kind: str) -> tuple[AuditRule, ...]:
        """Return the rules of a kind, in the order of their names."""
        return tuple(rule for rule in self.rules.values() if rule.kind == kind)


def load_rulebook(folders: tuple[Path, ...] = ()) -> RuleBook:
    """Return the rule book of the packaged definitions and of overlay folders.

    Raises: CatalogError, for the first faulty file, when the definitions have changed since they were last checked.
    """
    return _ready(folders, _fingerprint((Path(__file__).parent, *folders)))


@lru_cache(maxsize=8)
def _ready(folders: tuple[Path, ...], fingerprint: str) -> RuleBook:
    """Return the rule book, made once in a process for each state of the files."""
    content = cached_json("rulebook", fingerprint, lambda: _compiled(folders))
    rules = {name: _rule(name, one) for name, one in content["rules"].items()}
    indicators = {
        name: NamedIndicator(name, tuple(one["labels"]), one["unit"], one["numerator"], one["denominator"],
                             {key: tuple(value) for key, value in one["parts"].items()}, one["factor"])
        for name, one in content["indicators"].items()
    }  # fmt: skip
    quantities = {
        label: NamedQuantity(label, tuple(one["labels"]), one["unit"], one["is_count"], tuple(one["within"]),
                             tuple(one["not_below"]), {key: tuple(value) for key, value in one["splits"].items()},
                             {key: tuple(value) for key, value in one["groups"].items()})
        for label, one in content["quantities"].items()
    }  # fmt: skip
    return RuleBook(rules, _groups(content["words"]), _groups(content["names"]), indicators, quantities)


def _groups(table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {name: {key: tuple(words) for key, words in groups.items()} for name, groups in table.items()}


def _rule(name: str, one: Mapping[str, Any]) -> AuditRule:
    given = dict(one)
    given["scope"] = frozenset(given["scope"])
    given["severity"] = Severity(str(given["severity"]))
    given["source"] = tuple(Source(*each) for each in given["source"])
    given["words"] = {key: tuple(words) for key, words in given["words"].items()}
    return AuditRule(name=name, **given)


def _fingerprint(folders: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for folder in folders:
        for kind in _FOLDERS:
            for name in listed(f"{folder}/{kind}"):
                if name.endswith(".yaml"):
                    total.update(f"{kind}/{name}".encode() + fingerprint(f"{folder}/{kind}/{name}"))
    total.update(fingerprint(__file__))
    return total.hexdigest()


def _compiled(folders: tuple[Path, ...]) -> object:
    """Return the content of the rule book after the full check; the loader is imported only when it is needed."""
    from zhibao.catalog.equations import indicator_formulas, quantities  # noqa: PLC0415  as below
    from zhibao.catalog.load import load_catalog  # noqa: PLC0415  a start from the cache needs no YAML and no parser

    catalog = load_catalog(folders)
    return {
        "rules": {
            name: {
                "label": rule.label, "kind": rule.kind, "scope": list(rule.scope), "severity": rule.severity.value,
                "confidence": rule.confidence, "message": rule.message, "why": rule.why, "fix": rule.fix,
                "source": [(one.title, one.number, one.clause, one.mark) for one in rule.source],
                "words": rule.words, "parameters": rule.parameters, "answerable": rule.answerable,
            }
            for name, rule in sorted(catalog.rules.items())
        },
        "words": {name: one.groups for name, one in sorted(catalog.words.items())},
        "names": {
            **{name: one.items for name, one in sorted(catalog.names.items())},
            "majors": dict.fromkeys(catalog.lists["majors"].labels(), ()),
        },
        "indicators": indicator_formulas(catalog),
        "quantities": quantities(catalog),
    }  # fmt: skip
