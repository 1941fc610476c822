"""试编: texts that are being written are compiled as the command does, beside the folder, and looked at."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from zhibao.catalog.edition import FILE as SETTINGS
from zhibao.preview.aside import Aside, Group, of_fault
from zhibao.preview.desk import Desk
from zhibao.preview.shadow import link
from zhibao.terms.errors import ZhibaoError
from zhibao.web.bridge.sections import pieces

PAGE, ASIDES = "page.html", "asides.json"
_LINE = re.compile(r"第 (\d+) 行")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
_NOT_OURS = ("outline", "build", "feedback", "schools")


@dataclass(frozen=True)
class Note:
    """旁注: what was found; `chapter` and `line` are of the source, `anchor` and `quote` of the page."""

    group: str
    severity: str
    said: str
    more: tuple[str, ...]
    file: str
    chapter: str
    line: int
    anchor: str
    quote: str
    done: bool


@dataclass(frozen=True)
class Looked:
    """看过: what stands beside a page, what holds it back, and the policy of the page itself.

    `anchors` are chapter → section → where it begins on the page.
    """

    notes: tuple[Note, ...] = ()
    held: tuple[tuple[str, int], ...] = ()
    policy: str = ""
    is_whole: bool = False
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def mirror(path: Path, home: Path, texts: Mapping[str, str]) -> Path:
    """Return a folder in `home` that is the working folder with other texts; nothing of the real one is written."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in path.iterdir():
        if one.name not in _NOT_OURS and not one.name.startswith("."):
            link(one, home / one.name)
    (home / "outline").mkdir()
    for name, text in texts.items():
        (home / "outline" / f"{name}.md").write_text(text, encoding="utf-8")
    return home


def look(path: Path, home: Path, texts: Mapping[str, str], to: Path) -> None:
    """Compile texts and write page and findings into `to`; the page is there first.

    What keeps the page from being made is a note; there is no page then.
    """
    folder = mirror(path, home / "folder", texts)
    desk = Desk(folder, home / "store", reads_workbooks=False)
    try:
        html = desk.page(only_text=False)
    except ZhibaoError as error:
        _write(to, Looked((_note(Group.FAULT, of_fault(str(error), folder)),), is_whole=True))
        return
    found = _POLICY.search(html)
    policy = found[1] if found else "default-src 'none'"
    (to / PAGE).write_text(html, encoding="utf-8")
    anchors = _anchors(desk, folder, texts)
    _write(to, Looked(policy=policy, anchors=anchors))
    groups: dict[Group, tuple[Aside, ...]] = {}
    held: tuple[tuple[str, int], ...] = ()
    for group, asides, held in desk.asides():  # noqa: B007  the last word on what is held counts
        groups[group] = asides
    notes = tuple(_note(group, one) for group in Group for one in groups.get(group, ()))
    _write(to, Looked(notes, held, policy, True, anchors))


def looked(to: Path) -> Looked | None:
    """Return what was found when a page was made; None as long as nothing was."""
    try:
        told = json.loads((to / ASIDES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    notes = tuple(Note(**{**one, "more": tuple(one["more"])}) for one in told["notes"])
    return Looked(
        notes, tuple((name, count) for name, count in told["held"]), told["policy"], told["is_whole"], told["anchors"]
    )


def state_of(path: Path) -> str:
    """Return what tells one state of a folder from another, its chapters aside: size and time of what it rests on."""
    found = sha256()
    for pattern in (SETTINGS, "store/heads/*/*.json", "cases/**/*", "catalog/**/*"):
        for one in sorted(path.glob(pattern)):
            told = one.stat()
            found.update(f"{one.relative_to(path)} {told.st_size} {told.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _anchors(desk: Desk, folder: Path, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return chapter → section → where it begins on the page."""
    places = desk.places
    assert places is not None
    return {
        name: {
            one.key: places.of_source(str(folder / "outline" / f"{name}.md"), one.first).anchor for one in pieces(text)
        }
        for name, text in texts.items()
    }


def _write(to: Path, found: Looked) -> None:
    draft = to / f"{ASIDES}.tmp"
    draft.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    draft.replace(to / ASIDES)


def _note(group: Group, one: Aside) -> Note:
    path, line = Path(one.path or "."), _LINE.search(one.file)
    is_chapter = path.suffix == ".md" and path.parent.name == "outline"
    more = tuple(_without_path(text) for text in one.more)
    return Note(
        group=group.label,
        severity=one.severity.value,
        said=_without_path(one.said),
        more=more,
        file=one.file,
        chapter=path.stem if is_chapter else "",
        line=int(line[1]) if line else 0,
        anchor=one.spot.anchor,
        quote=one.spot.quote,
        done=one.done,
    )


def _without_path(text: str) -> str:
    """Return a text with folders of this machine left out of the names of files."""
    return re.sub(r"(?<![\w.])/\S*/(?=[^/\s]+\.(?:md|yaml|json|xlsx))", "", text)
