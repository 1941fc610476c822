"""Looking: what was frozen becomes numbers once, is shown to each as far as it is theirs, and leads to its cells."""

import csv
import gc
import io
import os
import re
import shutil
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from weakref import ref as weak

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.web.people import People
from zhibao import catalog
from zhibao.web.actions.see_figures import make
from zhibao.web.bridge import figures as book
from zhibao.web.bridge.cells_behind import sources
from zhibao.web.bridge.figures import About, Figure, Part, Term
from zhibao.web.bridge.ground import ground
from zhibao.web.parts.charts import scale
from zhibao.web.parts.look_charts import change_steps
from zhibao.web.parts.looking import parts_of, peers_of, shown_to_schools, text_of
from zhibao.web.records.job import Job, Standing
from zhibao.web.records.models import Campaign, School, TrailEntry
from zhibao.web.work import figures as work

RATIO = "student_teacher_ratio"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the books lie, for all tests, so that each is computed once."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def empty(people: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> People:
    """The people of a site on which nothing was computed yet."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return people


@pytest.fixture
def ready(people: People, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """The people of a site whose numbers are there."""
    monkeypatch.setattr(settings, "DATA", shelf)
    make(people.campaign)
    return people


def city(people: People, query: str = "", name: str = "figures") -> str:
    return reverse(name, args=(people.campaign.slug,)) + query


def school(people: People, query: str = "") -> str:
    return reverse("school_figures", args=(people.campaign.slug, people.school.code)) + query


def page(people: People, word: str, address: str) -> str:
    answer = people.client(word).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_numbers_that_are_not_there_are_computed_behind_the_page_and_once(empty: People) -> None:
    for _ in range(2):
        assert "正在算指标" in page(empty, "approver", city(empty))
    (job,) = Job.objects.filter(kind="figures")
    assert work.run(job.asked, "one") == work.run(job.asked, "two") == {"key": book.key_of(empty.campaign.path)}
    text = page(empty, "approver", city(empty, f"?of={RATIO}"))
    assert "30150 ÷ 1649" in text
    assert "18.28" in text


def test_a_computation_that_failed_says_so_and_is_tried_again_after_a_while(empty: People) -> None:
    page(empty, "approver", city(empty))
    Job.objects.filter(kind="figures").update(standing=Standing.FAILED, fault="磁盘满了。", ended_at=timezone.now())
    assert "磁盘满了。" in page(empty, "approver", city(empty))
    assert Job.objects.filter(kind="figures").count() == 1
    Job.objects.filter(kind="figures").update(ended_at=timezone.now() - timedelta(minutes=2))
    assert "正在算指标" in page(empty, "approver", city(empty))
    assert Job.objects.filter(kind="figures").count() == 2


def test_only_the_newest_books_stay_on_disk(tmp_path: Path) -> None:
    for number in range(book.KEPT + 2):
        (tmp_path / f"{number:064x}").mkdir()
        (tmp_path / f"{number:064x}" / book.INDEX).write_text("{}")
        os.utime(tmp_path / f"{number:064x}" / book.INDEX, (number, number))
    book.clear(tmp_path, f"{0:064x}")
    kept = [0, *range(2, book.KEPT + 2)]
    assert sorted(one.name for one in tmp_path.iterdir()) == [f"{one:064x}" for one in kept]


def test_a_book_that_was_half_taken_away_is_made_again(ready: People, shelf: Path) -> None:
    home = shelf / "figures" / ready.campaign.slug
    key = book.key_of(ready.campaign.path)
    (home / key / book.INDEX).unlink()
    make(ready.campaign)
    assert book.is_made(home, key)


def test_a_folder_is_opened_anew_when_a_definition_changes_and_nothing_holds_the_one_before(
    people: People, tmp_path: Path
) -> None:
    for name in ("zhibao.yaml", "outline", "catalog"):
        one = people.campaign.path / name
        if one.exists():
            (shutil.copytree if one.is_dir() else shutil.copy)(one, tmp_path / name)
    before, key = weak(ground(tmp_path)), book.key_of(tmp_path)
    own = tmp_path / "catalog" / "indicators" / f"{RATIO}.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    text = (Path(catalog.__file__).parent / "indicators" / own.name).read_text(encoding="utf-8")
    own.write_text(f"{text.replace('label: ', 'label: 示例', 1).rstrip()}\nreplaces: {RATIO}\n", encoding="utf-8")
    assert book.key_of(tmp_path) != key
    gc.collect()
    assert before() is None


def test_where_nothing_is_frozen_the_page_says_what_is_missing_and_leads_to_the_board(
    empty: People, tmp_path: Path
) -> None:
    for one in empty.campaign.path.iterdir():
        if one.name in ("zhibao.yaml", "outline", "catalog"):
            copy = shutil.copytree if one.is_dir() else shutil.copy
            copy(one, tmp_path / one.name)
    Campaign.objects.filter(pk=empty.campaign.pk).update(folder=str(tmp_path))
    text = page(empty, "approver", city(empty))
    assert "还没有可看的指标" in text
    assert reverse("board", args=(empty.campaign.slug,)) in text
    assert not Job.objects.filter(kind="figures").exists()
    assert reverse("board", args=(empty.campaign.slug,)) not in page(empty, "clerk", school(empty))


def test_a_school_sees_no_other_school(ready: People) -> None:
    others = [one.name for one in ready.campaign.schools.exclude(pk=ready.school.pk)]
    for word in ("clerk", "head"):
        text = page(ready, word, school(ready, f"?of={RATIO}"))
        assert ready.school.name in text
        assert not [one for one in others if one in text]
        taken = page(ready, word, school(ready, "?as=csv"))
        assert not [one for one in others if one in taken]


def test_a_file_of_what_one_sees_is_chinese_whichever_language_the_page_has(ready: People) -> None:
    addresses = [
        city(ready, f"?as=csv&of={RATIO}"),
        city(ready, f"?as=csv&table=1&of={RATIO}"),
        city(ready, f"?as=csv&k={RATIO}", "compare_schools"),
        f"{reverse('compare_cities')}?as=csv&k={RATIO}",
        school(ready, "?as=csv"),
    ]
    english = ready.client("approver")
    english.cookies["zhibao-language"] = "en"
    for one in addresses:
        assert english.get(one).content.decode() == page(ready, "approver", one)
    assert "Whole city" in english.get(city(ready, f"?of={RATIO}")).content.decode()


def test_a_county_sees_its_own_schools_whatever_the_address_asks_for(ready: People) -> None:
    mine: list[School] = []
    rest: list[School] = []
    for one in ready.campaign.schools.all():
        (mine if one.county == ready.school.county else rest).append(one)
    asked = f"county={rest[0].county}&s={rest[0].code}&of={RATIO}&k={RATIO}"
    for name in ("figures", "compare_schools"):
        text = page(ready, "county", city(ready, f"?{asked}", name))
        assert [one.name for one in mine if one.name not in text] == []
        assert [one.name for one in rest if one.name in text] == []


def test_a_number_leads_to_the_cell_of_the_grid_and_to_the_snapshot(ready: People) -> None:
    text = page(ready, "county", school(ready, f"?of={RATIO}"))
    address = reverse("grid", args=(ready.campaign.slug, ready.school.code, "students"))
    found = re.search(rf'<td class="num">4600</td><td><a href="{address}#(\w+)">', text)
    assert found
    assert f'id="{found[1]}"' in page(ready, "county", address)
    about = book.index_of(settings.DATA / "figures" / ready.campaign.slug, book.key_of(ready.campaign.path)).abouts[
        RATIO
    ]
    for one in sources(ready.campaign.path, about, ready.school.code, ready.campaign.year):
        assert one.snapshot[:4] in text


def test_a_row_of_a_list_leads_to_its_own_cell(ready: People) -> None:
    text = page(ready, "clerk", school(ready, "?of=majors_offered"))
    address = reverse("grid", args=(ready.campaign.slug, ready.school.code, "majors"))
    led = re.findall(rf'<a href="{address}#(\w+)"[^>]*>([^<]+)</a>', text)
    grid = page(ready, "clerk", address)
    assert led
    for ref, words in led:
        cell = grid[grid.index(f'id="{ref}"') :]
        assert words.split()[0] in cell[: cell.index("</td>")]


def test_cells_of_persons_are_never_named(ready: People) -> None:
    from zhibao.catalog.load import load_catalog  # noqa: PLC0415  only this test looks into the definitions

    persons = [one for one in load_catalog().registers.values() if one.personal]
    assert persons
    for one in persons:
        term = Term(source=one.name, label=one.label, fields=tuple(one.fields), words="")
        about = ABOUT.model_copy(update={"terms": (term,)})
        (found,) = sources(ready.campaign.path, about, ready.school.code, ready.campaign.year)
        assert set(found.fields).isdisjoint(one.personal)
        assert found.is_personal == one.is_of_persons


@pytest.mark.parametrize(("word", "kind"), [("approver", "csv"), ("approver", "xlsx"), ("province", "csv")])
def test_what_is_seen_goes_out_as_a_file_and_into_the_trail(ready: People, word: str, kind: str) -> None:
    before = TrailEntry.objects.filter(action="导出所见").count()
    answer = ready.client(word).get(city(ready, f"?as={kind}&q=生师比&of=graduates"))
    assert "attachment" in answer.headers["Content-Disposition"]
    last = TrailEntry.objects.filter(action="导出所见").last()
    assert last is not None
    assert TrailEntry.objects.filter(action="导出所见").count() == before + 1
    assert (last.who, last.detail["kind"]) == (word, kind)
    if kind == "csv":
        rows = {row["指标"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
        assert list(rows) == ["生师比"]
        assert (rows["生师比"]["分子"], rows["生师比"]["分母"]) == ("30150", "1649")
        one = page(ready, word, city(ready, "?as=csv&table=1&of=graduates")).removeprefix("\ufeff")
        listed = {row["学校"] for row in csv.DictReader(io.StringIO(one))}
        assert listed == {each.name for each in ready.campaign.schools.all()}


def test_a_file_of_no_known_kind_is_refused(ready: People) -> None:
    assert ready.client("approver").get(city(ready, "?as=docm")).status_code == 404
    assert not TrailEntry.objects.filter(action="导出所见").exists()


def test_schools_are_sorted_by_the_column_that_the_address_names(ready: People) -> None:
    texts = {}
    for way in ("", "&up=1"):
        text = page(ready, "editor", city(ready, f"?k={RATIO}&k=employment_rate&sort={RATIO}{way}", "compare_schools"))
        body = text[text.index("<tbody>") : text.index("</tbody>")]
        texts[way] = [float(one) for one in re.findall(r"student_teacher_ratio#cells\">\s*([\d.]+)", body)]
    assert len(texts[""]) == ready.campaign.schools.count()
    assert texts[""] == sorted(texts[""], reverse=True)
    assert texts["&up=1"] == sorted(texts[""])


def test_only_chosen_schools_are_compared(ready: People) -> None:
    first, second, *rest = ready.campaign.schools.all()
    text = page(ready, "editor", city(ready, f"?s={first.code}&s={second.code}", "compare_schools"))
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    assert first.name in body
    assert second.name in body
    assert not [one for one in rest if one.name in body]


def test_cities_are_compared_without_their_schools(ready: People) -> None:
    address = reverse("compare_cities") + f"?k={RATIO}"
    text = page(ready, "province", address)
    assert "18.28" in text
    assert city(ready) in text
    elsewhere = page(ready, "other_city", address)
    assert "18.28" in elsewhere
    assert city(ready) not in elsewhere
    assert not [one for one in ready.campaign.schools.all() if one.name in text]


def rows_of(text: str, begins: str) -> dict[str, list[str]]:
    """Return the first cell of each row of the first table after some text → the texts of the others."""
    body = re.search(r"<tbody>(.*?)</table>", text[text.index(begins) :], re.DOTALL)
    assert body
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.DOTALL)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    cells = [[re.sub(r"<[^>]+>", "", one).strip() for one in row] for row in found]
    return {first: rest for first, *rest in cells}


def test_a_whole_stands_beside_its_parts_and_a_part_leads_to_its_schools(ready: People) -> None:
    text = page(ready, "approver", city(ready, "?w=graduates-direct&part=graduates.direct"))
    beside = rows_of(text, "人数与分项")
    assert beside["就业（含升学）人数"] == ["8686", "8147", "−539", "100%"]
    parts = [one for name, one in beside.items() if name != "就业（含升学）人数"]
    assert [sum(int(one[year]) for one in parts) for year in (0, 1)] == [8686, 8147]
    assert parts[0] == ["7102", "5586", "−1516", "68.57%"]
    assert "5586　68.57%" in text[text.index("keyline") : text.index("人数与分项")]
    schools = rows_of(text, 'id="part"')
    assert sum(int(one[1]) for one in schools.values()) == 5586
    mine = page(ready, "head", school(ready, "?w=graduates-direct"))
    assert schools[ready.school.name] == rows_of(mine, "人数与分项")[next(iter(beside))]
    assert reverse("grid", args=(ready.campaign.slug, ready.school.code, "graduates")) in mine


def test_an_indicator_that_has_members_comes_with_them_and_they_add_up_to_it(ready: People) -> None:
    text = page(ready, "approver", city(ready, "?of=major_points"))
    beside = rows_of(text, "布点数与分项")
    total = beside.pop("专业布点数")
    assert sum(int(one[1]) for one in beside.values()) == int(total[1])
    assert [int(one[1]) for one in beside.values()] == sorted((int(one[1]) for one in beside.values()), reverse=True)
    assert "其余 9 项" in text


def test_a_trend_says_what_is_to_be_expected_or_why_nothing_is(ready: People) -> None:
    text = page(ready, "approver", city(ready, "?of=direct_employment"))
    assert "2022 年 4554，80% 的预测区间是 1974 到 7134" in text
    assert 'class="f-fc"' in text
    for name, why in (("majors_offered", "2021 年起口径有变"), (RATIO, "现有 2 年")):
        text = page(ready, "approver", city(ready, f"?of={name}"))
        assert why in text
        assert 'class="f-fc"' not in text


def test_no_looking_page_holds_style_or_script_of_its_own(ready: People) -> None:
    for address in (city(ready), school(ready), city(ready, "", "compare_schools"), reverse("compare_cities")):
        text = page(ready, "approver", address)
        assert "style=" not in text
        assert "<style" not in text
        assert "<script>" not in text


ABOUT = About(
    name="x",
    label="示例率",
    definition="示例",
    unit="%",
    decimals=1,
    better="higher",
    group="示例",
    is_share=True,
    top="甲",
    bottom="乙",
    terms=(),
)


def test_zero_missing_and_undefined_are_told_apart() -> None:
    shown = [
        text_of(ABOUT, one)
        for one in (
            Figure(number=Fraction(0)),
            Figure(sign="缺", said="未报送"),
            Figure(sign="÷", said="分母为零", is_undefined=True),
            Figure(number=Fraction(90), is_estimated=True),
            None,
        )
    ]
    assert shown == ["0.0", "缺", "÷", "约 90.0", "—"]
    assert parts_of(Figure(sign="÷", top=Part(number=Fraction(3)), bottom=Part(number=Fraction(0)))) == "3 ÷ 0"


def test_a_change_is_divided_between_its_parts_without_a_rest() -> None:
    was = Figure(number=Fraction(50), top=Part(number=Fraction(5)), bottom=Part(number=Fraction(10)))
    now = Figure(number=Fraction(75, 2), top=Part(number=Fraction(6)), bottom=Part(number=Fraction(16)))
    found = change_steps(ABOUT, now, was, 2021)
    assert found is not None
    assert [text for _, text in found.rows] == ["50.0", "+10.0", "−22.5", "37.5"]
    assert change_steps(ABOUT, Figure(sign="缺"), was, 2021) is None


def test_few_persons_and_few_schools_are_not_told_to_schools() -> None:
    persons = ABOUT.model_copy(update={"counts_persons": True})
    assert shown_to_schools(persons, Figure(number=Fraction(4))).sign == "＊"
    assert shown_to_schools(persons, Figure(number=Fraction(5))).number == 5
    assert shown_to_schools(ABOUT, Figure(number=Fraction(4))).number == 4
    quarters = (Fraction(3), Fraction(8), Fraction(9))
    assert peers_of(persons, {2021: quarters}, 2021) is None
    assert peers_of(ABOUT, {2021: quarters}, 2021) == ("3.0", "8.0", "9.0")


def test_bars_begin_at_nothing_and_lines_need_not() -> None:
    numbers = [Fraction(96), Fraction(99)]
    assert scale(numbers, 0, 100, from_zero=True).at(0.0) == 0
    assert scale(numbers, 0, 100).low >= 90
