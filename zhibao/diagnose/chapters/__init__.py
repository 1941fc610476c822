"""诊断报告的各章: one module per subject; each writes the blocks of its chapters."""

from zhibao.diagnose.chapters.basis import definitions
from zhibao.diagnose.chapters.follow import follow_up
from zhibao.diagnose.chapters.grid import grid_table
from zhibao.diagnose.chapters.places import places_needed
from zhibao.diagnose.chapters.remedy import remedies
from zhibao.diagnose.chapters.standing import conclusions, school_by_school, schools_below

__all__ = [
    "conclusions",
    "definitions",
    "follow_up",
    "grid_table",
    "places_needed",
    "remedies",
    "school_by_school",
    "schools_below",
]
