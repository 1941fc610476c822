"""The addresses are found by walking the pages; this list is what somebody looked at."""

from django.test import Client

from tests.conftest import ROOT
from tests.web.people import People
from zhibao.web.urls import found

WRITING = "<slug:campaign>/writing/"
SECTION = f"{WRITING}text/<slug:chapter>/<slug:section>/"
ORDERS = "<slug:campaign>/orders/"
ORDER = f"{ORDERS}<int:order>/"
CITY_ORDERS = "orders/cities/"
CITY_ORDER = f"{CITY_ORDERS}<int:order>/"
BUILD = f"{WRITING}builds/<int:build>/"
CASES = "<slug:campaign>/schools/<slug:school>/cases/"
REGISTER = "<slug:campaign>/schools/<slug:school>/registers/<slug:register>/"
RELEASE = "p/<slug:city>/<int:year>/<slug:release>/"
API = "api/<slug:city>/<int:year>/<slug:release>/"
ADDRESSES = {
    "home": "",
    "sign_in": "sign-in/",
    "sign_out": "sign-out/",
    "second_step": "sign-in/code/",
    "switch_language": "language/",
    "script_words": "language/words.js",
    "oidc_start": "sign-in/provider/",
    "oidc_back": "sign-in/provider/back/",
    "invitation": "invitation/<slug:token>/",
    "me": "me/",
    "my_password": "me/password/",
    "my_codes": "me/second-step/",
    "confirm": "me/confirm/",
    "accounts": "accounts/",
    "account": "accounts/of/<slug:account>/",
    "account_new": "accounts/new/",
    "account_roll": "accounts/roll/",
    "account_template": "accounts/roll/template/",
    "years": "years/",
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
    "correction": f"{REGISTER}correction/",
    "correction_answer": f"{REGISTER}correction/answer/",
    "evidence": f"{REGISTER}evidence/",
    "evidence_file": f"{REGISTER}evidence/<slug:proof>/",
    "school": "<slug:campaign>/schools/<slug:school>/",
    "extend": "<slug:campaign>/schools/<slug:school>/extend/",
    "delegation": "<slug:campaign>/schools/<slug:school>/delegation/",
    "remind": "<slug:campaign>/remind/",
    "offices": "<slug:campaign>/offices/",
    "extend_office": "<slug:campaign>/offices/extend/",
    "figures": "<slug:campaign>/figures/",
    "compare_schools": "<slug:campaign>/compare/",
    "compare_cities": "compare/cities/",
    "school_figures": "<slug:campaign>/schools/<slug:school>/figures/",
    "improve_board": "<slug:campaign>/improve/",
    "improve_city": "<slug:campaign>/improve/city/",
    "improve_city_item": "<slug:campaign>/improve/city/<slug:item>/",
    "improve_file": "<slug:campaign>/schools/<slug:school>/improve/<slug:item>/files/<slug:file>/",
    "improve_city_file": "<slug:campaign>/improve/city/<slug:item>/files/<slug:file>/",
    "improve_sheet": "<slug:campaign>/improve-sheet/",
    "improve_report": "<slug:campaign>/improve-report/",
    "improve_report_file": "<slug:campaign>/improve-report/<slug:file>/",
    "improve_school_report": "<slug:campaign>/schools/<slug:school>/improve-report/",
    "improve_school_report_file": "<slug:campaign>/schools/<slug:school>/improve-report/<slug:file>/",
    "improve": "<slug:campaign>/schools/<slug:school>/improve/",
    "improve_item": "<slug:campaign>/schools/<slug:school>/improve/<slug:item>/",
    "improve_school_sheet": "<slug:campaign>/schools/<slug:school>/improve-sheet/",
    "desk": "audit/",
    "desk_case": "audit/<slug:case>/",
    "desk_viewer": "audit/<slug:case>/viewer/",
    "desk_file": "audit/<slug:case>/files/<slug:what>/",
    "orders": ORDERS,
    "order": ORDER,
    "order_file": f"{ORDER}reports/<int:item>/<slug:what>/",
    "order_zip": f"{ORDER}zip/",
    "order_list": f"{ORDER}list/<slug:what>/",
    "city_orders": CITY_ORDERS,
    "city_order": CITY_ORDER,
    "city_order_zip": f"{CITY_ORDER}zip/",
    "city_order_zip_of": f"{CITY_ORDER}zip/<slug:campaign>/",
    "city_order_list": f"{CITY_ORDER}list/",
    "writing": WRITING,
    "section": SECTION,
    "save_section": f"{SECTION}save/",
    "hold_section": f"{SECTION}hold/",
    "section_history": f"{SECTION}history/",
    "chapter_sections": f"{WRITING}sections/<slug:chapter>/",
    "find_number": f"{WRITING}numbers/",
    "report_look": f"{WRITING}look/",
    "report_page": f"{WRITING}look/page/",
    "report_build": BUILD,
    "build_file": f"{BUILD}<slug:what>/",
    "writers": f"{WRITING}writers/",
    "chosen_cases": "<slug:campaign>/cases/",
    "school_cases": CASES,
    "school_case": f"{CASES}<int:case>/",
    "case_photo": f"{CASES}<int:case>/photos/<slug:photo>/",
    "release_desk": "<slug:campaign>/release/",
    "candidate_file": "<slug:campaign>/release/files/<path:name>",
    "listed_reports": "<slug:campaign>/release/reports/",
    "integrity": "verify/",
    "published_index": "p/",
    "published_city": "p/<slug:city>/",
    "published_year": "p/<slug:city>/<int:year>/",
    "published_release": RELEASE,
    "published_table": f"{RELEASE}t/<slug:exhibit>/",
    "published_figure": f"{RELEASE}f/<slug:exhibit>/",
    "published_definition": f"{RELEASE}k/<slug:indicator>/",
    "published_definitions": f"{RELEASE}k/",
    "published_schools": f"{RELEASE}schools/",
    "published_school": f"{RELEASE}s/<slug:school>/",
    "published_changes": f"{RELEASE}changes/",
    "published_data": f"{RELEASE}data/",
    "published_find": f"{RELEASE}find/",
    "published_file": f"{RELEASE}files/<path:name>",
    "api_description": "api/openapi.json",
    "api_releases": "api/releases.json",
    "api_release": f"{API}release.json",
    "api_values": f"{API}values.json",
    "api_exhibit": f"{API}exhibits/<slug:exhibit>.json",
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
