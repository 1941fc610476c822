"""数据文件夹的名字: what tells the data folder of one machine from that of another, drawn when it is first asked for.

Jobs that need files of the folder name it: a worker on another machine, with a folder of its own, leaves them. Two
machines that share the folder share the name.
"""

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FILE = "folder.id"


def data_folder() -> str:
    """Return the name of this site's data folder."""
    return _name(Path(settings.DATA))


@lru_cache(maxsize=8)
def _name(folder: Path) -> str:
    path = folder / FILE
    if not path.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.write_text(secrets.token_hex(8), encoding="ascii")
        with suppress(FileExistsError):  # of two that start at once one names it
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
