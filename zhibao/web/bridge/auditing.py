"""核验的桥: a report that somebody brought goes through the audit, and what comes out lies in a folder."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from zhibao.audit.report.annotated import Noted, annotated, viewer
from zhibao.audit.report.lists import finding_sheets
from zhibao.audit.report.plain import as_plain
from zhibao.catalog.rulebook import AuditRule
from zhibao.document.readers.lines import Reading
from zhibao.document.writers.lists_xlsx import write_lists
from zhibao.inspection import inspect, rulebook
from zhibao.terms.audited import Audited, NumeralClass
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Severity

FRAMED, PAGE, JSON, LIST = "framed.html", "audit.html", "audit.json", "list.xlsx"
_FACTS = (("对照", "只凭报告自身；没有提供数据与上年报告"),)
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


class UnauditedError(ZhibaoError):
    """A report that cannot be audited; the message is for whoever brought it."""


def ready() -> None:
    """Load what every audit needs, once."""
    rulebook()


def audit_into(path: Path, folder: Path) -> Mapping[str, object]:
    """Audit a report in this process, write everything that is given back into a folder, and return the sum of it.

    Raises: UnauditedError, when it cannot be read.
    """

    def finish(path: Path, reading: Reading, audited: Audited) -> Mapping[str, object]:
        noted = Noted(reading, audited, None, rulebook().rules, _FACTS)
        return _written(path, noted, folder)

    inspected = inspect(path, finish)
    if inspected.extra is None:
        raise UnauditedError(inspected.audited.error)
    return inspected.extra


def _written(path: Path, noted: Noted, folder: Path) -> Mapping[str, object]:
    page, audited = viewer(noted), noted.audited
    found = _POLICY.search(page)
    (folder / PAGE).write_text(page, encoding="utf-8")
    (folder / FRAMED).write_text(framed(page), encoding="utf-8")
    told = as_plain([audited], accounting=True)
    (folder / JSON).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / LIST).write_bytes(_list(noted.rules, audited, path))
    name, fault = _copy(path, noted, folder)
    counts = audited.counts()
    return {
        "title": audited.title or path.stem,
        "numerals": len(audited.numerals),
        "classes": {one.value: counts[one.value] for one in NumeralClass},
        "severities": {one.value: sum(each.severity is one for each in audited.findings) for one in Severity},
        "policy": found.group(1) if found else "default-src 'none'",
        "copy": name,
        "copy_fault": fault,
    }


def framed(page: str) -> str:
    """Return the page without its own bar and head, for which the site has its own; whole, if it is built otherwise."""
    before, bar, rest = page.partition('<header class="bar">')
    _, tally, after = rest.partition('<section class="tally"')
    return f"{before}<main>\n{tally}{after}" if bar and tally else page


def _list(rules: Mapping[str, AuditRule], audited: Audited, path: Path) -> bytes:
    return write_lists(finding_sheets((audited,), rules), f"核验：{audited.title or path.name}")


def _copy(path: Path, noted: Noted, folder: Path) -> tuple[str, str]:
    """Write the report's own file with what was found in it; return its name, or '' and why there is none."""
    if path.suffix.lower() not in (".docx", ".pdf"):
        return "", ""
    try:
        name, content = annotated(path, noted, "accepted", datetime.now(UTC))
    except (ZhibaoError, OSError) as error:
        return "", str(error)
    copy = f"copy{Path(name).suffix}"
    (folder / copy).write_bytes(content)
    return copy, ""
