"""Every page that somebody can get to from the start is held against the rules for accessible pages (WCAG 2.2 AA).

Each role follows the links of the site, one page of each kind, in a wide light window and in a narrow dark one; some
pages are held against them in English too, in the narrow window, where its longer words show first.
"""

import importlib.util
import json
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from tests.browser import Browser, browser
from tests.collected import collected_once
from tests.way.cut_off import cut_off
from tests.way.released import release
from tests.way.served import Person, Site, site
from tests.web.databases import standing_on
from tests.web.english import COOKIE

pytestmark = pytest.mark.browser
ROLES = ("", "clerk", "headmaster", "county", "editor", "approver", "admin")
STILL = {"name": "prefers-reduced-motion", "value": "reduce"}
WINDOWS = ((1440, 900, False), (360, 740, True))
LOOKED_AT = frozenset(
    """
account account_new account_roll accounts board chosen_cases compare_cities compare_schools
delegation desk figures grid home improve improve_board improve_city improve_item integrity
listed_reports me my_codes my_password published_changes published_city published_data published_definition
published_definitions
published_figure published_index published_release published_school published_schools published_table
release_desk review school school_cases school_figures section section_history sign sign_in upload writers
writing years
""".split()
)
"""The pages to which the links of a site in the middle of its year must lead."""
IN_ENGLISH = frozenset(
    """
account accounts board compare_schools desk figures grid home improve_board improve_item integrity me published_release
release_desk review school_figures section sign sign_in years
""".split()
)
"""The pages that are held in English too: one of every build."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = f"axe.run(document, {json.dumps({'runOnly': {'type': 'tag', 'values': TAGS}, 'resultTypes': ['violations']})})"
FOUND = f"{RUN}.then(all => all.violations.map(one => [one.id, one.help, one.nodes.slice(0, 3).map(at => at.html)]))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINKS = "[...document.querySelectorAll('a[href]')].map(one => new URL(one.getAttribute('href'), location).href)"


def rules() -> str:
    """Return the script that holds a page against the rules, out of the package that carries it."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def kind(path: str) -> str:
    """Return the name of the page that an address belongs to; '' for a file."""
    try:
        return str(resolve(path).url_name)
    except Resolver404:
        return ""


class Walk:
    """Everybody in turn follows every link that leads to a page of a kind that this person has not seen.

    A kind of page is held against the rules for the first who comes there; the start, for everybody.
    """

    def __init__(self, page: Browser, opened: Site) -> None:
        self.page, self.site, self.script = page, opened, rules()
        self.held: set[str] = set()
        self.faults: list[tuple[object, ...]] = []

    def go(self, role: str) -> None:
        """Walk, from the start, until no link leads to anything new; nobody in particular when no role is named."""
        person, seen, waiting = Person(self.page, self.site), set[str](), ["/"]
        self.page.resize(*WINDOWS[0][:2])
        if role:
            person.sign_in(role)
        while waiting:
            path = waiting.pop(0)
            name = kind(path)
            if name and name not in seen:
                seen.add(name)
                waiting += self._looked_at(person, role, path, name)

    def _looked_at(self, person: Person, role: str, path: str, name: str) -> list[str]:
        """Open a page, hold it against the rules in each window, and return the addresses to which it leads."""
        is_new = name == "home" or name not in self.held
        links: list[str] = []
        for width, height, dark in WINDOWS if is_new else WINDOWS[:1]:
            self.page.resize(width, height)
            scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
            self.page.call("Emulation.setEmulatedMedia", features=[scheme, STILL])
            if not self._open(person, path):
                return []
            links += self.page.run(LINKS)
            if is_new:
                self.faults += [(role, path, width, *one) for one in self.found()]
        if name in IN_ENGLISH and name not in self.held:
            self.faults += [(role, path, "en", *one) for one in self._found_in_english(person, path)]
        self.held.add(name)
        own = self.site.address
        return [one.removeprefix(own).split("#")[0].split("?")[0] for one in links if one.startswith(own)]

    def _found_in_english(self, person: Person, path: str) -> list[list[object]]:
        """Return what the rules say of the page in the other language, in the window that was opened last."""
        where = {"name": COOKIE, "url": self.site.address}
        self.page.call("Network.setCookie", value="en", **where)
        self._open(person, path)
        language = self.page.run("document.documentElement.lang")
        found = self.found()
        self.page.call("Network.deleteCookies", **where)
        return found if language == "en" else [*found, ["stays Chinese"]]

    def found(self) -> list[list[object]]:
        """Return what the rules say of the page as it stands, and whether it is wider than its window."""
        self.page.run(self.script)
        found: list[list[object]] = self.page.run(FOUND)
        wider = self.page.run(WIDER)
        return [*found, ["wider than its window", wider]] if wider > 0 else found

    def _open(self, person: Person, path: str) -> bool:
        """Open an address; say whether it is a page of the site, and no file that is sent down."""
        answer = self.page.call("Page.navigate", url=self.site.address + path)
        if answer.get("isDownload") or answer.get("errorText"):
            return False
        person.until("document.readyState === 'complete'")
        return bool(self.page.run("document.contentType === 'text/html'"))


def test_every_page_that_links_lead_to_keeps_the_rules(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    city = collected_once(tmp_path_factory)
    (tmp_path / "names").mkdir()
    with standing_on("", tmp_path / "names"), site(tmp_path, city=city) as opened, browser() as page:
        walk = Walk(page, opened)
        for role in ROLES:
            walk.go(role)
        walk.faults += cut_off(Person(page, opened), walk.found)
        release(Person(page, opened), "qingyuan-2021")
        page.call("Network.clearBrowserCookies")
        walk.go("")
        assert [one for one in page.asked if not one.startswith((opened.address, "about:", "data:", "blob:"))] == []
    assert walk.faults == []
    assert sorted(LOOKED_AT - walk.held) == []
