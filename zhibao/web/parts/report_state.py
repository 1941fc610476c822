"""预览的状态: which page of the report is shown, whether it is the newest, and what was found beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from zhibao.web.actions.ask_build import ask_look, look_job, looks
from zhibao.web.bridge.drafting import PAGE, Looked, Note, looked
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.job import Standing


@dataclass(frozen=True)
class ReportState:
    """预览的状态: `name` is the page that is shown, '' for none; `made_at` when it was made.

    `is_newest` says that it is of what stands now; `is_going` that a newer one is being made; `fault` why none is.
    `anchors` are chapter → section → where it begins on the page that is shown.
    """

    name: str = ""
    made_at: datetime | None = None
    is_newest: bool = False
    is_going: bool = False
    is_whole: bool = False
    fault: str = ""
    found: Looked = field(default_factory=Looked)
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def open_notes(self) -> tuple[Note, ...]:
        """Return what nobody has answered."""
        return tuple(one for one in self.found.notes if not one.done)

    @property
    def answered(self) -> int:
        """Return how many have an answer."""
        return len(self.found.notes) - len(self.open_notes)

    @property
    def held(self) -> int:
        """Return how many places keep the report from being released."""
        return sum(count for _, count in self.found.held)


def report_state(campaign: Campaign) -> ReportState:
    """Return how the page of the report stands; what is not there yet is asked for."""
    name = ask_look(campaign)
    home, job = looks(campaign), look_job(campaign, name)
    found, shown = looked(home / name), _shown(home, name)
    is_going = job is not None and not job.is_over
    fault = job.fault if job is not None and job.standing == Standing.FAILED else ""
    before = looked(home / shown) if shown else None
    is_whole = found is not None and found.is_whole
    return ReportState(
        name=shown,
        made_at=_at(home / shown / PAGE) if shown else None,
        is_newest=shown == name,
        is_going=is_going,
        is_whole=is_whole,
        fault=fault,
        found=found or before or Looked(),
        anchors=before.anchors if before else {},
    )


def _shown(home: Path, name: str) -> str:
    """Return the page of what stands now, or else the last one that was made."""
    if (home / name / PAGE).is_file():
        return name
    made = [one for one in home.glob(f"*/{PAGE}") if not one.parent.name.startswith(".")]
    return max(made, key=lambda one: one.stat().st_mtime).parent.name if made else ""


def _at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
