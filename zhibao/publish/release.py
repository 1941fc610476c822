"""发布件: the release folder, written beside its place and then moved there whole."""

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao import __version__
from zhibao.catalog.diagnosed import printed_indicators
from zhibao.catalog.edition import FILE, WorkingFolder
from zhibao.catalog.load import Catalog, definition_files, outline_texts
from zhibao.catalog.persons import columns_in_use
from zhibao.document.nodes import Document
from zhibao.document.render import Pages
from zhibao.document.writers.xlsx import write_xlsx
from zhibao.publish.values import as_csv, as_json, records
from zhibao.snapshot.drafts import sweep
from zhibao.snapshot.frozen import Snapshot, dataset_id
from zhibao.snapshot.public import public_files
from zhibao.terms.errors import ZhibaoError, reason_of
from zhibao.terms.finding import Severity
from zhibao.terms.value import Values

FORMAT = 1
MANIFEST = "manifest.json"
FINDINGS = "findings.json"
_DRAFT = ".release-"
_CASE_FILES = (".md", ".png")
Record = Mapping[str, object]


class PublishError(ZhibaoError):
    """发布有误: the release cannot be written where it was asked for; nothing was changed there."""

    exit_code = 5


@dataclass(frozen=True)
class Draft:
    """待发布的报告: the tree, its files, and everything they were made from."""

    document: Document
    files: Mapping[str, bytes]
    values: Values
    findings: tuple[Record, ...]
    snapshots: tuple[Snapshot, ...]
    names: Mapping[str, str]
    fonts: tuple[str, ...]
    pages: Pages
    held: tuple[str, ...] | None = None


def publish(draft: Draft, folder: WorkingFolder, catalog: Catalog, to: Path) -> tuple[Path, ...]:
    """Write the release folder and return its files; an earlier release at the same place is replaced.

    Raises: PublishError, when the place holds something that is not a release, or the disk does not take it.
    """
    place = to.resolve()
    if place.exists() and not _may_be_replaced(place):
        raise PublishError(f"{to}：这里已有别的文件，没有写入。请换一个文件夹，或先移走其中的内容。")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _recover(place)
        sweep(place.parent.glob(f"{_DRAFT}*"))
        staged = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place.parent))
        try:
            for name, content in contents(draft, folder, catalog).items():
                target = staged / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            staged.chmod(0o755)
            _put(staged, place)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise PublishError(f"{to}：写入失败（{reason_of(error)}）。请检查磁盘空间与权限。") from error
    return tuple(sorted(path for path in to.rglob("*") if path.is_file()))


def contents(draft: Draft, folder: WorkingFolder, catalog: Catalog) -> dict[str, bytes]:
    """Return every file of a release by name; the manifest, which lists them, comes last."""
    rows = list(records(draft.values, catalog, draft.names, folder.edition.rounding))
    files: dict[str, bytes] = {
        **draft.files,
        "annex.xlsx": write_xlsx(draft.document),
        "values.csv": as_csv(rows),
        "values.json": as_json(rows),
        FINDINGS: (json.dumps(draft.findings, ensure_ascii=False, indent=1) + "\n").encode(),
        FILE: (folder.path / FILE).read_bytes(),
        **{name: (folder.path / name).read_bytes() for name in filter(None, [folder.edition.template])},
    }
    columns = columns_in_use(catalog, printed_indicators(catalog.outlines[folder.edition.outline], catalog))
    threads = {str(one.get("thread", "")) for one in draft.findings}
    for snapshot in draft.snapshots:
        for name, content in public_files(snapshot, catalog.registers, columns, threads).items():
            files[f"snapshots/{snapshot.id}/{name}"] = content
    for kind, path in definition_files(catalog.folders):
        inside = f"{path.parent.name}/{path.name}" if kind == "outlines" else path.name
        files[f"catalog/{kind}/{inside}"] = path.read_bytes()
    is_like = bool(catalog.outlines[folder.edition.outline].like)
    for chapter, text in outline_texts(catalog, folder.edition.outline, folder.outline):
        files[f"outline/{chapter.name}"] = text.encode() if is_like else chapter.read_bytes()
    for path in sorted((*folder.cases.glob("*/*"), *folder.cases.glob("*/city/*.md"))):
        if path.is_file() and path.suffix in _CASE_FILES and not path.name.startswith((".", "~")):
            files[f"cases/{path.relative_to(folder.cases).as_posix()}"] = path.read_bytes()
    return {**files, MANIFEST: _manifest(draft, folder, catalog, files).encode()}


def _may_be_replaced(place: Path) -> bool:
    """Say whether nothing is lost at a place: it is an empty folder or an earlier release."""
    if not place.is_dir():
        return False
    try:
        return not any(place.iterdir()) or bool(read_manifest(place))
    except PublishError:
        return False


def _put(staged: Path, place: Path) -> None:
    """Move a finished folder to its place; a kill in between leaves no release there, never a part of one."""
    earlier = _earlier(place)
    if place.exists():
        place.rename(earlier)
    try:
        staged.rename(place)
    finally:
        _recover(place)


def _recover(place: Path) -> None:
    """Put an earlier release back where no newer one came to stand, or remove it where one did."""
    earlier = _earlier(place)
    if earlier.exists() and not place.exists():
        earlier.rename(place)
    shutil.rmtree(earlier, ignore_errors=True)


def _earlier(place: Path) -> Path:
    return place.with_name(f".{place.name}.earlier")


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
        "look": edition.look,
        **({"template": edition.template} if edition.template else {}),
        "fonts": {"faces": list(draft.fonts), "system_fonts": edition.system_fonts},
        "page_numbers": {"by": draft.pages.by, "pages": dict(draft.pages.by_anchor)},
        "catalog": catalog.digest,
        "datasets": {str(year): dataset_id(tuple(s for s in draft.snapshots if s.year == year)) for year in years},
        "findings": dict(Counter(str(one["severity"]) for one in draft.findings)),
        "open_findings": sum(map(_is_open, draft.findings)),
        **({} if draft.held is None else {"draft": list(draft.held)}),
        "files": {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _is_open(finding: Record) -> bool:
    """Say of a recorded finding what Finding.is_open says."""
    return finding["severity"] == Severity.ERROR or (finding["severity"] == Severity.WARNING and not finding["reason"])


def read_manifest(release: Path) -> dict[str, object]:
    """Return the manifest of a release; raises PublishError when the folder is none."""
    try:
        content = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(f"{release}：这不是发布文件夹（{MANIFEST} 缺失或损坏），无法核验。") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("files"), dict):
        raise PublishError(f"{release}：{MANIFEST} 的格式不是本版本认识的格式 {FORMAT}，无法核验。")
    return content


def pages_of(manifest: Mapping[str, object]) -> Pages | None:
    """Return the page numbers that a manifest records; None where it names no program or no page."""
    match manifest.get("page_numbers"):
        case {"by": str(by), "pages": dict(pages)} if all(isinstance(page, int) for page in pages.values()):
            return Pages(by, pages)
        case _:
            return None


def drafted(manifest: Mapping[str, object]) -> tuple[str, ...] | None:
    """Return why a release is only a marked draft; None when it is a release."""
    why = manifest.get("draft")
    return tuple(map(str, why)) if isinstance(why, list) else None


def altered_files(release: Path, manifest: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return (file, what is wrong) for every file that is missing, changed or not in the manifest."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    there, strange = _files(release)
    faults = [(name, "是链接或特殊文件，不是普通文件") for name in strange]
    for name, digest in listed.items():
        if name not in there:
            faults += [(name, "清单里有，文件夹里没有")] if name not in strange else []
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != digest:
            faults.append((name, "内容与清单的校验值不符"))
    faults += [(name, "清单里没有这个文件") for name in sorted(set(there) - set(listed) - {MANIFEST})]
    return tuple(faults)


def altered_settings(manifest: Mapping[str, object], again: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return (key, what is wrong) for every setting that a release made again would name otherwise."""
    keys = [key for key in dict.fromkeys((*manifest, *again)) if key not in ("files", "zhibao")]
    return tuple((key, "与重新得出的不符") for key in keys if manifest.get(key) != again.get(key))


def _files(release: Path) -> tuple[dict[str, Path], list[str]]:
    """Return the plain files of a folder by name, and the names of links and other things that it should not hold.

    Only names found in the folder are ever opened; those that a manifest lists may point anywhere.
    """
    there: dict[str, Path] = {}
    strange = []
    for root, folders, names in os.walk(release):
        for one in (*folders, *names):
            path = Path(root, one)
            name = path.relative_to(release).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                strange.append(name)
            elif path.is_file():
                there[name] = path
    return there, sorted(strange)
