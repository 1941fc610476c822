"""一份怎么编: what a report is made from, as one hash; what all of a batch need; and how one of them is made."""

import hashlib
from collections.abc import Sequence

from zhibao import __version__
from zhibao.audit.run import engine
from zhibao.batch.school import Schools, Written
from zhibao.catalog.edition import FILE
from zhibao.catalog.rulebook import load_rulebook
from zhibao.terms.place import Level, Place
from zhibao.workshop import Workshop


def inputs_of(work: Workshop, outline: str, place: Place, stale: Sequence[str]) -> str:
    """Return the hash of what a report is made from: version, definitions, settings, chapters, cases, snapshots."""
    folder, total = work.folder, hashlib.sha256()
    is_school = place.level is Level.SCHOOL
    chapters = folder.chapters_of(place.code) if is_school else folder.outline
    cases = folder.cases / place.code if is_school else folder.cases
    files = [folder.path / FILE, *sorted(chapters.glob("*.md")), *sorted(one for one in cases.rglob("*"))]
    files += [folder.path / folder.edition.template] if folder.edition.template and not is_school else []
    said = [__version__, work.catalog.digest, outline, place.code, place.name]
    said += [f"{one.place.code} {one.year} {one.id}" for one in (*work.snapshots, *work.history)]
    said += stale
    for text in said:
        total.update(text.encode() + b"\0")
    for one in files:
        if one.is_file():
            name = one.relative_to(folder.path).as_posix()
            total.update(name.encode() + b"\0" + hashlib.sha256(one.read_bytes()).digest())
    return total.hexdigest()


def prepare(work: Workshop, schools: Schools | None) -> None:
    """Work out and load what every report needs; `schools` when one of them is a school's."""
    for rule in load_rulebook().rules.values():
        engine(rule.kind, "relations")
    _ = work.tables.rows, work.findings
    if schools is not None:
        _ = schools.values


def school_report(place: Place, schools: Schools) -> Written:
    """Return a school's report. Raises: ZhibaoError, when it cannot be made or does not come back as it was meant."""
    written = schools.written(place)
    written.proof.require()
    return written
