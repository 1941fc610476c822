"""公开版的文件: everything that is public of a release, each file with its checksum, and all of it as one archive."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.load import Catalog
from zhibao.document.nodes import Document
from zhibao.document.writers.xlsx import write_xlsx
from zhibao.publish.counts import Within
from zhibao.publish.open_data import as_json, data_files, public_rows
from zhibao.publish.protected import protected, protection
from zhibao.publish.public_report import FILE
from zhibao.publish.public_tree import public_tree
from zhibao.publish.release import MANIFEST, Draft, PublishError
from zhibao.publish.values import records
from zhibao.terms.errors import reason_of

ARCHIVE = "release.zip"
CHECKSUMS = "checksums.json"
_MADE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class PublicEdition:
    """公开版: its files by name, the checksum of their list, and how many numbers are hidden in it."""

    files: Mapping[str, bytes]
    digest: str
    hidden: int


def public_edition(
    draft: Draft,
    folder: WorkingFolder,
    catalog: Catalog,
    within: Within,
    written: Callable[[Document], Mapping[str, bytes]],
) -> PublicEdition:
    """Return what is public of a release; `within` says which county a school lies in.

    `written` writes the report again where something in it is hidden.

    Without anything to hide the report's files are those of the release, byte for byte.
    """
    hides = protection(draft.document, draft.values, catalog, within)
    document = protected(draft.document, hides)
    rows = list(records(draft.values, catalog, draft.names, folder.edition.rounding))
    shown = public_rows(rows, draft.values, hides)
    schools = {code: name for code, name in draft.names.items() if code != folder.edition.code}
    open_findings = sum(one["severity"] == "error" for one in draft.findings)
    tree = public_tree(document, shown, folder.edition, schools, hides.count, open_findings)
    files = {
        **(written(document) if hides else draft.files),
        "annex.xlsx": write_xlsx(document),
        **tree.files,
        **data_files(tree.report, shown),
        FILE: (tree.report.model_dump_json(indent=1) + "\n").encode(),
    }
    files[CHECKSUMS] = _list(files)
    files[ARCHIVE] = _archive(files)
    files[MANIFEST] = _list(files)
    return PublicEdition(files, hashlib.sha256(files[MANIFEST]).hexdigest(), hides.count)


def write_edition(edition: PublicEdition, to: Path) -> None:
    """Write the files of a public edition into a folder that becomes visible whole.

    Raises: PublishError, when the disk does not take them.
    """
    staged = to.with_name(f".{to.name}.new")
    try:
        shutil.rmtree(staged, ignore_errors=True)
        for name, content in edition.files.items():
            target = staged / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        shutil.rmtree(to, ignore_errors=True)
        staged.rename(to)
    except OSError as error:
        raise PublishError(f"{to.name}：写入失败（{reason_of(error)}）。请检查磁盘空间与权限。") from error


def checksums(folder: Path) -> dict[str, str]:
    """Return file → SHA-256 of a public edition on disk, the list itself among them."""
    content = (folder / MANIFEST).read_bytes()
    return {**json.loads(content), MANIFEST: hashlib.sha256(content).hexdigest()}


def file_of(folder: Path, name: str) -> Path | None:
    """Return a file of a public edition; None for a name that its list does not hold."""
    if name not in checksums(folder) or ".." in PurePosixPath(name).parts:
        return None
    return folder / name


def _list(files: Mapping[str, bytes]) -> bytes:
    return as_json({name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())})


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one archive; equal files give equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _MADE), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()
