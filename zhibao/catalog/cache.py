"""缓存: what was read and checked once is kept under the hash of its files; losing it only costs time."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhibao import __version__


def cached_json(name: str, digest: str, make: Callable[[], object]) -> Any:  # noqa: ANN401  JSON has no type of its own
    """Return what `make` makes, from the cache when it holds it under this digest."""
    path = _folder() / f"{name}-{__version__}-{digest[:40]}.json"
    if path.is_file():
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            pass
    text = json.dumps(make(), ensure_ascii=False, default=str)
    _write_quietly(path, text)
    return json.loads(text)


def _folder() -> Path:
    root = os.environ.get("ZHIBAO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return Path(root) / "zhibao" if root else Path.home() / ".cache" / "zhibao"


def _write_quietly(path: Path, text: str) -> None:
    """Write the cache; a cache that cannot be written only costs time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError:
        return
