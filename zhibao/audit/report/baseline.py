"""与上一稿比: which findings of a former audit are still there, which are new, which are gone, which are no errors.

A finding is known again by its rule, its quote and its message, wherever it has moved to; where the message has
changed too (other numbers in the same sentence), by rule and quote in the order of the lines.
"""

import hashlib
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath

from zhibao.terms.audited import Audited
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Finding
from zhibao.terms.source import TextPlace

Record = Mapping[str, object]
_MOVING = re.compile(r"第\s*\d+\s*(?:行|页|段)|\s+")
_NOBODY: Record = {}


class BaselineError(ZhibaoError):
    """The former audit cannot be used."""

    exit_code = 2


class Status(StrEnum):
    """与上一稿比: new 新增, unchanged 未改, suppressed 不算错 (somebody gave a reason)."""

    NEW = "new"
    UNCHANGED = "unchanged"
    SUPPRESSED = "suppressed"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        return {"new": "新增", "unchanged": "未改", "suppressed": "不算错"}[self.value]


@dataclass(frozen=True)
class Comparison:
    """比较: the audit with the reasons that were given, one status per finding, and the records that are gone."""

    audited: Audited
    statuses: tuple[Status, ...]
    fixed: tuple[Record, ...] = ()

    def open_findings(self) -> list[Finding]:
        """Return the findings that are not suppressed."""
        pairs = zip(self.audited.findings, self.statuses, strict=True)
        return [one for one, status in pairs if status is not Status.SUPPRESSED]


def read_baseline(path: Path) -> tuple[Record, ...]:
    """Return the documents of a former JSON output.

    Raises: BaselineError when the file cannot be read or is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        documents = content["documents"]
        if content["version"] != 1 or not all(isinstance(one["file"], str) for one in documents):
            raise BaselineError(f"{path}：不是 zhibao audit --format json 的输出（version 应为 1）。")
        for one in documents:
            for finding in one.get("findings", ()):
                _check(finding)
    except OSError as error:
        raise BaselineError(f"{path}：上一稿的核验结果读不了（{error.strerror}）。") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BaselineError(
            f"{path}：不是 zhibao audit --format json 的输出，读不出上一稿的问题清单。请用那时保存的 JSON 文件。"
        ) from error
    return tuple(documents)


def compare(audited: Audited, before: Sequence[Record]) -> Comparison:
    """Return how the findings of a document relate to the former audit of it.

    Missing: a document that was not in the former audit has only new findings.
    """
    document = _same_document(audited, before)
    listed = document.get("findings")
    old = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if audited.error:
        return Comparison(audited, ())
    matched = _matched(audited.findings, old)
    statuses, findings = [], []
    for finding, record in zip(audited.findings, matched, strict=True):
        reason = str(record.get("suppressed") or "").strip() if record else ""
        statuses.append(Status.SUPPRESSED if reason else Status.UNCHANGED if record else Status.NEW)
        findings.append(replace(finding, reason=reason) if reason else finding)
    still = {id(record) for record in matched if record}
    fixed = tuple(one for one in old if id(one) not in still)
    return Comparison(replace(audited, findings=tuple(findings)), tuple(statuses), fixed)


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return one hash per finding that stays when lines move; equal ones are told apart by their order."""
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    found = []
    for finding in findings:
        key = (finding.rule, _quote(finding), _settled(finding.message))
        found.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()[:32])
        seen[key] += 1
    return found


def _check(finding: Mapping[str, object]) -> None:
    if not isinstance(finding["rule"], str) or not isinstance(finding["quote"], str):
        raise TypeError("rule and quote are texts")


def _matched(findings: Sequence[Finding], old: Sequence[Record]) -> list[Record | None]:
    """Return for each finding its former record, each record once: first the exact, then the like ones."""
    ways: tuple[tuple[Callable[[Finding], object], Callable[[Record], object]], ...] = (
        (
            lambda one: (one.rule, _quote(one), _settled(one.message)),
            lambda one: (one["rule"], one["quote"], _settled(str(one.get("message", "")))),
        ),
        (lambda one: (one.rule, _quote(one)), lambda one: (one["rule"], one["quote"])),
    )
    matched: list[Record | None] = [None] * len(findings)
    left: Iterable[Record] = old
    for key_now, key_then in ways:
        waiting: dict[object, deque[Record]] = defaultdict(deque)
        for record in left:
            waiting[key_then(record)].append(record)
        for place, finding in enumerate(findings):
            queue = waiting.get(key_now(finding))
            if matched[place] is None and queue:
                matched[place] = queue.popleft()
        left = [one for queue in waiting.values() for one in queue]
    return matched


def _same_document(audited: Audited, before: Sequence[Record]) -> Record:
    """Return the former record of a file: by its path, its name, its title; the only one where there is one."""
    name = PurePath(audited.file).name
    tests: tuple[Callable[[Record], bool], ...] = (
        lambda one: one["file"] == audited.file,
        lambda one: PurePath(str(one["file"])).name == name,
        lambda one: bool(audited.title) and one.get("title") == audited.title,
        lambda _: len(before) == 1,
    )
    for test in tests:
        found = [one for one in before if test(one)]
        if len(found) == 1:
            return found[0]
    return _NOBODY


def _quote(finding: Finding) -> str:
    return finding.where.quote[:60] if isinstance(finding.where, TextPlace) else str(finding.where)


def _settled(message: str) -> str:
    """Return a message without the numbers of lines and pages, which move."""
    return _MOVING.sub("", message)
