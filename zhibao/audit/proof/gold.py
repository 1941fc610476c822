"""金标准: the audit of a published report against the list of its known defects, and against changed digits of it.

A defect is found when an error or warning whose quote has at most 60 characters stands on its line, a related line or
one beside them, and shares two characters with its quote.
"""

import json
import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibao.audit.proof.engine import audited
from zhibao.audit.proof.seeded import same
from zhibao.terms.audited import Audited
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import TextPlace

Entry = Mapping[str, Any]
"""One entry of the list, as JSON holds it."""

# The classes of the list by the words of an entry's kind; what none of them names is a defect of other text.
CLASSES = {
    "structure": (
        "duplicate number", "number prefix", "title vs content", "duplicate title", "missing in case list",
        "missing in list", "caption mismatch", "toc-page", "figure-numbering", "caption-format", "enumeration",
        "duplicate-item",
    ),
    "numeric": (
        "percentage-point", "value conflict", "row total", "difference row", "share", "prose vs table", "list count",
        "prose-vs-annex", "number-split", "ratio", "count-vs-list", "unit conflict", "bound", "grim", "sum",
    ),
    "names": ("name", "variant", "perspective", "foreign-word", "stray", "term-variant", "agency", "school"),
}  # fmt: skip
SURE, LIKELY, LONGEST_QUOTE = 0.9, 0.5, 60


@dataclass(frozen=True, slots=True)
class Gold:
    """金标准的成绩: found of how many for each class, and which findings were right."""

    recall: Mapping[str, tuple[int, int]]
    errors: int
    errors_right: int
    loud: int
    loud_right: int
    tempted: int
    rules: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """改过一个数字的报告."""

    line: int
    digits: str
    text: str


def sources() -> Path | None:
    """Return the folder of the published reports; None where it is not on this machine."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "reports"
    folder = Path(os.environ.get("ZHIBAO_SOURCES") or beside)
    return folder if any(folder.glob("*.gold.json")) else None


def scored(content: Mapping[str, Any], result: Audited) -> Gold:
    """Return how an audit does on the list of defects."""
    loud = list(result.loud())
    recall: dict[str, tuple[int, int]] = {}
    for entry in content["errors"]:
        if entry["severity"] != "note" and entry["confidence"] >= SURE:
            found, number = recall.get(_class(entry["kind"]), (0, 0))
            recall[_class(entry["kind"])] = (found + any(_meets(one, entry) for one in loud), number + 1)
    defects = [entry for entry in content["errors"] if entry["confidence"] >= LIKELY]
    right = [any(_meets(one, entry) for entry in defects) for one in loud]
    tempted = [
        any(_line(one) == entry["line"] and _common(_quote(one), entry["quote"], 2) for entry in content["non_errors"])
        for one in loud
    ]
    rules: dict[str, tuple[int, int]] = {}
    for one, is_right in zip(loud, right, strict=True):
        good, bad = rules.get(one.rule, (0, 0))
        rules[one.rule] = (good + is_right, bad + (not is_right))
    errors = [is_right for one, is_right in zip(loud, right, strict=True) if one.severity is Severity.ERROR]
    false = sum(hit and not is_right for hit, is_right in zip(tempted, right, strict=True))
    return Gold(recall, len(errors), sum(errors), len(loud), sum(right), false, rules)


def mutants(content: Mapping[str, Any], text: str, number: int, seed: int) -> Iterator[Mutant]:
    """Yield the report with one digit changed of a claim that the list calls consistent with something else in it."""
    rng = random.Random(seed)  # noqa: S311 - drawn cases, no secret
    lines = text.split("\n")
    pool = [claim for claim in content["claims"] if _is_checkable(claim)]
    rng.shuffle(pool)
    made = 0
    for claim in pool:
        value, at = str(claim["value"]).strip().lstrip("-").rstrip("%"), claim["line"] - 1
        if made == number or at >= len(lines) or claim["quote"] not in lines[at] or value not in claim["quote"]:
            continue
        digits = _changed(value, rng)
        quote = claim["quote"].replace(value, digits, 1)
        changed = [*lines[:at], lines[at].replace(claim["quote"], quote, 1), *lines[at + 1 :]]
        made += 1
        yield Mutant(claim["line"], digits, "\n".join(changed))


def caught(mutant: Mutant, clean: Sequence[Finding]) -> tuple[bool, bool]:
    """Return whether a changed digit was found, and whether anything new was said elsewhere."""
    known = {same(one) for one in clean}
    new = [one for one in audited(mutant.text).loud() if same(one) not in known]
    near = [one for one in new if _concerns(one, mutant)]
    return bool(near), len(new) > len(near)


def load(folder: Path, name: str) -> tuple[dict[str, Any], str]:
    """Return the list of a report's defects, and the report."""
    content: dict[str, Any] = json.loads((folder / f"{name}.gold.json").read_text(encoding="utf-8"))
    return content, (folder / f"{name}.txt").read_text(encoding="utf-8")


def _class(kind: str) -> str:
    return next((name for name, keys in CLASSES.items() if any(key in kind.lower() for key in keys)), "text")


def _line(finding: Finding) -> int:
    return finding.where.line if isinstance(finding.where, TextPlace) else -9


def _quote(finding: Finding) -> str:
    return finding.where.quote if isinstance(finding.where, TextPlace) else ""


def _meets(finding: Finding, entry: Entry) -> bool:
    lines = {entry["line"], *(line for line in entry.get("related_lines", ()) if isinstance(line, int))}
    quote = _quote(finding)
    least = min(2, len(entry["quote"]))
    is_near = len(quote) <= LONGEST_QUOTE and any(abs(_line(finding) - line) <= 1 for line in lines)
    return is_near and _common(quote, entry["quote"], least)


def _common(one: str, other: str, least: int) -> bool:
    """Say whether two texts share so many characters in a row, blanks left out."""
    one, other = "".join(one.split()), "".join(other.split())
    return any(one[at : at + least] in other for at in range(len(one) - least + 1))


def _is_checkable(claim: Entry) -> bool:
    against = claim.get("checkable_against")
    return bool(
        claim["verdict"] == "consistent"
        and against not in (None, [], "none")
        and re.search(r"\d", claim["quote"])
        and re.fullmatch(r"-?[\d.]+%?", str(claim["value"]).strip())
    )


def _changed(value: str, rng: random.Random) -> str:
    """Return a number with one of its digits another one, never the last if it has more."""
    digits = [place for place, sign in enumerate(value) if sign.isdigit()]
    place = rng.choice(digits[: max(1, len(digits) - 1)])
    digit = str((int(value[place]) + rng.randint(1, 8)) % 10)
    if place == 0 and digit == "0":
        digit = "9" if value[0] != "9" else "8"
    return value[:place] + digit + value[place + 1 :]


def _concerns(finding: Finding, mutant: Mutant) -> bool:
    places = [place.line for place in (finding.where, *finding.related) if isinstance(place, TextPlace)]
    words = f"{_quote(finding)} {finding.message} {finding.said}"
    named = re.search(r"(?<![\d.])" + re.escape(mutant.digits) + r"(?!\d|\.\d)", words)
    return any(abs(line - mutant.line) <= 1 for line in places) or bool(named)
