"""发布件的核验: what in a release folder does not match its manifest, or what is made again from it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao.publish.release import MANIFEST, altered_files, altered_settings, read_manifest
from zhibao.terms.errors import ZhibaoError
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace


@dataclass(frozen=True, slots=True)
class Again:
    """重新得出的发布件: every file with the manifest, what is damaged, what was taken as recorded."""

    files: Mapping[str, bytes]
    damaged: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


def release_faults(release: Path, again: Callable[[], Again]) -> tuple[Finding, ...]:
    """Return what does not match; `again` makes the release once more from nothing but its own folder.

    Whatever a tampered release makes it stumble over is the release's fault.
    """
    manifest = read_manifest(release)
    faults = {name: _fault("verify.file", name, wrong) for name, wrong in altered_files(release, manifest)}
    try:
        made_again = again()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  see above
        why = str(error).rstrip("。") if isinstance(error, ZhibaoError) else f"{type(error).__name__} {error}"[:200]
        return (*faults.values(), _fault("verify.recompute", "发布件", f"无法重新计算：{why}"))
    for one in made_again.damaged:
        faults.setdefault(one, _fault("verify.snapshot", "snapshots", one))
    files = dict(made_again.files)
    listed = manifest["files"] if isinstance(manifest["files"], dict) else {}
    for name in sorted(set(listed) - set(files)):
        faults.setdefault(name, _fault("verify.recompute", name, "不是由封存数据、定义、提纲与案例得出的文件"))
    made = json.loads(files.pop(MANIFEST))
    for name, content in files.items():
        if not (release / name).is_file() or (release / name).read_bytes() != content:
            faults.setdefault(name, _fault("verify.recompute", name, "与按封存数据重新计算的结果不符"))
    for key, wrong in altered_settings(manifest, made):
        faults.setdefault(f"{MANIFEST} {key}", _fault("verify.manifest", MANIFEST, f"“{key}”{wrong}"))
    if manifest.get("zhibao") != made["zhibao"]:
        other = f"由质报 {manifest.get('zhibao')} 生成，现用 {made['zhibao']} 核验；版本不同，排版可能不同"
        faults[""] = _fault("verify.version", MANIFEST, other, Severity.NOTE)
    for one in made_again.taken:
        faults[f"taken {one}"] = _fault("verify.pages", MANIFEST, one, Severity.NOTE)
    return tuple(faults.values())


def _fault(rule: str, name: str, wrong: str, severity: Severity = Severity.ERROR) -> Finding:
    fix = "这份发布件不再可信，请从原发布处重新取得。" if severity is Severity.ERROR else ""
    return Finding(rule, severity, CellPlace(name), f"{wrong}。", fix=fix)
