"""列举的次序: 一是 二是 三是 begin with the first, leave nothing out and say nothing twice."""

from collections.abc import Iterator

from zhibao.audit.blocks import Block, Flat
from zhibao.audit.enumeration import DIGITS, Run, Sign, opens_otherwise, runs
from zhibao.audit.model import Remark
from zhibao.catalog.rulebook import AuditRule, RuleBook

_LONGEST = 18
_WORDS = {"is": "{}是", "of": "其{}", "th": "第{}", "round": "（{}）", "circle": "第{}项"}


def remarks(flat: Flat, rule: AuditRule, _book: RuleBook) -> Iterator[Remark]:
    """Yield the marks with the fault that the rule names: start, gap or duplicate."""
    wanted = rule.parameters["fault"]
    for run in runs(flat):
        for sign, fault, expected in run.faults():
            if fault == wanted and not _is_excused(flat, run, sign, fault, expected):
                yield _remark(rule, run, sign, expected)


def _is_excused(flat: Flat, run: Run, sign: Sign, fault: str, expected: int) -> bool:
    """Say whether the run may be right although a mark of its style is missing or stands twice."""
    if run.style == "round" and fault == "start":
        return True
    if run.style in ("circle", "round") and fault == "duplicate":
        return True
    if run.style == "of" and fault == "start" and sign.number > 2:
        return True
    if fault == "start":
        return any(opens_otherwise(block, place) for block, place in _text_before(flat, sign))
    if fault == "gap":
        return f"{DIGITS[expected - 1]}" in _between(run, sign) if expected <= len(DIGITS) else True
    return False


def _text_before(flat: Flat, sign: Sign) -> Iterator[tuple[Block, int]]:
    yield sign.block, sign.start
    if sign.start == 0 or sign.number == 2:
        before = flat.blocks[sign.block.index - 1] if sign.block.index else None
        if before is not None and before.kind == "paragraph" and sign.number <= 3:
            yield before, len(before.text)


def _between(run: Run, sign: Sign) -> str:
    """Return the first characters of the clauses between a mark and the one before it in its run."""
    place = run.signs.index(sign)
    before = run.signs[place - 1] if place else sign
    text = before.block.text[before.end : sign.start if before.block is sign.block else None]
    starts = [text[k + 1] for k, letter in enumerate(text[:-1]) if letter in "。；，:第其（"]
    return "".join(starts)


def _remark(rule: AuditRule, run: Run, sign: Sign, expected: int) -> Remark:
    pattern = _WORDS[run.style]
    right = pattern.format(DIGITS[expected - 1]) if expected <= len(DIGITS) else ""
    first = pattern.format(DIGITS[0])
    others = [one for one in run.signs if one is not sign]
    end = min(len(sign.block.text), sign.start + _LONGEST)
    return Remark(
        rule.name,
        sign.block,
        sign.start,
        end,
        said=sign.printed,
        expected=right or first,
        computation="本处的列举词依次为：" + "、".join(one.printed for one in run.signs),
        related=tuple((one.block, one.start, one.end) for one in others[:4]),
        suggestions=(f"{sign.printed} → {right}",) if right else (),
    )
