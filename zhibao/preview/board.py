"""告示板: what the browser should show now; the maker writes on it, every open page waits at it."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from threading import Condition
from typing import Literal

from zhibao.preview.aside import Aside, Group
from zhibao.preview.desk import Held

Phase = Literal["making", "checking", "done"]


@dataclass(frozen=True)
class Shown:
    """现在的样子: `page` counts the pages made, 0 before the first; `stale` when files changed and no page followed.

    `made` is when the page was made and `seconds` how long that took.
    """

    version: int = 0
    page: int = 0
    phase: Phase = "making"
    stale: bool = False
    made: str = ""
    seconds: float = 0.0
    held: Held = ()
    groups: Mapping[Group, tuple[Aside, ...]] = field(default_factory=dict)

    def json(self) -> str:
        """Return it as the page takes it: the kinds in their order, with their headings."""
        shown = [
            {"name": one.value, "label": one.label, "asides": [asdict(each) for each in self.groups[one]]}
            for one in Group
            if self.groups.get(one)
        ]
        return json.dumps({**asdict(replace(self, groups={})), "groups": shown}, ensure_ascii=False)


class Board:
    """告示板: one writer, any number of readers."""

    def __init__(self) -> None:
        """Begin with an empty board."""
        self._changed = Condition()
        self._shown = Shown()
        self.html = b""
        self.is_closed = False

    @property
    def shown(self) -> Shown:
        """Return what is shown now."""
        return self._shown

    def begin(self) -> None:
        """Say that a new page is being made."""
        self._put(lambda shown: replace(shown, phase="making"))

    def show(self, html: str, seconds: float) -> None:
        """Show a new page; what stood beside the old one stays until it is looked at again."""
        groups: dict[Group, tuple[Aside, ...]] = dict(self._shown.groups)
        groups.pop(Group.FAULT, None)
        self.html = html.encode()
        made = time.strftime("%H:%M:%S")
        page = self._shown.page + 1
        new = Shown(page=page, phase="checking", made=made, seconds=round(seconds, 2), groups=groups)
        self._put(lambda shown: replace(new, held=shown.held))

    def fail(self, fault: Aside) -> None:
        """Keep the last page, marked as stale, and say what kept the new one from being made."""
        self._put(
            lambda shown: replace(shown, phase="done", stale=True, groups={**shown.groups, Group.FAULT: (fault,)})
        )

    def tell(self, group: Group, asides: tuple[Aside, ...], held: Held) -> None:
        """Put one kind of asides beside the page."""
        self._put(lambda shown: replace(shown, groups={**shown.groups, group: asides}, held=held))

    def finish(self) -> None:
        """Say that everything has been looked at."""
        self._put(lambda shown: replace(shown, phase="done"))

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()

    def wait(self, version: int, seconds: float) -> Shown:
        """Return what is shown as soon as it is another version, or after some time the same."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_closed or self._shown.version != version, seconds)
            return self._shown

    def _put(self, change: Callable[[Shown], Shown]) -> None:
        with self._changed:
            self._shown = replace(change(self._shown), version=self._shown.version + 1)
            self._changed.notify_all()
