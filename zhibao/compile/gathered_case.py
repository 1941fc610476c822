"""汇集来的案例: the file of a case as a region keeps it, with whom it came from and the hash of what it says."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from zhibao.catalog.passages import as_yaml
from zhibao.compile.case import Case, OriginOfCase


def said_digest(case: Case) -> str:
    """Return the SHA-256 of what a case says and shows: title, text, captions, declarations, the bytes of pictures."""
    pictures = [(caption, hashlib.sha256(png).hexdigest()) for caption, png in case.pictures]
    said = [case.title, case.body.strip(), pictures, list(case.alts), list(case.consents)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def is_altered(case: Case) -> bool:
    """Say whether a gathered case says something else than what was handed in."""
    return case.origin is not None and case.origin.sha256 != said_digest(case)


def handed_up(case: Case, member: str) -> Case:
    """Return a case as it goes a level up: in the words of the member's report, waiting to be selected.

    Missing: a picture without a declaration about the persons shown stays behind.
    """
    title, body, captions = case.title, case.body, tuple(caption for caption, _ in case.pictures)
    if case.edit is not None:
        title, body, captions = case.edit.title, case.edit.body, case.edit.captions or captions
    shown = list(zip(captions, (png for _, png in case.pictures), case.alts, case.consents, strict=True))
    kept = [one for one in shown if one[3]]
    gone = replace(
        case,
        title=title,
        body=body,
        pictures=tuple((caption, png) for caption, png, _, _ in kept),
        alts=tuple(alt for _, _, alt, _ in kept),
        consents=tuple(consent for _, _, _, consent in kept),
        selected=False,
        edit=None,
    )
    origin = {"from": member, "section": case.section, "sha256": said_digest(gone), "consent": len(kept) == len(shown)}
    return replace(gone, origin=OriginOfCase.model_validate(origin))


def case_files(case: Case) -> dict[str, bytes]:
    """Return name → content of a gathered case's files: its pictures, then its text."""
    names = [f"{case.number}-{place}.png" for place in range(1, len(case.pictures) + 1)]
    files = {name: png for name, (_, png) in zip(names, case.pictures, strict=True)}
    return {**files, f"{case.number}.md": "\n".join(_lines(case, names)).encode()}


def _lines(case: Case, names: Sequence[str]) -> list[str]:
    lines = ["---", f"title: {as_yaml(case.title)}", f"section: {as_yaml(case.section)}"]
    lines.append(f"selected: {str(case.selected).lower()}")
    if names:
        lines.append("pictures:")
    for name, (caption, _), alt, consent in zip(names, case.pictures, case.alts, case.consents, strict=True):
        lines += [f"  - file: {name}", f"    caption: {as_yaml(caption)}"]
        lines += [f"    alt: {as_yaml(alt)}"] if alt else []
        lines.append(f"    consent: {as_yaml(consent)}")
    if case.origin is not None:
        lines += ["origin:", f"  from: {as_yaml(case.origin.from_)}", f"  section: {as_yaml(case.origin.section)}"]
        lines += [f"  sha256: '{case.origin.sha256}'", f"  consent: {str(case.origin.consent).lower()}"]
    return [*lines, "---", "", case.body.strip(), ""]
