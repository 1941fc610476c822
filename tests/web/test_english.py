"""The interface is Chinese unless somebody switched; every text has its English; what is content says that it is."""

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import reverse

from tests.conftest import ROOT
from tests.web.english import COOKIE, HAN, forgotten, language_of
from tests.web.people import REGISTER, People
from tests.web.test_permissions import _LINES, CELLS, address

WEB = ROOT / "zhibao/web"
CHINESE = re.compile(r"[\u3400-\u9fff\u3001\u3002\uff01-\uff0f\uff1a-\uff5e\u201c\u201d]")
QUOTED = re.compile(r"""(?<!_\()(["'])(?P<said>(?:(?!\1).)*)\1""")
PLACES = re.compile(r"%\(\w+\)s|\{\w*[^}]*\}")
MARKUP = re.compile(r"<[^>]+>")
# What has to be typed or looked for is named as it is called.
MARKED = re.compile(r"<span lang='zh-Hans'>[^<]*</span>|“[^“”]*”")

on_one_database = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that writes the catalogs."""
    spec = spec_from_file_location("write_english", ROOT / "scripts/write_english.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def english(campaign: object) -> Client:
    """A browser that nobody has signed in with, switched to English."""
    return in_english(Client())


def in_english(client: Client) -> Client:
    client.cookies[COOKIE] = "en"
    return client


def written_bare(path: Path) -> Iterator[str]:
    """Give the Chinese of a template that would stay Chinese on an English page."""
    inside = ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        word = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if word in ("comment", "blocktranslate"):
            inside = word
        if not inside and token.token_type is TokenType.TEXT and CHINESE.search(token.contents):
            yield token.contents.strip()
        if token.token_type in (TokenType.VAR, TokenType.BLOCK) and word != "translate":
            yield from (one["said"] for one in QUOTED.finditer(token.contents) if CHINESE.search(one["said"]))
        if word == f"end{inside}":
            inside = ""


def test_no_template_says_anything_that_stays_chinese() -> None:
    bare = {path.name: list(written_bare(path)) for path in WEB.rglob("*.html")}
    # The switch names each language in that language.
    assert len(bare.pop("switch_language.html")) == 1
    assert {name: said for name, said in bare.items() if said} == {}


def test_the_catalogs_hold_every_text_with_its_english(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    status = script.main(["--check"])
    assert (status, capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_english_keeps_what_the_chinese_holds_a_place_for(script: ModuleType, domain: str) -> None:
    for one in script.written(domain):
        said = (one.id,) if isinstance(one.id, str) else one.id
        for english in (one.string,) if isinstance(one.string, str) else one.string:
            if not one.id:
                continue
            assert sorted(set(PLACES.findall(english))) == sorted(set(PLACES.findall(said[0]))), english
            bare = MARKED.sub("", english)
            assert not HAN.search(bare), english
            assert sorted(MARKUP.findall(bare)) == sorted(MARKUP.findall(said[0])), english
            # It stands in attributes too.
            assert '"' not in english or '"' in said[0], english


@on_one_database
def test_a_page_is_chinese_whatever_a_browser_prefers(client: Client) -> None:
    answer = client.get(reverse("sign_in"), headers={"Accept-Language": "en-GB,en"})
    assert language_of(answer.content.decode()) == "zh-CN"
    assert '<h1 id="head">登录</h1>' in answer.content.decode()
    assert "Cookie" in answer.headers["Vary"]
    assert "Accept-Language" not in answer.headers["Vary"]
    client.cookies[COOKIE] = "fr"
    assert language_of(client.get(reverse("sign_in")).content.decode()) == "zh-CN"


@on_one_database
def test_the_switch_is_remembered_and_leads_back_to_the_page(client: Client) -> None:
    answer = client.post(reverse("switch_language"), {"language": "en", "next": "/sign-in/?next=/audit/"})
    assert answer.headers["Location"] == "/sign-in/?next=/audit/"
    assert answer.cookies[COOKIE]["max-age"] > 300 * 24 * 3600
    text = client.get(answer.headers["Location"]).content.decode()
    assert language_of(text) == "en"
    assert '<h1 id="head">Sign in</h1>' in text
    client.post(reverse("switch_language"), {"language": "zh-hans", "next": "/sign-in/"})
    assert language_of(client.get(reverse("sign_in")).content.decode()) == "zh-CN"


@on_one_database
@pytest.mark.parametrize("to", ["//elsewhere/", "https:\u002f/elsewhere/", "/language/", "/sign-out/", "/nowhere/", ""])
def test_the_switch_leads_nowhere_else(client: Client, to: str) -> None:
    answer = client.post(reverse("switch_language"), {"language": "en", "next": to})
    assert answer.headers["Location"] == "/"


@on_one_database
def test_a_form_of_another_site_signs_nobody_out_and_changes_words_only(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["clerk"])
    assert client.post(reverse("switch_language"), {"language": "en"}).status_code == 302
    assert client.post(reverse("sign_out")).status_code == 403


@on_one_database
def test_what_goes_wrong_is_said_in_english_too(english: Client) -> None:
    answer = english.get("/nowhere/")
    assert answer.status_code == 404
    assert list(forgotten(answer.content.decode())) == []


@on_one_database
def test_definitions_and_names_are_marked_as_chinese_on_an_english_page_only(people: People) -> None:
    client = people.client("clerk")
    where = reverse("grid", args=[people.campaign.slug, people.school.code, REGISTER])
    assert 'lang="zh-Hans"' not in client.get(where).content.decode().replace('value="zh-hans" lang="zh-Hans"', "")
    assert f'<span lang="zh-Hans">{people.school.name}</span>' in in_english(client).get(where).content.decode()


@on_one_database
@pytest.mark.parametrize("word", ["public", "clerk", "head", "county", "editor", "approver", "province", "admin"])
def test_no_page_in_english_holds_chinese_but_content(people: People, word: str) -> None:
    client, found = in_english(people.client(word)), {}
    for name, *_ in _LINES:
        if CELLS[name, word] != "y" or name == "sign_out":
            continue
        answer = client.get(address(name, people))
        if answer.headers["Content-Type"].startswith("text/html") and name not in ("desk_viewer", "report_page"):
            text = answer.content.decode()
            found[name] = list(forgotten(text))
            if "<html" in text:
                assert language_of(text) == "en", name
    assert {name: bare for name, bare in found.items() if bare} == {}
