"""编制记录: what a report was made from and what came out, beside its files; the log and the summary of a batch."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from zhibao.document.render import DOCX, HTML, PDF

RECORD, LOG, SUMMARY = "built.json", "build.log", "summary.json"
FORMAT = 1


class State(StrEnum):
    """结果: built now, unchanged since an earlier time, or not built."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """Return the Chinese name."""
        return {"built": "已编制", "unchanged": "未变", "failed": "未编成"}[self.value]


@dataclass(frozen=True, slots=True)
class Built:
    """一份报告的结果: `files` are name → SHA-256, `numbers` those read back from the written file and found right.

    `findings` counts what the audit found and the report explains; an unexplained one is an error, and no report.
    `draft` says why every page is marked 草稿.
    """

    code: str
    name: str
    inputs: str
    state: State
    files: Mapping[str, str] = field(default_factory=dict)
    numbers: int = 0
    findings: int = 0
    draft: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    error: str = ""


def earlier(folder: Path, inputs: str) -> Built | None:
    """Return the record of a report that was made from the same inputs and whose files are all there unaltered."""
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        found = Built(**{**content, "state": State.UNCHANGED})
    except (OSError, ValueError, TypeError):
        return None
    if found.inputs != inputs or set(found.files) != {DOCX, PDF, HTML}:
        return None
    return found if all(_digest(folder / name) == digest for name, digest in found.files.items()) else None


def write_report(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Write the files of a report, each whole, and return their SHA-256; an older record goes before them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD).unlink(missing_ok=True)
    for name, content in files.items():
        _put(folder / name, content)
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def write_record(folder: Path, built: Built) -> None:
    """Write the record that says that a report is complete."""
    _put(folder / RECORD, _json(asdict(built)))


def write_summary(folder: Path, head: Mapping[str, object], reports: Sequence[Built]) -> None:
    """Write summary.json: what the batch was, counts by result, and every report."""
    counts = {state.value: sum(one.state is state for one in reports) for state in State}
    _put(folder / SUMMARY, _json({"format": FORMAT, **head, **counts, "reports": [asdict(one) for one in reports]}))


def log(folder: Path, lines: Iterable[str]) -> None:
    """Add lines to build.log, each with the time."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    with (folder / LOG).open("a", encoding="utf-8") as target:
        target.writelines(f"{now}\t{line}\n" for line in lines)


def log_line(one: Built, files: Mapping[str, int]) -> str:
    """Return the line of a report: place, result, seconds, files with their sizes, findings, error."""
    sizes = "、".join(f"{name} {size // 1024} KB" for name, size in files.items())
    told = f"读回 {one.numbers} 个数，已说明的问题 {one.findings} 条" + (f"，草稿：有{one.draft}" if one.draft else "")
    said = " / ".join(one.error.split("\n")) if one.error else told
    time = f"{one.seconds:.2f} 秒（CPU {one.cpu_seconds:.2f} 秒）"
    return "\t".join((f"{one.code} {one.name}", one.state.label, time, sizes or "没有文件", said))


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
