"""The committed files speak of the project alone: of no machine, no package server, no lock with addresses."""

import re
import subprocess

import pytest

from tests.conftest import ROOT
from tests.shape.repository import committed, name_of, texts

# Written in pieces so that this file does not find itself.
MACHINE = {
    "a home folder": r"/(?:home|Users)/[a-z][a-z0-9_-]*/|/ro" + r"ot/|[A-Z]:\\Users\\",
    "a working folder of one machine": r"/wo" + r"rk/(?:main|shared)|/tm" + r"p/[a-z]",
    "a folder of tools outside the project": r"\.lib" + r"rary/",
}
SERVERS = {
    "a package server": r"py"
    + r"pi\.org|pytho"
    + r"nhosted|npm"
    + r"js\.(?:org|com)|registry\.npm|deb\.deb"
    + r"ian\.org",
    "a mirror of packages": r"mirrors?\.(?:aliyun|tuna|ustc|cloud)|pypi\.tuna",
}
ADDRESS = re.compile(r"https?://([^/\s\"'<>()\]`]+)")
# Where an address may lead: licences, standards' own namespaces, and example hosts that can never exist.
HOSTS = re.compile(
    r"(?:www\.apache\.org|openfontlicense\.org|scripts\.sil\.org|www\.w3\.org|json-schema\.org|vega\.github\.io"
    r"|schemas\.(?:openxmlformats\.org|microsoft\.com)|purl\.org|docs\.astral\.sh|docs\.oasis-open\.org"
    r"|(?:[^/]+\.)?(?:example|invalid|test)(?:\.(?:com|org|net|cn|edu\.cn))?)(?::\d+)?$"
)


@pytest.mark.parametrize(("what", "pattern"), [*MACHINE.items(), *SERVERS.items()])
def test_no_file_names(what: str, pattern: str) -> None:
    found = [f"{name_of(path)}: {hit[0]}" for path, text in texts() for hit in re.finditer(pattern, text)]
    assert found == [], what


def test_addresses_lead_only_to_licences_namespaces_and_invented_hosts() -> None:
    found = [
        f"{name_of(path)}: {host}" for path, text in texts() for host in ADDRESS.findall(text) if not HOSTS.match(host)
    ]
    assert found == []


def test_no_lock_with_addresses_is_committed() -> None:
    tracked = {name_of(path) for path in committed()}
    assert tracked.isdisjoint({"uv.lock", "pylock.toml", ".python-version"})


def test_the_local_lock_is_ignored() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_the_one_recipe_can_be_started() -> None:
    recipe = ROOT / ".ci" / "run"
    assert recipe.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert recipe.stat().st_mode & 0o111, "chmod +x .ci/run"
    assert subprocess.run(["bash", "-n", str(recipe)], check=False).returncode == 0
