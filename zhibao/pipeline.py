"""数据的路: the way of the data from workbooks to a published report, in one place. Read this first.

collect → check → compute → compile → publish. Every step takes the working folder; each is a function of what the
step before left there, so that any of them can be repeated alone and gives the same again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao.collect.folder import Collected
from zhibao.compile.gate import Drafts, Obstacle
from zhibao.document.nodes import Document
from zhibao.publish.release import MANIFEST, contents, publish
from zhibao.publish.verification import Again, release_faults
from zhibao.snapshot.frozen import damage
from zhibao.terms.finding import Finding
from zhibao.terms.progress import Progress, silent
from zhibao.workshop import Workshop


@dataclass(frozen=True)
class Run:
    """一次全程: what was collected, what was found, what came out; `held` says why nothing did."""

    collected: Collected
    findings: tuple[Finding, ...]
    document: Document | None
    files: tuple[Path, ...]
    held: tuple[Obstacle, ...] = ()


def run(path: Path, to: Path, progress: Progress = silent, *, draft: bool = False) -> Run:
    """Take a folder of workbooks all the way to a published report, or to a marked draft of one.

    A workbook that cannot be read stops the way before anything is computed; a report that the gate holds back is
    published only as a draft.
    """
    work = Workshop(path, progress, draft=Drafts.WHERE_HELD if draft else Drafts.NONE, fresh=True)
    collected = work.collect()
    if collected.refused:
        return Run(collected, collected.findings, None, ())
    findings = collected.findings + work.findings
    if work.obstacles and not draft:
        return Run(collected, findings, work.clean, (), work.obstacles)
    files = publish(work.draft(collected.findings), work.folder, work.catalog, to)
    return Run(collected, findings, work.document, files, work.obstacles)


def known_values(path: Path) -> tuple[Mapping[str, object], ...]:
    """Return the values of a release or a working folder, one record each, as what a report's numbers should be."""
    return Workshop(path, release=(path / MANIFEST).is_file()).should_be()


def verify(release: Path, progress: Progress = silent) -> tuple[Finding, ...]:
    """Return what in a release folder does not match its manifest, its snapshots or a new computation.

    Needs nothing but the folder: definitions, outline, cases and snapshots are in it. Everything in it is made again
    and compared, so that a manifest made to fit an altered file does not help.
    """

    def again() -> Again:
        work = Workshop(release, progress, release=True)
        damaged = [one for each in (*work.snapshots, *work.history) for one in damage(each, work.catalog.registers)]
        files = contents(work.draft_again(), work.folder, work.catalog)
        pages = work.recorded_pages
        taken = (f"Word 目录的页码由 {pages.by} 排定，按清单所记核验，没有重新排版",) if pages else ()
        return Again(files, tuple(damaged), taken)

    return release_faults(release, again)
