"""装束: how a report is dressed: its look, and the user's own Word file that it is put into."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhibao.catalog.look import Look, default_look
from zhibao.catalog.placeholder import ChapterAt, WholeAt
from zhibao.document.nodes import Inlines
from zhibao.document.template.package import Template


@dataclass(frozen=True)
class Filled:
    """填好的模板: a template without faults, and what stands for each text between braces."""

    template: Template
    content: Mapping[str, Inlines | WholeAt | ChapterAt]


@dataclass(frozen=True)
class Dress:
    """装束: the look of all three files, and the template of the Word file, if there is one."""

    look: Look
    filled: Filled | None = None


def plain_dress() -> Dress:
    """Return the dress of what names none."""
    return Dress(default_look())
