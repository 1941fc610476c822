"""The addresses are found by walking the pages; this list is what somebody looked at."""

from django.test import Client

from tests.conftest import ROOT
from tests.web.people import People
from zhibao.web.urls import found

REGISTER = "<slug:campaign>/schools/<slug:school>/registers/<slug:register>/"
ADDRESSES = {
    "home": "",
    "sign_in": "sign-in/",
    "sign_out": "sign-out/",
    "board": "<slug:campaign>/board/",
    "workbook": "<slug:campaign>/schools/<slug:school>/workbook/",
    "upload": "<slug:campaign>/schools/<slug:school>/upload/",
    "painted": "<slug:campaign>/schools/<slug:school>/painted/",
    "sign": "<slug:campaign>/schools/<slug:school>/sign/",
    "freeze": "<slug:campaign>/schools/<slug:school>/freeze/",
    "grid": REGISTER,
    "save": f"{REGISTER}save/",
    "findings": f"{REGISTER}findings/",
    "comment": f"{REGISTER}comment/",
    "review": f"{REGISTER}review/",
    "desk": "audit/",
    "desk_case": "audit/<slug:case>/",
    "desk_viewer": "audit/<slug:case>/viewer/",
    "desk_file": "audit/<slug:case>/files/<slug:what>/",
}


def test_these_are_the_addresses() -> None:
    assert {about.name: about.route for about, _ in found()} == ADDRESSES


def test_every_page_of_the_folder_is_an_address() -> None:
    pages = [path.stem for path in (ROOT / "zhibao/web/pages").glob("*/[!_]*.py")]
    assert sorted(pages) == sorted(ADDRESSES)


def test_no_page_asks_for_anything_outside_of_the_site_or_holds_script_and_style(people: People) -> None:
    client = people.client("clerk")
    for name in ("", f"{people.campaign.slug}/schools/{people.school.code}/registers/graduates/"):
        answer = client.get(f"/{name}")
        text = answer.content.decode()
        assert "style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_unknown_address_is_said_to_be_none_in_chinese(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
