"""手册的写出: the folder of the manual, written beside its place and then moved there whole."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from zhibao.catalog.load import Catalog
from zhibao.manual.index import index_script
from zhibao.manual.pages import pages
from zhibao.manual.shell import first_page, list_of_kind, whole_page
from zhibao.manual.site import KINDS
from zhibao.snapshot.drafts import sweep
from zhibao.terms.errors import ZhibaoError, reason_of

MANIFEST = "manual.json"
FORMAT = 1
_DRAFT = ".manual-"
_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}


class ManualError(ZhibaoError):
    """手册有误: the manual cannot be written where it was asked for; nothing was changed there."""

    exit_code = 5


def write_manual(catalog: Catalog, to: Path) -> Mapping[str, int]:
    """Write the manual and return how many pages there are of each kind; an earlier manual there is replaced.

    Raises: ManualError, when the place holds something that is not a manual, or the disk does not take it.
    """
    place = to.resolve()
    if place.exists() and not _may_be_replaced(place):
        raise ManualError(f"{to}：这里已有别的文件，没有写入。请换一个文件夹，或先移走其中的内容。")
    made, counts = contents(catalog)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        sweep(place.parent.glob(f"{_DRAFT}*"))
        staged = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place.parent))
        try:
            for name, text in made.items():
                target = staged / name
                target.parent.mkdir(exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="\n")
            staged.chmod(0o755)
            _put(staged, place)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise ManualError(f"{to}：写入失败（{reason_of(error)}）。请检查磁盘空间与权限。") from error
    return counts


def contents(catalog: Catalog) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Return every file of the manual by name, and how many pages there are of each kind."""
    made = pages(catalog)
    by_kind = {kind: [page for page in made if page.kind == kind] for kind in KINDS}
    counts = {kind: len(some) for kind, some in by_kind.items() if some}
    written = {
        "index.html": first_page(counts, catalog.digest),
        **{f"{kind}.html": list_of_kind(kind, by_kind[kind], counts, catalog.digest) for kind in counts},
        **{f"{page.kind}/{page.name}.html": whole_page(page, counts, catalog.digest) for page in made},
        "search-index.js": index_script(entry for page in made for entry in page.entries),
        **{
            name: files("zhibao.manual.looks").joinpath(name).read_text(encoding="utf-8")
            for name in ("style.css", "search.js")
        },
    }
    manifest = {"format": FORMAT, "definitions": catalog.digest, "files": sorted(written)}
    return {**written, MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=0) + "\n"}, counts


def _may_be_replaced(place: Path) -> bool:
    """Say whether nothing is lost at a place: it is an empty folder, or holds an earlier manual and nothing else."""
    if not place.is_dir():
        return False
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    kept = {name for name in there if name.rpartition("/")[2] not in _LEFT_BY_SYSTEMS}
    try:
        listed = json.loads((place / MANIFEST).read_text(encoding="utf-8"))["files"] if kept else []
        return kept <= {MANIFEST, *listed}
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _put(staged: Path, place: Path) -> None:
    """Move a finished folder to its place; the earlier manual goes only when the new one stands."""
    earlier = staged.with_name(f"{staged.name}-earlier")
    if place.exists():
        place.rename(earlier)
    try:
        staged.rename(place)
    except OSError:
        if earlier.exists():
            earlier.rename(place)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
