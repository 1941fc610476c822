"""The labelled sample: 400 numerals drawn by a seed, each read and labelled before any extractor saw it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.conftest import sources
from zhibao.audit.claim import Claim
from zhibao.audit.run import claims_of
from zhibao.catalog.rulebook import load_rulebook
from zhibao.document.readers.read import read_text
from zhibao.terms.numerals.noun import Numeral, Sort

HERE = Path(__file__).parent
UNITS = {"m²": "平方米", "㎡": "平方米", "名": "人", "位": "人", "％": "%", "百分点": "个百分点"}
QUALIFIERS = {"大约": "约", "多": "余"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One numeral as a person reads it: `value` in the base unit, `also` a second sort that is right as well."""

    stratum: str
    file: str
    line: int
    column: int
    figure: str
    sort: str
    value: str | None = None
    unit: str = ""
    qualifier: str = ""
    parts: tuple[str, ...] = ()
    also: str = ""
    reason: str = ""

    def __str__(self) -> str:
        """Return where it stands and what it is."""
        read = f"{self.qualifier}{self.value or self.parts}{self.unit}" if self.sort != "excluded" else self.reason
        return f"{self.file}:{self.line}:{self.column} {self.figure} = {self.sort} {read}"


def labelled() -> list[Labelled]:
    """Return the sample in its committed order."""
    rows = json.loads((HERE / "sample.json").read_text(encoding="utf-8"))
    return [Labelled(**{**row, "parts": tuple(row.get("parts", ()))}) for row in rows]


def text_of(file: str) -> str:
    """Return one text of the sample: a source report, or an invented one that lies beside this file."""
    own = HERE / file
    return (own if own.is_file() else sources() / file).read_text(encoding="utf-8")


@cache
def typed(file: str) -> dict[tuple[int, int], Claim]:
    """Return the claims of a text by each line and column that their digits cover."""
    found = {}
    for claim in claims_of(read_text(text_of(file), file), load_rulebook()):
        for place in claim.places():
            found.update({(place.line, place.column + offset): claim for offset in range(len(place.quote))})
    return found


def faults(one: Labelled) -> Iterator[str]:
    """Yield what the extractor says otherwise than the label."""
    claim = typed(one.file).get((one.line, one.column))
    if claim is None:
        # Chinese characters that count nothing (一条龙, an indefinite 一批) need not be listed; Arabic digits always.
        if one.figure.isascii() or "excluded" not in (one.sort, one.also):
            yield "not seen"
        return
    numeral = claim.numeral
    if numeral.sort.value not in (one.sort, one.also):
        yield f"taken for {numeral.sort.value}"
    elif numeral.sort is not Sort.EXCLUDED:
        yield from _wrong_reading(one, numeral)


def _wrong_reading(one: Labelled, numeral: Numeral) -> Iterator[str]:
    if one.parts:
        if tuple(map(Fraction, one.parts)) != numeral.parts:
            yield f"parts {[str(part) for part in numeral.parts]}"
    elif one.value is not None and numeral.value != Fraction(one.value):
        yield f"value {numeral.value}"
    unit = UNITS.get(numeral.unit, numeral.unit)
    if one.unit and one.sort not in ("ratio", "rate", "points") and unit != one.unit:
        yield f"unit {numeral.unit}"
    if QUALIFIERS.get(numeral.qualifier, numeral.qualifier) != QUALIFIERS.get(one.qualifier, one.qualifier):
        yield f"qualifier {numeral.qualifier or 'none'}"
