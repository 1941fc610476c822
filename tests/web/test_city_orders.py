"""Orders of all cities: one asks for the reports of all schools; cities take turns, and none holds up another."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.web.desk import worked
from tests.web.people import People
from zhibao.catalog.files import CatalogError
from zhibao.web.actions import plan_order
from zhibao.web.actions.ask_order import order_reports
from zhibao.web.actions.end_orders import end_orders
from zhibao.web.bridge.school_reports import Made, Planned
from zhibao.web.records.job import Job, claim, finish
from zhibao.web.records.models import Account, Campaign, Order, ProvinceOrder
from zhibao.web.records.role import Role
from zhibao.web.work import compile_school


def names_in(answer: HttpResponseBase) -> list[str]:
    """Return the names in an archive that is sent piece by piece."""
    assert isinstance(answer, StreamingHttpResponse)
    return zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()


class Cities:
    """A stand-in for the working folders: campaign → code → what a school's report is made from."""

    def __init__(self, *campaigns: str) -> None:
        self.inputs = {one: {f"{one[0]}{number}": f"{number}" * 40 for number in range(3)} for one in campaigns}
        self.broken: set[str] = set()
        self.made: list[str] = []

    def planned(self, folder: Path) -> Iterator[Planned]:
        if folder.name in self.broken:
            raise CatalogError("示例：还没有封存过数据。")
        return (Planned(code, f"示例{code}学校", inputs) for code, inputs in self.inputs[folder.name].items())

    def make(self, folder: Path, code: str) -> Made:
        self.made.append(code)
        return Made({"report.pdf": code.encode()}, 7, 0, ())


@pytest.fixture
def other(people: People) -> Campaign:
    """Another city's collection of the same year."""
    mine = people.campaign
    about = {"title": "示例乙市采集", "place": "示例乙市", "folder": mine.folder, "deadline": mine.deadline}
    return Campaign.objects.create(slug="other", city="elsewhere", year=mine.year, **about)


@pytest.fixture
def cities(people: People, other: Campaign, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cities:
    found = Cities(people.campaign.slug, other.slug)
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(plan_order, "pack", lambda path, campaign: "0" * 64)
    monkeypatch.setattr(plan_order, "prune", lambda campaign, grounds: None)
    for module in (plan_order, compile_school):
        monkeypatch.setattr(module, "unpack", lambda campaign, ground: tmp_path / campaign)
    monkeypatch.setattr(plan_order, "planned", found.planned)
    monkeypatch.setattr(compile_school, "made", found.make)
    return found


def ordered(client: Client, year: int) -> ProvinceOrder:
    """Order the reports of all cities and return the order."""
    assert client.post(reverse("city_orders"), {"do": "compile", "year": year}).status_code == 302
    order = ProvinceOrder.objects.first()
    assert order is not None
    return order


def do(client: Client, order: ProvinceOrder, what: str) -> int:
    return client.post(reverse("city_order", args=(order.number,)), {"do": what}).status_code


def shown(client: Client, order: ProvinceOrder) -> str:
    answer = client.get(reverse("city_order", args=(order.number,)))
    assert answer.status_code == 200
    return answer.content.decode()


def worked_off() -> None:
    worked()
    end_orders()


def planned() -> None:
    """Do what finds out which reports there are, and nothing more."""
    for job in Job.objects.filter(kind="plan_order", standing="waiting"):
        claimed = claim()
        assert claimed is not None
        assert claimed.pk == job.pk
        finish(claimed, plan_order.plan(Order.objects.get(pk=job.asked["order"])))


def test_one_order_asks_in_every_city_and_the_cities_take_turns(
    people: People, other: Campaign, cities: Cities
) -> None:
    client, year = people.client("province"), people.campaign.year
    assert "2 个市" in client.get(reverse("city_orders")).content.decode()
    order = ordered(client, year)
    assert ordered(client, year).pk == order.pk
    planned()
    assert "0 / 6 份，0 / 2 个市做完" in shown(client, order)
    worked_off()
    first, second = cities.made[0][0], cities.made[1][0]
    assert first != second
    assert [code[0] for code in cities.made] == [first, second] * 3
    assert "6 / 6 份，2 / 2 个市做完" in shown(client, order)
    cities.inputs["other"]["o1"] = "changed" * 6
    second_order = ordered(client, year)
    worked_off()
    assert second_order.number == order.number + 1
    assert cities.made[6:] == ["o1"]


def test_everything_goes_out_as_one_archive_with_a_folder_per_city(
    people: People, other: Campaign, cities: Cities
) -> None:
    client = people.client("province")
    order = ordered(client, people.campaign.year)
    worked_off()
    answer = client.get(reverse("city_order_zip", args=(order.number,)))
    names = names_in(answer)
    assert len(names) == 6
    assert "示例乙市/o1 示例o1学校.pdf" in names
    answer = client.get(reverse("city_order_zip_of", args=(order.number, other.slug)))
    names = names_in(answer)
    assert [name.partition("/")[0] for name in names] == ["示例乙市"] * 3
    lines = client.get(reverse("city_order_list", args=(order.number,))).content.decode().splitlines()
    assert (len(lines), lines[0].lstrip("\ufeff").startswith("市,代码,单位")) == (7, True)


def test_a_city_that_cannot_begin_holds_up_no_other_and_is_taken_up_again(
    people: People, other: Campaign, cities: Cities
) -> None:
    client = people.client("province")
    cities.broken = {"other"}
    order = ordered(client, people.campaign.year)
    worked_off()
    assert "还没有封存过数据" in shown(client, order)
    assert len(cities.made) == 3
    cities.broken = set()
    assert do(client, order, "again") == 302
    worked_off()
    assert sorted(cities.made[3:]) == ["o0", "o1", "o2"]
    assert "2 / 2 个市做完" in shown(client, order)


def test_what_a_city_ordered_itself_is_part_of_it_and_is_not_stopped_with_it(
    people: People, other: Campaign, cities: Cities
) -> None:
    client = people.client("province")
    own = order_reports(people["other_city"], other)
    order = ordered(client, people.campaign.year)
    assert own in order.parts.all()
    planned()
    assert do(client, order, "stop") == 302
    worked_off()
    assert {code[0] for code in cities.made} == {"o"}
    assert do(client, order, "stop") == 409
    assert do(client, order, "retry") == 409
    assert do(client, order, "again") == 302
    worked_off()
    assert len(cities.made) == 6


def test_an_administrator_of_all_cities_orders_and_steers_but_takes_no_report(
    people: People, other: Campaign, cities: Cities
) -> None:
    everywhere = Account(login="all", name="示例总管", role=Role.ADMINISTRATOR, city="*")
    everywhere.set_unusable_password()
    everywhere.save()
    client = Client()
    client.force_login(everywhere)
    order = ordered(client, people.campaign.year)
    worked_off()
    text = shown(client, order)
    assert "6 / 6 份" in text
    assert "zip" not in text
    parts = ("city_order_zip", "city_order_list")
    assert [client.get(reverse(one, args=(order.number,))).status_code for one in parts] == [403, 403]
    for word in ("editor", "approver", "county", "head", "clerk", "admin", "other_city"):
        assert people.client(word).get(reverse("city_order", args=(order.number,))).status_code == 403
        assert do(people.client(word), order, "stop") == 403
