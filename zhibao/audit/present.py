"""陈述: verdicts and remarks become findings: what was said, what follows, the computation, the smallest correction."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from zhibao.audit.arithmetic import is_one_slip
from zhibao.audit.blocks import Block, Flat
from zhibao.audit.claim import Claim
from zhibao.audit.decide import Decisions, Verdict
from zhibao.audit.facts import Facts
from zhibao.audit.model import Outcome, Relation, Remark
from zhibao.catalog.rulebook import AuditRule
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

LONGEST_QUOTE = 60
LEAST = 0.3
"""Below this confidence a question is not worth asking."""
_ERROR, _WARNING = 0.85, 0.60


class _Known(dict[str, str]):
    """Placeholders of a message; one that the kind does not fill prints nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def findings_of(decisions: Decisions, facts: Facts) -> Iterator[Finding]:
    """Yield one finding per verdict, and notes for what is only a question."""
    for verdict in decisions.verdicts:
        if verdict.confidence >= LEAST:
            yield _finding(verdict, facts)


def _finding(verdict: Verdict, facts: Facts) -> Finding:
    main = verdict.relations[0]
    rule = facts.book.rules[main.rule]
    file = facts.flat.reading.file
    span = main.span if main.span and verdict.culprit is main.result else None
    where = _where(verdict.culprit, span, facts.flat)
    others = {id(claim): claim for one in verdict.relations for claim in one.claims if claim is not verdict.culprit}
    related = tuple(claim.places(file)[0] for claim in others.values())
    said = verdict.culprit.quote
    expected = _expected(verdict)
    computation = "；".join(dict.fromkeys(one.computation for one in verdict.relations if one.computation))
    values = _Known(
        {"said": said, "expected": expected, "computation": computation, "word": where.quote, **main.values}
    )
    for place, claim in enumerate(main.claims):
        values[f"number{place + 1}"] = claim.quote
    severity = main.severity or _severity(rule, verdict.confidence)
    message = rule.message.format_map(values)
    if main.outcome is Outcome.CUT_OFF:
        message = f"“{said}”只有截去尾数才对得上，四舍五入应为 {main.expected}。"
    elif verdict.culprit is not main.result and not main.is_word:
        message = f"“{said}”与其他数对不上：{computation}，文中“{main.result.quote}”。"
    return Finding(
        rule=main.rule,
        severity=severity,
        where=where,
        message=message,
        said=said,
        expected=expected,
        fix=rule.fix,
        source=rule.source,
        computation=computation,
        suggestions=_suggestions(verdict),
        related=related[:60],
        confidence=verdict.confidence,
    )


def _severity(rule: AuditRule, confidence: float) -> Severity:
    by_confidence = (
        Severity.ERROR if confidence >= _ERROR else Severity.WARNING if confidence >= _WARNING else Severity.NOTE
    )
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    return order[max(order.index(rule.severity), order.index(by_confidence))]


def _expected(verdict: Verdict) -> str:
    for one in verdict.relations:
        for repair in one.repairs:
            if repair.claim is verdict.culprit:
                return repair.text
    return verdict.relations[0].expected if verdict.culprit is verdict.relations[0].result else ""


def _suggestions(verdict: Verdict) -> tuple[str, ...]:
    """Return the smallest corrections, as "4.45 → 3.45", the likeliest first, three at most."""
    found: dict[str, None] = {}
    repairs = [repair for one in verdict.relations for repair in one.repairs]
    repairs.sort(key=lambda repair: (repair.claim is not verdict.culprit, not _is_slip(repair.claim, repair.text)))
    for repair in repairs:
        if repair.text and repair.text != repair.claim.numeral.printed:
            said = repair.claim.numeral.printed if repair.text[-1:].isdigit() else repair.claim.quote
            found[f"{said} → {repair.text}"] = None
    main = verdict.relations[0]
    if main.is_word and main.values.get("instead"):
        found[f"{main.values.get('word', '')} → {main.values['instead']}"] = None
    return tuple(found)[:3]


def _is_slip(claim: Claim, text: str) -> bool:
    return is_one_slip(claim.numeral.printed, text) or text.startswith(claim.numeral.printed)


def _where(claim: Claim, span: tuple[int, int] | None, flat: Flat) -> TextPlace:
    """Return the place of the digits (with unit or label where they are short), or of the word that is wrong."""
    block, start, stop, file = claim.block, claim.numeral.start, claim.numeral.end, flat.reading.file
    if span is not None:
        return _bounded(block.places(*span, file)[0])
    place = block.places(start, stop, file)[0]
    if len(place.quote.strip()) >= 2:
        return _bounded(place)
    wider = block.places(start, max(stop, claim.numeral.stop), file)[0]
    if len(wider.quote.strip()) >= 2:
        return _bounded(wider)
    return (
        _with_row(place, block, flat)
        if block.kind == "cell"
        else _bounded(block.places(max(0, start - 4), stop, file)[-1])
    )


def _with_row(place: TextPlace, block: Block, flat: Flat) -> TextPlace:
    """Return a lone digit of a cell with the label of its row, where both stand on one line of a text."""
    row = flat.grids[block.table].rows[block.row]
    label = next(
        (
            cell
            for cell in row
            if cell is not None and cell.column < block.column and not cell.text.isdigit() and cell.text
        ),
        None,
    )
    if label is None or not flat.reading.has_lines:
        return place
    first = label.places(0, len(label.text))[0]
    line = next((one.text for one in flat.reading.lines if one.number == place.line), "")
    quote = line[first.column - 1 : place.column - 1 + len(place.quote)]
    if first.line != place.line or not quote.endswith(place.quote) or len(quote) > LONGEST_QUOTE:
        return place
    return replace(place, column=first.column, quote=quote)


def _bounded(place: TextPlace) -> TextPlace:
    return place if len(place.quote) <= LONGEST_QUOTE else replace(place, quote=place.quote[:LONGEST_QUOTE])


def remark_finding(remark: Remark, rule: AuditRule, flat: Flat) -> Finding:
    """Return the finding of a remark."""
    file = flat.reading.file
    where = _bounded(remark.block.places(remark.start, remark.end, file)[0])
    confidence = rule.confidence if remark.confidence is None else remark.confidence
    values: Mapping[str, str] = _Known({"said": remark.said, "expected": remark.expected, **remark.values})
    return Finding(
        rule=rule.name,
        severity=remark.severity or rule.severity,
        where=where,
        message=rule.message.format_map(values),
        said=remark.said,
        expected=remark.expected,
        fix=rule.fix,
        source=rule.source,
        computation=remark.computation,
        suggestions=remark.suggestions,
        related=tuple(_related(*one, file) for one in remark.related[:8]),
        confidence=confidence,
    )


def _related(block: Block, start: int, end: int, file: str) -> TextPlace:
    return _bounded(block.places(start, end, file)[0])


def relation_text(one: Relation) -> str:
    """Return in one line what a relation compared."""
    return f"{one.computation}（{'成立' if one.outcome is Outcome.HOLDS else '不成立'}）" if one.computation else ""
