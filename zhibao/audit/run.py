"""核验: a document that was read, its claims, what relates them, and what that says; read this module first."""

import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from zhibao.audit.accounting import account
from zhibao.audit.blocks import Flat, flatten
from zhibao.audit.claim import Claim
from zhibao.audit.claims.cells import index_cells, with_cells
from zhibao.audit.claims.changes import changes
from zhibao.audit.claims.index import index_values, with_table_years
from zhibao.audit.claims.lexicon import lexicon
from zhibao.audit.claims.read import read_block
from zhibao.audit.decide import decide
from zhibao.audit.facts import Facts, date_by_headings, sentences_of
from zhibao.audit.model import Relation
from zhibao.audit.present import findings_of, remark_finding
from zhibao.audit.ties.answers import answered, settled
from zhibao.audit.ties.known import Record, known_values
from zhibao.catalog.rulebook import AuditRule, RuleBook
from zhibao.document.readers.lines import Reading
from zhibao.terms.audited import Audited
from zhibao.terms.finding import Finding
from zhibao.terms.numerals.noun import Sort

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年|-|学年|年度)")


def audit(
    reading: Reading, book: RuleBook, *, data: Iterable[Record] | None = None, previous: Reading | None = None
) -> Audited:
    """Return the findings about a document and the account of every numeral in it.

    `data` are records of the values that it should state, `previous` is last year's report; both may be wanting.
    """
    return audited_facts(reading, book, data=data, previous=previous)[1]


def audited_facts(
    reading: Reading, book: RuleBook, *, data: Iterable[Record] | None = None, previous: Reading | None = None
) -> tuple[Facts, Audited]:
    """Return the claims of a document beside what the audit says of it."""
    facts = gather(reading, book)
    facts.data = known_values(data) if data is not None else None
    facts.before = gather(previous, book) if previous is not None else None
    relations = list(relations_of(facts))
    decisions = decide(relations, facts)
    found = [*findings_of(decisions, facts), *remarks_of(facts)]
    findings = tuple(sorted(_unique(found), key=_place))
    numerals = account(facts, decisions, findings)
    findings = answered(findings, numerals, facts.flat, book)
    return facts, Audited(reading.file, reading.title, findings, settled(numerals, findings))


def gather(reading: Reading, book: RuleBook) -> Facts:
    """Return the claims of a document with roles, labels, periods and what each change belongs to."""
    flat = flatten(reading)
    facts = Facts(flat, book, lexicon(book))
    for block in flat.blocks:
        claims = read_block(block, facts.lex, len(facts.claims))
        if claims:
            facts.claims += claims
            facts.of_block[block.index] = claims
    facts.year = _reporting_year(flat)
    date_by_headings(facts)
    _understand_tables(facts)
    for index, claims in facts.of_block.items():
        if flat.blocks[index].kind != "contents":
            facts.sentences += sentences_of(flat.blocks[index], claims)
            facts.changes += changes(claims, facts.lex)
    facts.values = index_values(facts.claims, book)
    facts.cells = index_cells(facts.tables)
    known = with_table_years(facts.changes, facts.values, facts.lex, facts.year)
    facts.changes = list(with_cells(known, facts.cells, facts.lex, facts.year) if facts.tables else known)
    return facts


def claims_of(reading: Reading, book: RuleBook) -> list[Claim]:
    """Return the claims of a document in reading order."""
    return gather(reading, book).claims


def relations_of(facts: Facts) -> Iterator[Relation]:
    """Yield what the arithmetic kinds find, rule by rule."""
    for rule in facts.book.rules.values():
        find = engine(rule.kind, "relations")
        if find is not None:
            yield from find(facts, rule)


def remarks_of(facts: Facts) -> Iterator[Finding]:
    """Yield what the kinds for structure, names and words find."""
    for rule in facts.book.rules.values():
        find = engine(rule.kind, "remarks")
        if find is not None:
            for remark in find(facts.flat, rule, facts.book):
                yield remark_finding(remark, rule, facts.flat)
        compare = engine(rule.kind, "comparisons")
        if compare is not None:
            for remark in compare(facts, rule):
                yield remark_finding(remark, rule, facts.flat)


@cache
def engine(kind: str, name: str) -> Callable[..., Iterator[Any]] | None:
    """Return a kind's function, `relations`, `remarks` or `comparisons`; the module is found by the kind's name."""
    module = importlib.import_module(f"zhibao.audit.kinds.{kind}")
    found: Callable[..., Iterator[Any]] | None = getattr(module, name, None)
    return found


def rule_findings(
    reading: Reading,
    rule: AuditRule,
    book: RuleBook,
    *,
    data: Iterable[Record] | None = None,
    previous: Reading | None = None,
) -> list[Finding]:
    """Return what one rule alone finds in a document; its examples are run so."""
    alone = replace(book, rules={rule.name: rule})
    return [one for one in audit(reading, alone, data=data, previous=previous).findings if one.rule == rule.name]


def _understand_tables(facts: Facts) -> None:
    if facts.flat.grids:
        from zhibao.audit.tables.understand import understand  # noqa: PLC0415  a page of plain text needs no tables

        understand(facts)
        for table in facts.tables:
            for cell in table.cells.values():
                _as_ratio(cell)


def _as_ratio(cell: Claim) -> None:
    """Read the bare number of a 生师比 row as the ratio that running text prints (18.28:1)."""
    if cell.numeral.sort is Sort.PLAIN and cell.label.endswith(("生师比", "师生比")) and cell.numeral.value is not None:
        cell.numeral = replace(cell.numeral, sort=Sort.RATIO, unit="N:1")


def _reporting_year(flat: Flat) -> int | None:
    """Return the year the document reports on: the one its title or, failing that, most of its text names."""
    for block in flat.blocks[:40]:
        years = _YEAR.findall(block.text)
        if years and ("报告" in block.text or "公报" in block.text) and len(block.text) < 60:
            return max(map(int, years))
    counts = Counter(
        int(year) for block in flat.blocks if block.kind == "paragraph" for year in _YEAR.findall(block.text)
    )
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _unique(findings: list[Finding]) -> list[Finding]:
    """Return the findings, each place and quote under one rule once, the surest first."""
    seen: dict[tuple[str, object], Finding] = {}
    for one in findings:
        key = (one.rule, one.where)
        if key not in seen or seen[key].confidence < one.confidence:
            seen[key] = one
    return list(seen.values())


def _place(finding: Finding) -> tuple[int, int, str]:
    where = finding.where
    return (getattr(where, "line", 0), getattr(where, "column", 0), finding.rule)
