"""Every package has one exact version and its hashes, and neither file names a place to download from."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import metadata

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins() -> dict[str, Requirement]:
    """Return the pin of each package; of one that has several, for several Pythons, the one that holds here."""
    found = sorted(map(Requirement, written_pins()), key=lambda one: one.marker is None or one.marker.evaluate())
    return {canonicalize_name(one.name): one for one in found}


def written_pins() -> list[str]:
    written: list[str] = PROJECT["tool"]["uv"]["constraint-dependencies"]
    return written


def locked() -> dict[str, str]:
    """Return each requirement of the lock with its hashes, by name."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    return {canonicalize_name(Requirement(entry.split("\\")[0]).name): entry for entry in entries}


def grouped(name: str) -> list[str]:
    """Return what a group of packages asks for, with the groups that it takes in."""
    found: list[str] = []
    for one in PROJECT["dependency-groups"][name]:
        found += [one] if isinstance(one, str) else grouped(one["include-group"])
    return found


def overridden() -> dict[str, Marker | None]:
    """Return where what a package asks for is replaced, by name."""
    asked = [Requirement(text) for text in PROJECT["tool"]["uv"]["override-dependencies"]]
    return {canonicalize_name(one.name): one.marker for one in asked}


def resolution(group: str | None) -> Iterator[metadata.Distribution]:
    """Yield what is installed here because the project, or one of its groups, asks for it."""
    wanted = list(PROJECT["project"]["dependencies"]) + (grouped(group) if group else [])
    waiting, seen = [(Requirement(text), "") for text in wanted], set()
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        markers = (requirement.marker, overridden().get(name))
        if any(one and not one.evaluate({"extra": extra}) for one in markers):
            continue
        distribution = metadata.distribution(name)
        if name not in seen:
            seen.add(name)
            yield distribution
            for wish in distribution.requires or ():
                waiting += [(Requirement(wish), extra) for extra in ("", *requirement.extras)]


def test_every_pin_is_one_exact_version() -> None:
    loose = [text for text in written_pins() if [one.operator for one in Requirement(text).specifier] != ["=="]]
    assert loose == []
    pinned = Counter((canonicalize_name((one := Requirement(text)).name), str(one.marker)) for text in written_pins())
    assert [name for name, times in pinned.items() if times > 1] == [], "one package is pinned twice"


def test_the_pins_cover_what_is_installed() -> None:
    installed = {canonicalize_name(one.metadata["Name"]): one.version for one in resolution("dev")}
    strange = {name: version for name, version in installed.items() if name not in pins()}
    assert strange == {}, "run scripts/renew_pins.py --keep"
    other = {name: version for name, version in installed.items() if not pins()[name].specifier.contains(version)}
    assert other == {}, "run uv sync"


def test_the_pins_allow_what_the_project_asks_for() -> None:
    asked = [Requirement(text) for text in PROJECT["project"]["dependencies"] + grouped("dev")]
    refused = [
        str(one)
        for one in asked
        if not one.specifier.contains(str(pins()[canonicalize_name(one.name)].specifier).removeprefix("=="))
    ]
    assert refused == []


def test_the_lock_matches_the_pins() -> None:
    differing = {
        name: entry.split("\\")[0].strip()
        for name, entry in locked().items()
        if Requirement(entry.split("\\")[0]).specifier != pins()[name].specifier
    }
    assert differing == {}, "run scripts/renew_pins.py --keep"


def test_the_lock_covers_what_the_program_needs() -> None:
    needed = {canonicalize_name(one.metadata["Name"]) for one in resolution(None)}
    assert needed - set(locked()) == set()


def test_every_locked_package_has_hashes() -> None:
    assert [name for name, entry in locked().items() if not SHA256.search(entry)] == []


@pytest.mark.parametrize("word", ["http", "file:", "index-url", "find-links", "@"])
def test_neither_file_names_a_place_to_download_from(word: str) -> None:
    assert word not in LOCK
    assert not any(word in pin for pin in written_pins())


def test_the_first_command_installs_no_development_package() -> None:
    assert PROJECT["tool"]["uv"]["default-groups"] == ["web"]
    assert PROJECT["dependency-groups"]["web"] == PROJECT["project"]["optional-dependencies"]["web"]
