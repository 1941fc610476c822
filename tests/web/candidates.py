"""A report put up for release without making it again, corrected in one cell, and where its pages lie once public."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pdfplumber

from tests.web.people import People
from zhibao.publish.public_report import PublicReport
from zhibao.web.actions.held import school_digest
from zhibao.web.actions.prepare_release import folder_of, home
from zhibao.web.actions.release import stand_for
from zhibao.web.bridge import releasing
from zhibao.web.bridge.releasing import Built
from zhibao.web.records.approval import Approval, Step
from zhibao.web.records.models import Candidate, Release, Submission
from zhibao.web.records.state import State


def all_sealed(people: People) -> People:
    """Let every school be sealed, as its headmaster signed it."""
    for one in Submission.objects.filter(school__campaign=people.campaign):
        one.state, one.submitted_by, one.submitted_at = State.FROZEN, people["clerk"], one.touched_at
        one.save()
    for school in people.campaign.schools.all():
        Approval(school=school, step=Step.SIGNED, by=people["head"], digest=school_digest(school)).save()
    return people


def put_up(people: People, built: Built, note: str = "", by: str = "editor") -> Candidate:
    """Put the report up as an editor does, without making it again."""
    one = Candidate(
        campaign=people.campaign, by=people[by], title=built.title, digest=built.digest, sealed=built.sealed,
        rests_on=releasing.rests_on(people.campaign.path), hidden=built.hidden, note=note,
    )  # fmt: skip
    one.save()
    return one


def corrected_in_one_cell(people: People, built: Built) -> Iterator[Release]:
    """Release the report once more with one cell printed otherwise, and take it away again."""
    # A name of its own for every build, since what a release shows is read once in a process.
    other = sha256(built.digest.encode()).hexdigest()
    folder = home() / other[:32]
    shutil.copytree(home() / built.digest[:32], folder)
    report = PublicReport.model_validate_json((folder / "public/public.json").read_bytes())
    table = report.exhibits[-1]
    row = (table.body[0][0], table.body[0][1].model_copy(update={"text": "更正后的数"}), *table.body[0][2:])
    changed = table.model_copy(update={"body": (row, *table.body[1:])})
    edited = report.model_copy(update={"exhibits": (*report.exhibits[:-1], changed)})
    (folder / "public/public.json").write_text(edited.model_dump_json(), encoding="utf-8")
    sums = json.loads((folder / "public/manifest.json").read_bytes())
    sums["public.json"] = sha256((folder / "public/public.json").read_bytes()).hexdigest()
    (folder / "public/manifest.json").write_text(json.dumps(sums), encoding="utf-8")
    put_up(people, Built(built.title, other, built.sealed, built.hidden), "一处录入有误。")
    yield stand_for(people["approver"], people.campaign, other)
    shutil.rmtree(folder)


def pages(release: Release) -> list[str]:
    """Return the addresses of every kind of public page and answer of a release."""
    report = releasing.report_of(folder_of(release.candidate))
    table = next(one for one in report.exhibits if one.kind == "t")
    figure = next(one for one in report.exhibits if one.kind == "f")
    api = f"/api/{release.city}/{release.year}/{release.key}/"
    inside = (
        "", f"t/{table.number}/", f"f/{figure.number}/", "k/", f"k/{report.heads[0]}/", "schools/",
        f"s/{report.schools[0][0]}/", "changes/", "data/", "find/", "files/report.pdf", "files/release.zip",
        "files/data/datapackage.json",
    )  # fmt: skip
    return [
        "/p/", f"/p/{release.city}/", f"/p/{release.city}/{release.year}/", *(release.base + one for one in inside),
        "/verify/", "/api/openapi.json", "/api/releases.json", f"{api}release.json", f"{api}values.json",
        f"{api}exhibits/{table.key}.json",
    ]  # fmt: skip


def told_in_files(folder: Path) -> list[tuple[str, bool]]:
    """Return of the report as Word, PDF and HTML: where its link to a proof leads, and whether it prints the hash."""
    with zipfile.ZipFile(folder / "report.docx") as word:
        body = word.read("word/document.xml").decode()
        written = [(body, "".join(re.findall(r"<w:t[ >][^<]*", body)))]
    with pdfplumber.open(folder / "report.pdf") as paper:
        last = paper.pages[-1]
        written.append(
            (" ".join(str(one.get("uri")) for one in last.hyperlinks), last.extract_text().replace("\n", ""))
        )
    html = (folder / "report.html").read_text(encoding="utf-8")
    written.append((html, html))
    found = [(re.search(r"https?://[^\s\"]+/verify/\?sha256=[0-9a-f]{64}", links), text) for links, text in written]
    return [(one[0], text.count(one[0][-64:]) > 0) if one else ("", False) for one, text in found]
