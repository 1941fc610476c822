"""编制的桥: the report of a working folder as it stands, a marked draft where the gate would hold it back."""

from collections.abc import Mapping
from pathlib import Path

from zhibao.compile.gate import Drafts
from zhibao.snapshot.frozen import dataset_id
from zhibao.terms.finding import Severity
from zhibao.web.bridge.chapters import put_in_force
from zhibao.web.bridge.drafting import mirror
from zhibao.workshop import Workshop

_MOST = 200


def compile_into(path: Path, folder: Path) -> Mapping[str, object]:
    """Write the report's files into a folder and return their names, what makes it a draft, findings and data.

    Raises: ZhibaoError, when it cannot be compiled at all.
    """
    work = Workshop(path, draft=Drafts.WHERE_HELD)
    for name, content in work.files.items():
        (folder / name).write_bytes(content)
    obstacles = [[one.name, one.count, [_below(line, path) for line in one.told]] for one in work.obstacles]
    if work.conflicts:
        lines = [_below(line, path) for line in work.conflicts[:_MOST]]
        obstacles.append(["与数据不符的文字", len(work.conflicts), lines])
    findings = [_below(str(one), path) for one in work.findings if one.severity is not Severity.NOTE and not one.reason]
    return {
        "files": sorted(work.files),
        "held": list(work.held or ()),
        "obstacles": obstacles,
        "findings": findings[:_MOST],
        "count": len(findings),
        "data": dataset_id(work.snapshots),
        "snapshots": [[one.place.name, one.year, one.id] for one in work.snapshots],
    }


def compile_texts(path: Path, texts: Mapping[str, str], home: Path, folder: Path) -> Mapping[str, object]:
    """Compile other texts of a folder, and make them those of the folder once that has gone well.

    `home` is an empty place for the work. Raises: ZhibaoError, when they cannot be compiled; nothing changes then.
    """
    done = compile_into(mirror(path, home, texts), folder)
    put_in_force(path, texts)
    return done


def _below(text: str, path: Path) -> str:
    """Return a text with files named from the working folder on."""
    return text.replace(f"{path}/", "").replace(f"{path.resolve()}/", "")
