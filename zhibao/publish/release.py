"""发布件: the release folder, written beside its place and then moved there whole."""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao import __version__
from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.load import Catalog, definition_files
from zhibao.document.nodes import Document
from zhibao.document.writers.xlsx import write_xlsx
from zhibao.publish.values import as_csv, as_json, records
from zhibao.snapshot.store import Snapshot, dataset_id
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Finding
from zhibao.terms.value import Values

FORMAT = 1
MANIFEST = "manifest.json"


class PublishError(ZhibaoError):
    """发布有误: the release cannot be written where it was asked for; nothing was changed there."""

    exit_code = 5


@dataclass(frozen=True)
class Draft:
    """待发布的报告: the tree, its files, and everything they were made from."""

    document: Document
    files: Mapping[str, bytes]
    values: Values
    findings: tuple[Finding, ...]
    snapshots: tuple[Snapshot, ...]
    names: Mapping[str, str]
    fonts: tuple[str, ...]


def publish(draft: Draft, folder: WorkingFolder, catalog: Catalog, to: Path) -> tuple[Path, ...]:
    """Write the release folder and return its files; an earlier release at the same place is replaced.

    Raises: PublishError, when the place holds something that is not a release, or the disk does not take it.
    """
    if to.exists() and not (to / MANIFEST).is_file() and (not to.is_dir() or any(to.iterdir())):
        raise PublishError(f"{to}：这里已有别的文件，没有写入。请换一个文件夹，或先移走其中的内容。")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=".release-", dir=to.parent))
        try:
            _write(staged, draft, folder, catalog)
            if to.exists():
                shutil.rmtree(to)
            staged.chmod(0o755)
            staged.rename(to)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise PublishError(f"{to}：写入失败（{error.strerror}）。请检查磁盘空间与权限。") from error
    return tuple(sorted(path for path in to.rglob("*") if path.is_file()))


def _write(staged: Path, draft: Draft, folder: WorkingFolder, catalog: Catalog) -> None:
    rows = list(records(draft.values, catalog, draft.names, folder.edition.rounding))
    files: dict[str, bytes] = {
        **draft.files,
        "annex.xlsx": write_xlsx(draft.document),
        "values.csv": as_csv(rows),
        "values.json": as_json(rows),
        "findings.json": _findings(draft.findings),
        FILE: (folder.path / FILE).read_bytes(),
    }
    for snapshot in draft.snapshots:
        for path in sorted(snapshot.folder.iterdir()):
            files[f"snapshots/{snapshot.id}/{path.name}"] = path.read_bytes()
    for kind, path in definition_files(catalog.folders):
        inside = f"{path.parent.name}/{path.name}" if kind == "outlines" else path.name
        files[f"catalog/{kind}/{inside}"] = path.read_bytes()
    for chapter in _chapters(folder, catalog):
        files[f"outline/{chapter.name}"] = chapter.read_bytes()
    for path in sorted(folder.cases.rglob("*")):
        if path.is_file():
            files[f"cases/{path.relative_to(folder.cases).as_posix()}"] = path.read_bytes()
    for name, content in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (staged / MANIFEST).write_text(_manifest(draft, folder, catalog, files), encoding="utf-8")


def _chapters(folder: WorkingFolder, catalog: Catalog) -> tuple[Path, ...]:
    """Return the chapters as used: the folder's own where it has one of that name, else the catalog's."""
    own = {path.name: path for path in folder.outline.glob("*.md")}
    used = {
        path.name: path
        for kind, path in definition_files(catalog.folders)
        if kind == "outlines" and path.parent.name == folder.edition.outline and path.suffix == ".md"
    }
    return tuple(path for _, path in sorted({**used, **own}.items()))


def _findings(findings: tuple[Finding, ...]) -> bytes:
    return (json.dumps([one.record() for one in findings], ensure_ascii=False, indent=1) + "\n").encode()


def _manifest(draft: Draft, folder: WorkingFolder, catalog: Catalog, files: Mapping[str, bytes]) -> str:
    edition = folder.edition
    years = sorted({snapshot.year for snapshot in draft.snapshots})
    content = {
        "format": FORMAT,
        "zhibao": __version__,
        "title": draft.document.title,
        "place": {"code": edition.code, "name": edition.place, "level": edition.level.value},
        "outline": edition.outline,
        "round": edition.round,
        "label_year": edition.label_year,
        "data_years": list(edition.data_years),
        "rounding": edition.rounding.value,
        "fonts": {"faces": list(draft.fonts), "system_fonts": edition.system_fonts},
        "catalog": catalog.digest,
        "datasets": {str(year): dataset_id(tuple(s for s in draft.snapshots if s.year == year)) for year in years},
        "findings": dict(Counter(one.severity.value for one in draft.findings)),
        "open_findings": sum(one.is_open for one in draft.findings),
        "files": {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_manifest(release: Path) -> dict[str, object]:
    """Return the manifest of a release; raises PublishError when the folder is none."""
    try:
        content = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(f"{release}：这不是发布文件夹（{MANIFEST} 缺失或损坏），无法核验。") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("files"), dict):
        raise PublishError(f"{release}：{MANIFEST} 的格式不是本版本认识的格式 {FORMAT}，无法核验。")
    return content


def altered_files(release: Path, manifest: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return (file, what is wrong) for every file that is missing, changed or not in the manifest."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    faults = []
    for name, digest in listed.items():
        path = release / name
        if not path.is_file():
            faults.append((name, "清单里有，文件夹里没有"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            faults.append((name, "内容与清单的校验值不符"))
    there = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    faults += [(name, "清单里没有这个文件") for name in sorted(there - set(listed) - {MANIFEST})]
    return tuple(faults)
