"""一批报告的桥: one report of many goes through the audit, and what all of them say together is summed up."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from zhibao import __version__
from zhibao.audit.report.annotated import Noted, annotated, viewer
from zhibao.audit.report.copied import Passage, copied_passages
from zhibao.audit.report.copied_numbers import NumberRun, copied_numbers
from zhibao.audit.report.lists import rule_label
from zhibao.audit.report.plain import as_plain
from zhibao.audit.report.prevalence import prevalence
from zhibao.audit.report.summary import summary_sheets
from zhibao.audit.report.tally import Tally, from_plain, tally_of
from zhibao.document.readers.lines import Reading
from zhibao.document.writers.lists_xlsx import write_lists
from zhibao.inspection import inspect, rulebook
from zhibao.publish.open_data import as_csv
from zhibao.terms.audited import Audited
from zhibao.terms.errors import ZhibaoError
from zhibao.web.bridge.auditing import UnauditedError

PAGE, JSON, TALLY, COPY = "audit.html.gz", "audit.json.gz", "tally.json.gz", "copy"
SUMMARY, PREVALENT, COPIED = "summary.xlsx", "prevalence.csv", "copied.csv"
_FACTS = (("对照", "只凭报告自身；没有提供数据与上年报告"),)
_SHOWN = 50
_QUICK = 1


@dataclass(frozen=True)
class Heard:
    """核完的一份: its files, and what is told of it in sum."""

    files: Mapping[str, bytes]
    told: Mapping[str, object]


def audited(path: Path, name: str, at: datetime) -> Heard:
    """Return the audit of a report in this process: the page, the data, its copy with comments, its account.

    `name` is what the report is called among the others; `at` stands in the comments, so that a second time writes
    the same. Raises: UnauditedError, when it cannot be read.
    """

    def finish(path: Path, reading: Reading, found: Audited) -> Heard:
        noted = Noted(reading, found, None, rulebook().rules, _FACTS)
        tally = tally_of(found, reading)
        files = {
            PAGE: packed(viewer(noted).encode()),
            JSON: packed(_json(as_plain([found], accounting=True))),
            TALLY: packed(_json(tally.as_plain() | {"file": name})),
        }
        return Heard({**files, **_copy(path, noted, at)}, _told(tally))

    inspected = inspect(path, finish)
    if inspected.extra is None:
        raise UnauditedError(inspected.audited.error)
    return inspected.extra


@cache
def rules_digest() -> str:
    """Return the hash of what an audit goes by: the version and all rules, words and names."""
    book = rulebook()
    rules = [[one.name, sorted(one.scope), repr(asdict(one) | {"scope": ""})] for one in book.rules.values()]
    said = repr((__version__, rules, book.words, book.names, book.indicators, book.quantities))
    return hashlib.sha256(said.encode()).hexdigest()


def summed_up(tallies: Iterable[bytes], unread: Mapping[str, str]) -> tuple[Mapping[str, bytes], dict[str, object]]:
    """Return the files that sum up a corpus, and the head of them for its page.

    Shape: the accounts as JSON; name → why of what could not be read.
    """
    read = [from_plain(json.loads(one)) for one in tallies]
    everything = sorted([*read, *(Tally(name, error=why) for name, why in unread.items())], key=lambda one: one.file)
    passages = copied_passages([one.prose for one in everything if one.prose])
    runs, rules = copied_numbers(everything), rulebook().rules
    common = [
        [rule_label(one.rule, rules), rules[one.rule].severity.value if one.rule in rules else "", one.reports,
         one.share, one.count, one.most, one.most_file]
        for one in prevalence(everything)
    ]  # fmt: skip
    files = {
        SUMMARY: write_lists(summary_sheets(everything, passages, runs, rules), "核验汇总"),
        PREVALENT: as_csv(_HEADS, (dict(zip(_HEADS, map(str, row), strict=True)) for row in common)),
        COPIED: as_csv(_COPIED, [*map(_passage, passages), *map(_run, runs)]),
    }
    told: dict[str, object] = {
        "read": len(read), "unread": len(unread), "numerals": sum(one.numerals["total"] for one in read),
        "common": common, "passages": len(passages), "runs": len(runs),
        "copied": [_passage(one) for one in passages[:_SHOWN]], "numbers": [_run(one) for one in runs[:_SHOWN]],
    }  # fmt: skip
    return files, told


_HEADS = ("问题", "程度", "份数", "占读入的", "处数", "最多的一份有", "最多的一份")
_COPIED = ("what", "length", "reports", "text", "same", "where")


def packed(content: bytes) -> bytes:
    """Return content made small; equal content becomes equal bytes."""
    return gzip.compress(content, _QUICK, mtime=0)


def unpacked(content: bytes) -> bytes:
    """Return what was made small."""
    return gzip.decompress(content)


def _told(tally: Tally) -> Mapping[str, object]:
    return {
        "title": tally.title,
        "numerals": tally.numerals["total"],
        "contradicted": tally.numerals["contradicted"],
        "severities": dict(tally.severities),
    }


def _copy(path: Path, noted: Noted, at: datetime) -> dict[str, bytes]:
    """Return the report's own file with what was found in it; nothing for kinds that hold no comments."""
    if path.suffix.lower() not in (".docx", ".pdf"):
        return {}
    try:
        name, content = annotated(path, noted, "accepted", at)
    except (ZhibaoError, OSError):
        return {}
    return {f"{COPY}{PurePath(name).suffix}": content}


def _passage(one: Passage) -> dict[str, Any]:
    where = [f"{each.file} {each.line}" for each in one.standings]
    same = "是" if all(each.same_numbers for each in one.standings) else "否"
    files = len({each.file for each in one.standings})
    return dict(zip(_COPIED, ("段落", len(one.text), files, one.text, same, "；".join(where)), strict=True))


def _run(one: NumberRun) -> dict[str, Any]:
    where = [f"{file} {line}" for file, line in one.standings]
    told = ("数", len(one.numbers), len({file for file, _ in one.standings}), "、".join(one.numbers), "是")
    return dict(zip(_COPIED, (*told, "；".join(where)), strict=True))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
