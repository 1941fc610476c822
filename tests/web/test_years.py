"""A year is opened by whoever administers all of the site, on the page or at the machine; then the site is of use."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.web.people import PASSWORD, People
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.save_cells import save_cells
from zhibao.web.first_steps import begin_year, create_administrator, new_link
from zhibao.web.records.account import Account
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.revision import Change
from zhibao.web.records.trail import TrailEntry

pytestmark = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(scope="module")
def home(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a working folder of another city's code, and one that cannot be used."""
    folder = tmp_path_factory.mktemp("cities")
    shutil.copytree(city, folder / "again")
    (folder / "broken").mkdir()
    (folder / "broken" / "zhibao.yaml").write_text("outline: nothing\n", encoding="utf-8")
    (folder / "notes").mkdir()
    return folder


@pytest.fixture
def chief(people: People, home: Path) -> Iterator[Client]:
    """The administrator of everything, on a site that has not begun the year of the folder."""
    Campaign.objects.filter(pk=people.campaign.pk).update(slug="before", place="别处")
    chief = Account.objects.create(login="chief", name="示例总管", role="administrator", city="*")
    browser = Client()
    browser.force_login(chief)
    with override_settings(CITIES=home):
        yield browser


def opens(browser: Client, folder: str = "again", **other: str) -> tuple[int, str]:
    deadline = (timezone.localtime() + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")
    answer = browser.post(reverse("years"), {"folder": folder, "deadline": deadline, **other})
    return answer.status_code, answer.content.decode()


def test_the_page_shows_which_folders_may_be_begun_and_why_one_may_not(chief: Client) -> None:
    page = chief.get(reverse("years")).content.decode()
    assert re.search(r"名册里 \d+ 所学校", page)
    assert "还不能开始" in page
    assert "notes" not in page


def test_a_year_is_begun_with_its_schools_registers_and_times(people: People, chief: Client) -> None:
    assert opens(chief, county_by="2099-01-01T18:00")[0] == 302
    begun = Campaign.objects.get(slug=f"{people.campaign.city}-{people.campaign.year}")
    assert begun.schools.count() == people.campaign.schools.count()
    assert begun.county_by is not None
    assert TrailEntry.objects.get(action="开始采集", who="chief").detail["schools"] == begun.schools.count()
    assert opens(chief)[0] == 409


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"folder": "../again"}, "没有这个工作目录"),
        ({"folder": "notes"}, "没有这个工作目录"),
        ({"deadline": "2020-01-01T00:00"}, "已经过去"),
        ({"deadline": "nächste Woche"}, "看不懂"),
        ({"deadline": ""}, "没有写学校的截止时间"),
        ({"county_by": "2020-01-01T00:00"}, "要晚于"),
    ],
)
def test_what_cannot_be_begun_is_refused_in_chinese(chief: Client, given: dict[str, str], why: str) -> None:
    status, page = opens(chief, **given)
    assert (status, why in page) == (409, True)


def test_an_administrator_of_a_city_begins_no_year(people: People, chief: Client) -> None:
    assert "由管全部的管理员来做" in opens(people.client("admin"))[1]


def test_nothing_is_filled_in_before_the_window_opens(people: People) -> None:
    Campaign.objects.filter(pk=people.campaign.pk).update(begins_at=timezone.now() + timedelta(days=1))
    with pytest.raises(RefusedError, match="还没有到开始填报的时间"):
        save_cells(people["clerk"], people.register(), [Change("form", "graduates", "", "12")])


def test_the_first_administrator_comes_in_by_the_link_that_is_printed(people: People) -> None:
    told = create_administrator("first", "示例管理员", "*", 8000)
    link = re.search(r"//127\.0\.0\.1:8000(/invitation/[\w-]+/)", told)
    assert link is not None
    browser = Client()
    assert browser.post(link[1], {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert browser.get(reverse("accounts")).status_code == 200
    with pytest.raises(RefusedError, match="已经有了"):
        create_administrator("FIRST", "示例", "*", 8000)
    assert "/invitation/" in new_link("first", 8000)
    with pytest.raises(RefusedError, match="没有账号"):
        new_link("nobody", 8000)


def test_a_year_is_begun_at_the_machine_itself(people: People, home: Path) -> None:
    Campaign.objects.filter(pk=people.campaign.pk).update(slug="before")
    with transaction.atomic():
        told = begin_year(home / "again", {"deadline": "2099-01-15T18:00", "county_by": "2099-01-20"}, begun=True)
        assert re.search(r"采集开始了：\d+ 所学校，每校 \d+ 张表，截止 2099-01-15 18:00", told)
        transaction.set_rollback(True)
    with pytest.raises(RefusedError, match="看不懂"):
        begin_year(home / "again", {"deadline": "soon"}, begun=False)
