"""The page as a reader uses it, in a real Chromium: numbers, search, sorting, charts, contents, media and access."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Browser, browser
from tests.document.sample import sample
from tests.document.stress import stress_report
from tests.document.told_page import HASH, told_report
from zhibao.document.nodes import Document
from zhibao.document.writers.html import write_html

WIDTHS = (1440, 768, 390, 360)

_CONTRAST = """[...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && !e.closest('svg, .vh, .skip'))
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
    const parts = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
    const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => .2126 * linear(r / 255) + .7152 * linear(g / 255) + .0722 * linear(b / 255);
    const ground = one => parts(getComputedStyle(one).backgroundColor);
    let under = e;
    while (under.parentElement && ground(under).length > 3 && ground(under)[3] < 1) under = under.parentElement;
    const [one, two] = [light(parts(getComputedStyle(e).color)), light(ground(under))];
    const ratio = (Math.max(one, two) + .05) / (Math.min(one, two) + .05);
    return [ratio, e.tagName + '.' + e.className, e.textContent.slice(0, 20)];
  })"""

_UNNAMED = """[...document.querySelectorAll(
    'button, input, a[href], summary, img, svg, nav, [role=region], [role=dialog], [role=button]')]
  .filter(e => e.checkVisibility())
  .filter(e => !['aria-label', 'alt', 'aria-labelledby'].some(name => e.getAttribute(name)))
  .filter(e => !e.textContent.trim() && !e.labels?.length).map(e => e.outerHTML.slice(0, 80))"""

_LEVELS = "[...document.querySelectorAll('main :is(h2, h3, h4, h5, h6)')].map(e => Number(e.tagName[1]))"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages, written once."""
    folder = tmp_path_factory.mktemp("pages")
    reports: dict[str, Document] = {"told": told_report(), "sample": sample(), "stress": stress_report()}
    for name, document in reports.items():
        (folder / f"{name}.html").write_text(write_html(document), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in reports}


@pytest.fixture
def page(chromium: Browser, pages: dict[str, Path]) -> Browser:
    """The small report, fresh, in a wide window."""
    chromium.open(pages["told"])
    return chromium


def panel(page: Browser) -> str:
    """Return what the panel of a number says; '' while it is closed."""
    said: str = page.run("(e => e.hidden ? '' : e.innerText)(document.querySelector('.told'))")
    return said


def focused(page: Browser) -> str:
    """Return the text of what has the focus."""
    said: str = page.run("document.activeElement.textContent")
    return said


def column(page: Browser, at: int) -> list[str]:
    """Return a column of the sortable table as it stands."""
    said: list[str] = page.run(
        f"[...document.querySelector('table[data-sort]').tBodies[0].rows].map(r => r.cells[{at}].textContent)"
    )
    return said


def test_a_pressed_number_tells_everything_behind_it(page: Browser) -> None:
    page.point("p data.num", press=True)
    said = panel(page)
    for word in ("生师比", "18.28", "30150/1649", "示例市", "2021年（统计时点）", "全日制在校生数与专任教师总数之比。",
                 "（“学生规模”全日制在校生数）÷（“教职工”专任教师总数）", "“学生规模”全日制在校生数 ＝ 30150",
                 "“教职工”专任教师总数 ＝ 1649", "学生规模、教职工", "由台账得出", "《设置标准》第七条", HASH,
                 "示例市数据集，2021年度"):  # fmt: skip
        assert word in said
    schools = page.run(
        "[...document.querySelectorAll('.told tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    )
    assert schools == [["示例甲校", "19.33", "4600", "238"], ["示例乙校", "缺", "缺", "192"]]


def test_the_keyboard_opens_a_number_goes_on_and_comes_back(page: Browser) -> None:
    page.run("document.querySelector('p data.num').focus()")
    page.press("Enter")
    assert "生师比" in panel(page)
    assert page.run("document.activeElement.className") == "told"
    page.press("Escape")
    assert panel(page) == ""
    assert focused(page) == "18.28"
    page.press("ArrowRight")
    page.press("ArrowRight")
    assert focused(page) == "0.54"
    page.press("Enter")
    assert "2021年：18.28 x:1\n2020年：17.74 x:1" in panel(page)


def test_arrows_go_up_and_down_a_column(page: Browser) -> None:
    page.run("document.querySelector('table data.num').focus()")
    page.press("ArrowDown")
    assert focused(page) == "1200"
    page.press("ArrowUp")
    assert focused(page) == "900"


def test_a_paragraph_or_table_is_one_stop_of_the_tab_key(page: Browser) -> None:
    stops = page.run("[...document.querySelectorAll('p, table')].map(e => [...e.querySelectorAll('data.num')]"
                     ".filter(n => n.tabIndex === 0).length).filter(Boolean)")  # fmt: skip
    assert set(stops) == {1}


def test_columns_are_sorted_as_numbers_missing_last_totals_at_their_place(page: Browser) -> None:
    printed = column(page, 1)
    press = "document.querySelectorAll('table[data-sort] .sort')[1].click()"
    sort = "document.querySelectorAll('table[data-sort] th[data-c]')[1].getAttribute('aria-sort')"
    page.run(press)
    assert column(page, 1) == ["88", "900", "1000", "1200", "－", "缺", "3188"]
    assert page.run(sort) == "ascending"
    page.run(press)
    assert column(page, 1) == ["1200", "1000", "900", "88", "－", "缺", "3188"]
    assert page.run(sort) == "descending"
    page.run(press)
    assert column(page, 1) == printed
    assert page.run(sort) is None
    page.run("document.querySelectorAll('table[data-sort] .sort')[2].click()")
    assert column(page, 2) == ["2.5%", "3.5%", "4.5%", "5.5%", "6.5%", "／", "100%"]


def test_names_are_sorted_by_pinyin(page: Browser) -> None:
    page.point("table[data-sort] .sort", press=True)
    assert column(page, 0) == ["丙校", "丁校", "己校", "甲校", "戊校", "乙校", "合计"]


def test_a_table_of_different_indicators_is_not_sorted(page: Browser) -> None:
    assert page.run("document.querySelectorAll('table[data-sort]').length") == 1
    assert page.run("document.querySelector('#tab-2 .sort')") is None


def find(page: Browser, text: str) -> str:
    """Return what the search counts for a text."""
    page.run("document.activeElement.blur()")
    page.press("/")
    page.type(text)
    said: str = page.run("document.querySelector('.find output').textContent")
    return said


def test_the_search_finds_across_elements_and_widths(page: Browser) -> None:
    assert find(page, "生师比为18.28，上年") == "1／1"
    assert find(page, "abc编号") == "1／1"
    assert find(page, "戊校") == "1／1"
    assert find(page, "没有的词") == "没有找到"
    painted = "[...(CSS.highlights.get('found') || [])].map(String)"
    assert find(page, "\uff41\uff42\uff43") == "1／1"
    assert page.run(painted) == ["\uff21\uff22\uff23"]
    page.press("Escape")
    assert page.run(painted) == []


def test_enter_goes_on_shift_enter_goes_back_and_both_go_round(page: Browser) -> None:
    where = "document.querySelector('.find output').textContent"
    assert find(page, "第").startswith("1／")
    total = int(page.run(where).split("／")[1])
    assert total >= 4
    page.press("Enter")
    assert page.run(where) == f"2／{total}"
    page.press("Enter", shift=True)
    page.press("Enter", shift=True)
    assert page.run(where) == f"{total}／{total}"
    seen = page.run(
        "(r => [r.top >= 0, r.bottom <= innerHeight])([...CSS.highlights.get('here')][0].getBoundingClientRect())"
    )
    assert seen == [True, True]


def test_a_hit_in_a_folded_table_unfolds_it(page: Browser) -> None:
    assert page.run("document.querySelector('.table-behind').open") is False
    find(page, "毕业")
    page.press("Enter")
    assert page.run("document.querySelector('.table-behind').open") is True


def test_a_hit_stays_marked_when_its_table_is_sorted(page: Browser) -> None:
    find(page, "戊校")
    page.run("document.querySelector('table[data-sort] .sort').click()")
    assert page.run("[...CSS.highlights.get('found')].map(String)") == ["戊校"]


def test_the_pointer_over_a_mark_shows_its_value(page: Browser) -> None:
    page.point("#fig-1 svg [data-v='12']")
    assert page.run("document.querySelector('.tip').innerText.split('\\n')") == ["12", "招生，2021年"]
    assert page.run("[...document.querySelectorAll('#fig-1 svg.wide [data-v]')].map(m => m.dataset.v)") == [
        "9",
        "12",
        "缺",
        "7",
    ]


def test_the_keyboard_goes_through_a_chart_and_asks_the_number(page: Browser) -> None:
    page.run("document.querySelector('#fig-1 .chart').focus()")
    said = "document.querySelector('[role=status].vh').textContent"
    page.press("ArrowRight")
    assert page.run(said) == "招生，2020年：9"
    page.press("ArrowRight")
    assert page.run(said) == "招生，2021年：12"
    page.press("Enter")
    assert panel(page).startswith("在校生数")


@pytest.mark.parametrize("width", [1440, 390])
def test_every_mark_of_every_chart_can_be_asked(chromium: Browser, pages: dict[str, Path], width: int) -> None:
    chromium.open(pages["sample"], width)
    silent = chromium.run("[...document.querySelectorAll('.chart svg')].filter(e => e.checkVisibility())"
                          ".filter(e => !e.querySelector('[data-v]')).length")  # fmt: skip
    assert silent == 0


def test_the_contents_mark_the_section_that_is_read(page: Browser) -> None:
    current = "document.querySelector('.side-toc [aria-current]')?.textContent"
    for chapter in ("3", "1"):
        page.run(f"document.getElementById('ch{chapter}').scrollIntoView()")
        page.settle()
        assert page.run(current) == f"{chapter} 第{chapter}部分"


def test_the_contents_fold_on_a_narrow_screen(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["told"], 390)
    assert chromium.run("document.querySelector('.toc').open") is False
    chromium.point(".toc summary", press=True)
    assert chromium.run("document.querySelector('.toc').open") is True
    chromium.resize(1440)
    chromium.settle()
    assert chromium.run("document.querySelector('.toc').open") is True


@pytest.mark.parametrize("name", ["told", "sample", "stress"])
def test_no_width_scrolls_the_page_sideways(chromium: Browser, pages: dict[str, Path], name: str) -> None:
    chromium.open(pages[name])
    for width in WIDTHS:
        chromium.resize(width)
        chromium.settle()
        assert chromium.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["told", "sample"])
def test_text_can_be_told_from_its_ground(chromium: Browser, pages: dict[str, Path], name: str, *, dark: bool) -> None:
    for width in (1440, 390):
        chromium.open(pages[name], width, dark=dark)
        chromium.run("document.querySelectorAll('details').forEach(one => one.open = true)")
        chromium.point("main data.num", press=True)
        texts = chromium.run(_CONTRAST)
        assert len(texts) > 30
        assert [one for one in texts if one[0] < 4.5] == []


@pytest.mark.parametrize("name", ["told", "sample", "stress"])
def test_the_page_has_language_landmarks_names_and_an_order(
    chromium: Browser, pages: dict[str, Path], name: str
) -> None:
    chromium.open(pages[name])
    assert chromium.run("document.documentElement.lang") == "zh-CN"
    assert chromium.run(
        "['header', 'nav', 'main', 'footer'].map(n => document.querySelectorAll(`body > ${n}, .cols > ${n}`).length)"
    ) == [1, 1, 1, 1]
    assert chromium.run("document.querySelectorAll('h1').length") == 1
    assert chromium.run(_UNNAMED) == []
    assert (
        chromium.run("(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))")
        == 0
    )
    assert chromium.run("[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length") == 0
    levels = chromium.run(_LEVELS)
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))


def test_the_tab_key_goes_from_the_way_in_to_the_search_and_the_contents(page: Browser) -> None:
    page.run("document.activeElement.blur()")
    stops = []
    for _ in range(4):
        page.press("Tab")
        stops.append(
            page.run("document.activeElement.className || document.activeElement.id || document.activeElement.tagName")
        )
    assert stops == ["skip", "find", "SUMMARY", "A"]


def test_nothing_is_asked_for_and_the_policy_is_never_broken(pages: dict[str, Path]) -> None:
    with browser() as fresh:
        for path in pages.values():
            fresh.open(path)
            fresh.point("main data.num", press=True)
        assert [address for address in fresh.asked if not address.startswith(("file:", "data:"))] == []
        assert fresh.said == []


def test_without_script_nothing_of_the_report_is_missing(chromium: Browser, pages: dict[str, Path]) -> None:
    text = "document.querySelector('main').textContent.replace(/\\s/g, '')"
    chromium.open(pages["told"])
    with_script = chromium.run(text)
    chromium.open(pages["told"], 390, scripted=False)
    assert chromium.run("document.documentElement.className") == ""
    assert chromium.run(text) == with_script
    assert chromium.run("document.querySelector('.toc').open") is True
    told = chromium.run("document.querySelector('.terms').textContent")
    assert "生师比" in told
    assert "全日制在校生数与专任教师总数之比。" in told


def test_the_tools_are_not_printed(page: Browser) -> None:
    page.point("p data.num", press=True)
    page.call("Emulation.setEmulatedMedia", media="print")
    shown = page.run("['.find', '.told', '.side-toc'].map(one => document.querySelector(one).checkVisibility())")
    page.call("Emulation.setEmulatedMedia", media="")
    assert shown == [False, False, False]
    assert page.printed().startswith(b"%PDF")
