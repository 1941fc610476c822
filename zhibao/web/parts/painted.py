"""着色的副本: the last workbook of a school that had something wrong in it, kept until the next one."""

from pathlib import Path

from zhibao.web.records.school import School


def keep_painted(data: Path, school: School, content: bytes | None) -> bool:
    """Keep a painted copy in the place of the one before, or take that away; say whether there is one."""
    path = painted_of(data, school)
    if content is None:
        path.unlink(missing_ok=True)
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_bytes(content)
    draft.chmod(0o600)
    draft.replace(path)
    return True


def painted_of(data: Path, school: School) -> Path:
    """Return where the painted copy of a school lies."""
    return data / "painted" / f"{school.pk}.xlsx"
