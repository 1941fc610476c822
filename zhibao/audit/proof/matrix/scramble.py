"""零检验: every digit of every value replaced at random; what still holds, holds by chance, and who still speaks.

Numbers that stand for nothing any more must not be verified, and a kind that recognises its relation by words or
headers must say that it fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from zhibao.audit.proof.matrix.measure import Engine, judged
from zhibao.audit.proof.matrix.sample import Sample
from zhibao.terms.audited import Audited, NumeralClass

# Their evidence is the agreement of two printed values, or one bit: scrambled they must fall silent.
SILENT = ("previous_value", "repeated_large", "repeated_small", "text_figure", "cites_", "announced_count", "traps")
ONE_BIT = ("from_to", "trend_words", "bounds", "table_arrows", "doubling")
KINDS_OF_DIGITS = ("0123456789", "０１２３４５６７８９")


@dataclass
class Null:
    """零检验的一行: relations tried, verified by chance, and still spoken of though every number is wrong."""

    relation: str
    tried: int = 0
    by_chance: int = 0
    spoken: int = 0

    @property
    def must_speak(self) -> bool:
        """Say whether its words or headers force the reading."""
        return not self.relation.startswith((*SILENT, *ONE_BIT))


def drawn_digits(text: str, rng: Random) -> str:
    """Return a text with every digit another one at random; a number that began with no 0 still begins with none."""
    out: list[str] = []
    for sign in text:
        kind = next((digits for digits in KINDS_OF_DIGITS if sign in digits), "")
        first = kind and not (out and out[-1] in kind)
        keeps_zero = sign == kind[:1]
        out.append(rng.choice(kind[1:] if first and not keeps_zero else kind) if kind else sign)
    return "".join(out)


def scrambled(sample: Sample, rng: Random) -> Sample:
    """Return a sample with the digits of all its numbers drawn anew."""
    text = sample.text
    for mark in sample.marks:
        if not mark.name.startswith("word") and mark.name not in ("L", "N"):
            text = text[: mark.start] + drawn_digits(text[mark.start : mark.end], rng) + text[mark.end :]
    return replace(sample, text=text)


def null_test(engine: Engine, right: Iterable[Sample], seed: int) -> dict[str, Null]:
    """Return for each relation how many scrambled instances are verified by chance, and how many are spoken of."""
    rows: dict[str, Null] = {}
    for number, sample in enumerate(right):
        if sample.variant != "right" or not sample.results:
            continue
        one = scrambled(sample, Random(f"{seed}/{number}"))  # noqa: S311 - a drawn case, no secret
        if one.text == sample.text:
            continue
        audited = engine(one.text)
        row = rows.setdefault(sample.relation, Null(sample.relation))
        row.tried += 1
        row.by_chance += judged(replace(one, lenient=False), audited).is_good
        row.spoken += judged(replace(one, variant="far"), audited).is_good
    return rows


@dataclass(frozen=True, slots=True)
class ReportNull:
    """一份报告的零检验: numerals that are values, verified before, and verified or contradicted when scrambled."""

    values: int
    verified: int
    by_chance: int
    contradicted: int


def report_null(engine: Engine, text: str, seed: int) -> ReportNull:
    """Return what is verified in a report before and after the digits of all its values are drawn anew."""
    before = engine(text)
    lines = text.split("\n")
    rng = Random(seed)  # noqa: S311 - a drawn case, no secret
    for numeral in before.numerals:
        if numeral.outcome is not NumeralClass.EXCLUDED:
            for place in numeral.places:
                line, start = lines[place.line - 1], place.column - 1
                stop = start + len(place.quote)
                lines[place.line - 1] = line[:start] + drawn_digits(line[start:stop], rng) + line[stop:]
    after = engine("\n".join(lines))
    values = sum(one.outcome is not NumeralClass.EXCLUDED for one in before.numerals)
    return ReportNull(
        values,
        _number(before, NumeralClass.VERIFIED),
        _number(after, NumeralClass.VERIFIED),
        _number(after, NumeralClass.CONTRADICTED),
    )


def _number(audited: Audited, outcome: NumeralClass) -> int:
    return sum(one.outcome is outcome for one in audited.numerals)


def null_table(rows: dict[str, Null]) -> str:
    """Return the rows as a table of plain text."""
    head = f"{'relation':24}{'scrambled':>10}{'by chance':>10}{'still speak':>12}"
    lines = [
        f"{row.relation:24}{row.tried:>10}{row.by_chance / row.tried:>10.3f}"
        f"{row.spoken / row.tried:>12.3f}{'' if row.must_speak else '  (may be silent)'}"
        for row in rows.values()
    ]
    tried = sum(row.tried for row in rows.values())
    forced = [row for row in rows.values() if row.must_speak]
    chance = sum(row.by_chance for row in rows.values()) / max(tried, 1)
    speak = sum(row.spoken for row in forced) / max(sum(row.tried for row in forced), 1)
    return "\n".join([head, *lines, f"{'all; forced ones speak':24}{tried:>10}{chance:>10.3f}{speak:>12.3f}"])
