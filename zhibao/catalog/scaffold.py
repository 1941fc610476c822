"""新建定义: a skeleton file for a new definition, with every part that is required."""

import re
from importlib.resources import files
from pathlib import Path

from zhibao.catalog.files import CatalogError

_FOLDER = Path(str(files("zhibao.catalog"))) / "skeletons"
KINDS = tuple(sorted(path.stem for path in _FOLDER.iterdir()))


def scaffold(kind: str, name: str, folder: Path) -> Path:
    """Write the skeleton of a definition into an overlay folder and return its path.

    Raises: CatalogError, when the kind is unknown, the name is no name, or the file is there already.
    """
    if kind not in KINDS:
        raise CatalogError(f"没有“{kind}”这种定义，可选：{'、'.join(KINDS)}。")
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,60}", name):
        raise CatalogError(f"“{name}”不能作名称：用小写英文字母、数字和下划线，如 student_teacher_ratio。")
    skeleton = _FOLDER / kind
    target = folder / f"{kind}s" / name
    parts = {target / path.name: path for path in sorted(skeleton.iterdir())} if skeleton.is_dir() else {}
    parts = parts or {target.with_suffix(".yaml"): skeleton.with_suffix(".yaml")}
    for path, source in parts.items():
        if path.exists():
            raise CatalogError(f"{path}：文件已经在了，没有改动。")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return next(iter(parts))
