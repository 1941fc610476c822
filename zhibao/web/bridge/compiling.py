"""编制的桥: the report of a working folder as it stands, a marked draft where the gate would hold it back."""

from collections.abc import Mapping
from pathlib import Path

from zhibao.compile.gate import Drafts
from zhibao.workshop import Workshop


def compile_into(path: Path, folder: Path) -> Mapping[str, object]:
    """Write the report's files into a folder and return their names, and what makes it a draft if it is one.

    Raises: ZhibaoError, when it cannot be compiled at all.
    """
    work = Workshop(path, draft=Drafts.WHERE_HELD)
    for name, content in work.files.items():
        (folder / name).write_bytes(content)
    return {"files": sorted(work.files), "held": list(work.held or ())}
