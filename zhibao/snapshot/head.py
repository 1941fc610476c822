"""在用: the small file that names the snapshot in force of a place and year."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """在用的封存: the snapshot in force, the one of what was typed, and the imports that were joined to it."""

    snapshot: str
    typed: str
    imports: tuple[str, ...]

    def text(self) -> str:
        """Return what the file says; what was only typed needs one name."""
        said: dict[str, object] = {"snapshot": self.snapshot}
        if self.typed != self.snapshot or self.imports:
            said |= {"typed": self.typed, "imports": list(self.imports)}
        return json.dumps(said) + "\n"


def read_head(file: Path) -> Head:
    """Return what a head says; raises ValueError, KeyError or TypeError when it names no snapshot."""
    return head_of(file.read_text(encoding="utf-8"))


def head_of(text: str) -> Head:
    """Return what the text of a head says; raises ValueError, KeyError or TypeError when it names no snapshot."""
    said = json.loads(text)
    snapshot, imports = said["snapshot"], tuple(said.get("imports", ()))
    head = Head(snapshot, said.get("typed", snapshot), imports)
    if not all(_ID.fullmatch(one) for one in (head.snapshot, head.typed, *imports)):
        raise ValueError("no id of a snapshot")
    return head


def is_head(file: Path, head: Head) -> bool:
    """Say whether a file is this head; one that cannot be read is none."""
    try:
        return read_head(file) == head
    except (ValueError, KeyError, TypeError):
        return False
