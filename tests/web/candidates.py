"""A report put up for release without making it again, and where its pages lie once it is public."""

from tests.web.people import People
from zhibao.web.actions.prepare_release import folder_of
from zhibao.web.bridge import releasing
from zhibao.web.bridge.releasing import Built
from zhibao.web.records.models import Candidate, Release


def put_up(people: People, built: Built, note: str = "", by: str = "editor") -> Candidate:
    """Put the report up as an editor does, without making it again."""
    one = Candidate(
        campaign=people.campaign, by=people[by], title=built.title, digest=built.digest, sealed=built.sealed,
        rests_on=releasing.rests_on(people.campaign.path), hidden=built.hidden, note=note,
    )  # fmt: skip
    one.save()
    return one


def pages(release: Release) -> list[str]:
    """Return the addresses of every kind of public page and answer of a release."""
    report = releasing.report_of(folder_of(release.candidate))
    table = next(one for one in report.exhibits if one.kind == "t")
    figure = next(one for one in report.exhibits if one.kind == "f")
    api = f"/api/{release.city}/{release.year}/{release.key}/"
    inside = (
        "", f"t/{table.number}/", f"f/{figure.number}/", f"k/{report.heads[0]}/", "schools/",
        f"s/{report.schools[0][0]}/", "changes/", "data/", "files/report.pdf", "files/release.zip",
        "files/data/datapackage.json",
    )  # fmt: skip
    return [
        "/p/", f"/p/{release.city}/", f"/p/{release.city}/{release.year}/", *(release.base + one for one in inside),
        "/verify/", "/api/openapi.json", "/api/releases.json", f"{api}release.json", f"{api}values.json",
        f"{api}exhibits/{table.key}.json",
    ]  # fmt: skip
